import { ApiError } from '../../http';
import { adminApi } from '../api';
import type { ItemKind } from '../model/contract';
import { a } from '../text';

/** A PUT to an id that is there already would change that one: a new thing is only made under a free id. */
export async function fresh(kind: ItemKind, id: string): Promise<void> {
  try {
    await adminApi.item(kind, id);
  } catch (failure) {
    if (failure instanceof ApiError && failure.status === 404) return;
    throw failure;
  }
  throw new ApiError(409, a('common.idTaken', { id }));
}
