import { ApiError } from '../../http';
import { adminApi } from '../api';
import type { AcceptedOne } from '../model/contract';

/** All of them or none. What is wrong with which is said under its name. */
export async function acceptAll(items: readonly AcceptedOne[], nameOf: (n: number) => string): Promise<void> {
  try {
    await adminApi.acceptMany(items);
  } catch (failure) {
    if (!(failure instanceof ApiError) || failure.errors.length === 0) throw failure;
    const said = failure.errors.map(({ item, message }) => `${typeof item === 'number' ? nameOf(item) : item ?? ''}: ${message}`);
    throw new ApiError(409, said.join(' '), failure.type, failure.errors);
  }
}
