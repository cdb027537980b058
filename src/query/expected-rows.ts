import { toFailure } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { Accounts } from '../store/accounts.ts';
import type { Engine } from '../store/engine.ts';
import { ask } from './ask.ts';
import type { Operation } from './operation.ts';

/** How many rows an answer would have. */
export interface ExpectedRows {
  readonly rows: number;
  /** false: at most so many. */
  readonly exact: boolean;
}

export interface RowsWanted {
  readonly input: unknown;
  /** At most so many rows are given. */
  readonly limit: number;
  /** Default `limits.quoteRowsReadMax`: what is told without charge must cost little. */
  readonly rowsReadMax?: number;
  readonly signal?: AbortSignal;
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
  const unknown = { rows: limit, exact: false };
  if (!('limit' in operation.input.shape)) return unknown;
  try {
    const { data } = await ask(reading(engine, rowsReadMax), accounts, operation, { ...(input as object), limit: 1 }, signal);
    const { total } = data as { readonly total?: unknown };
    return typeof total === 'number' ? { rows: Math.min(limit, total), exact: true } : unknown;
  } catch (thrown) {
    if (rowsReadMax < limits.questionRowsReadMax && toFailure(thrown).code === 'too_many_rows') return unknown;
    throw thrown;
  }
}

/** One engine a bound, because questions remember what they learnt by their engine. */
const readers = new WeakMap<Engine, Map<number, Engine>>();

function reading(engine: Engine, rowsReadMax: number): Engine {
  const known = readers.get(engine) ?? new Map<number, Engine>();
  readers.set(engine, known);
  const reader: Engine = known.get(rowsReadMax) ?? {
    ask: async (statement, asked) => engine.ask(statement, { ...asked, rowsReadMax }),
    stream: (statement, asked) => engine.stream(statement, asked),
    run: async (statement, asked) => engine.run(statement, asked),
    close: async () => engine.close(),
  };
  known.set(rowsReadMax, reader);
  return reader;
}
