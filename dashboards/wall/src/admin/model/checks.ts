import type { AdminKey } from '../text';
import { ID_PATTERN, PASSWORD_MAX, PASSWORD_MIN } from './limits';

/** By field: what is wrong with it, in the reader's language. */
export type Errors = Record<string, string>;
export type Say = (key: AdminKey, holes?: Record<string, string | number>) => string;

/** Gathers what is wrong: the first thing said of a field stands. */
export class Checks {
  readonly errors: Errors = {};
  constructor(private readonly say: Say) {}

  required(field: string, value: string | number | null | undefined | readonly unknown[]): this {
    const missing = value === null || value === undefined || (typeof value === 'string' ? value.trim() === '' : Array.isArray(value) && value.length === 0);
    return this.that(field, !missing, 'check.required');
  }

  id(field: string, value: string): this {
    return this.required(field, value).that(field, ID_PATTERN.test(value), 'check.id');
  }

  password(field: string, value: string, user = ''): this {
    return this.that(field, value.length >= PASSWORD_MIN && value.length <= PASSWORD_MAX, 'check.password', { min: PASSWORD_MIN, max: PASSWORD_MAX })
      .that(field, user.length < 3 || !value.toLowerCase().includes(user.toLowerCase()), 'check.passwordName');
  }

  within(field: string, value: number | null | undefined, low: number, high: number): this {
    return this.that(field, value === null || value === undefined || (value >= low && value <= high), 'check.within', { low, high });
  }

  that(field: string, good: boolean, key: AdminKey, holes?: Record<string, string | number>): this {
    if (!good && !(field in this.errors)) this.errors[field] = this.say(key, holes);
    return this;
  }
}
