/**
 * What is known of a question before it is asked: how many stored rows its statements read, told from the index of their tables, and how many rows
 * its answer has.
 */
import { fail, Failure } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { Accounts } from '../store/accounts.ts';
import type { Engine } from '../store/engine.ts';
import { sql } from '../store/literal.ts';
import { tableOf } from '../store/releases.ts';
import { ask, chosenRelease, parseInput } from './ask.ts';
import { keptReady } from './kept-ready.ts';
import type { Operation } from './operation.ts';
import { targetAsked, targetCondition } from './target.ts';

/** How many rows an answer would have. */
export interface ExpectedRows {
  readonly rows: number;
  /** false: at most so many. */
  readonly exact: boolean;
  /** Stored rows that the largest of its statements reads at most; null of questions about several targets. */
  readonly rowsToRead: number | null;
  /** Whether that is more than a question may read, so that a job has to answer it. */
  readonly asJob: boolean;
}

export interface RowsWanted {
  readonly input: unknown;
  /** At most so many rows are given. */
  readonly limit: number;
  /** Default `limits.quoteRowsReadMax`: what is told without charge must cost little. */
  readonly rowsReadMax?: number;
  readonly signal?: AbortSignal;
}

/** Whether a question is refused because it reads more than one may, so that a job has to answer it. */
export function isBeyondBound(thrown: unknown): boolean {
  return thrown instanceof Failure && (thrown.code === 'too_many_rows' || thrown.code === 'too_many_links');
}

/**
 * The exact total of a question where it is kept ready or counted from few stored rows; where a large target would have to be scanned, which is
 * refused before any row is read, and where an answer tells no total, the most that may be given.
 */
export async function expectedRows(
  engine: Engine,
  accounts: Accounts,
  operation: Operation,
  { input, limit, rowsReadMax = limits.quoteRowsReadMax, signal }: RowsWanted,
): Promise<ExpectedRows> {
  if (!('limit' in operation.input.shape)) return figuresExpected(engine, accounts, operation, input, limit);
  const counting = new Counting(engine, rowsReadMax);
  const asJob = (): boolean => counting.most > engine.questionRowsReadMax;
  try {
    const { data } = await ask(counting.engine, accounts, operation, { ...(input as object), limit: 1 }, signal);
    const { total } = data as { readonly total?: unknown };
    const known = typeof total === 'number';
    return { rows: known ? Math.min(limit, total) : limit, exact: known, rowsToRead: counting.most, asJob: false };
  } catch (thrown) {
    if (!isBeyondBound(thrown)) throw thrown;
    const several = thrown instanceof Failure && thrown.code === 'too_many_links';
    return {
      rows: Math.min(limit, limits.answerRowsMax),
      exact: false,
      rowsToRead: several ? null : counting.most,
      asJob: several || asJob(),
    };
  }
}

/** Figures of one target are made of all its links, unless they are kept ready. */
async function figuresExpected(
  engine: Engine,
  accounts: Accounts,
  operation: Operation,
  given: unknown,
  limit: number,
): Promise<ExpectedRows> {
  const unknown = { rows: limit, exact: false } as const;
  const input = parseInput(operation, given);
  const { shape } = operation.input;
  if (!('target' in shape) || 'targets' in shape) return { ...unknown, rowsToRead: null, asJob: false };
  const asking = { engine, accounts, release: chosenRelease(accounts, input) };
  const target = targetAsked(input);
  if ((await keptReady(asking, target)) !== null) return { ...unknown, rowsToRead: 0, asJob: false };
  // A count without a condition on a column that is stored would be told without reading.
  const links = sql`SELECT count() FROM ${tableOf('backlinks', asking.release.id)} AS b WHERE ${targetCondition(target)} AND b.kind >= 0`;
  const rowsToRead = await engine.estimate(links);
  return { ...unknown, rowsToRead, asJob: rowsToRead > engine.questionRowsReadMax };
}

/** An engine that looks at what each statement reads, and refuses one that reads too much before it is begun. */
class Counting {
  most = 0;
  readonly engine: Engine;

  constructor(engine: Engine, rowsReadMax: number) {
    this.engine = {
      ...engine,
      ask: async (statement, options) => {
        const rows = await engine.estimate(statement, options);
        this.most = Math.max(this.most, rows);
        const max = Math.min(rowsReadMax, engine.questionRowsReadMax);
        if (rows > max) fail('too_many_rows', { max });
        return engine.ask(statement, { ...options, rowsReadMax: max });
      },
    };
  }
}
