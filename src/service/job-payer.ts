import { fail } from '../base/errors.ts';
import type { KeyHolder, Keys } from '../meter/keys.ts';

/** The key that pays for a job, as it is now. Throws `not_found` when it is gone. */
export function holderOf(keys: Keys, id: string, what: string): KeyHolder {
  return keys.list().find((one) => one.id === id) ?? fail('not_found', { what: `The key "${id}" of this ${what}` });
}
