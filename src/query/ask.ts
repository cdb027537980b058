import { z } from 'zod';
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { Accounts } from '../store/accounts.ts';
import type { Engine } from '../store/engine.ts';
import { liveRelease, readable, releaseById, type Release } from '../store/releases.ts';
import { releaseOfCursor } from './cursor.ts';
import { checkPatterns } from './filters/check-patterns.ts';
import type { Operation } from './operation.ts';
import { refusedInput } from './refused-input.ts';
import type { Spool } from './spool.ts';
import { targetOf } from './target.ts';
import { saidOf } from './verdict-filter.ts';

export interface Answer {
  readonly operation: Operation;
  readonly release: number;
  readonly data: unknown;
}

export interface AskedAs {
  /** How many rows it may be asked for; more than an answer has where it is one piece of a whole (service/whole-answer.ts). */
  readonly rowsMax?: number | undefined;
  /** Of a job that answers it. */
  readonly spool?: Spool;
}

/**
 * Asks one question: input parsed at the edge, release chosen (pinned, of the cursor, or live), answer given.
 * Throws a Failure for every way in which that cannot be done; never answers an empty result for one.
 */
export async function ask(
  engine: Engine,
  accounts: Accounts,
  operation: Operation,
  raw: unknown,
  signal?: AbortSignal,
  { rowsMax, spool }: AskedAs = {},
): Promise<Answer> {
  const input = parseInput(operation, raw, rowsMax);
  const release = chosenRelease(accounts, input);
  const asking = {
    engine,
    accounts,
    release: { ...release, said: saidOf({ accounts }, domainOf(input)) },
    ...(signal && { signal }),
    ...(spool && { spool }),
  };
  await checkPatterns(asking, operation, input);
  const data = await operation.run(asking, input);
  return { operation, release: release.id, data };
}

/** The domain that a question is about; '' of one about several, for which only what was said of links to anybody holds. */
function domainOf(input: Readonly<Record<string, unknown>>): string {
  const target = ['target', 'domain', 'your_domain'].map((name) => input[name]).find((value) => typeof value === 'string');
  return target === undefined ? '' : targetOf(target).domain;
}

/** The input of an operation, with its defaults. Throws `invalid_input` or `limit_out_of_range`, naming the field. */
export function parseInput(operation: Operation, raw: unknown, rowsMax: number = limits.rowsPerAnswerMax): Record<string, unknown> {
  const result = strictInput(operation, rowsMax).safeParse(raw ?? {});
  if (result.success) return result.data;
  return refusedInput(operation, result.error, raw);
}

/** A schema is compiled when it is first used: made anew for each call it would cost 0.04 ms (bench `meter/overhead`). */
const strictInputs = new WeakMap<Operation, Map<number, z.ZodObject>>();

function strictInput(operation: Operation, rowsMax: number): z.ZodObject {
  const schemas = strictInputs.get(operation) ?? new Map<number, z.ZodObject>();
  strictInputs.set(operation, schemas);
  const known = schemas.get(rowsMax);
  if (known !== undefined) return known;
  const strict = operation.input.strict();
  const wider =
    rowsMax === limits.rowsPerAnswerMax || !('limit' in operation.input.shape)
      ? strict
      : strict.extend({ limit: z.int().min(1).max(rowsMax) });
  schemas.set(rowsMax, wider);
  return wider;
}

/** The release that a parsed input asks for: the pinned one, its cursor's, or the live one. */
export function chosenRelease(accounts: Accounts, input: Record<string, unknown>): Release {
  const pinned = typeof input.release === 'number' ? input.release : null;
  const begun = typeof input.cursor === 'string' ? releaseOfCursor(input.cursor) : null;
  if (pinned !== null && begun !== null && pinned !== begun) fail('invalid_cursor');
  const wanted = begun ?? pinned;
  return readable(wanted === null ? (liveRelease(accounts) ?? fail('no_release')) : releaseById(accounts, wanted));
}
