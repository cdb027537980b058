/** The engine seam: the same SQL, asked the same way, of the embedded engine or of a cluster. */
import type { Sql } from './literal.ts';

/**
 * `question`: one thread, seconds, a share of memory: what users wait for.
 * `build`: all cores, hours, spills to disk: ingest and refresh.
 */
export type Workload = 'question' | 'build';

/**
 * `some`: on one thread. `by_key`: rows found by their keys, without functions of constants: planned by the engine's older planner, which takes 2 to 3 ms less of
 * each statement's 5 to 9. `whole`: all rows of a large target, on as many threads as wait for it; what comes of them must not depend on the order in which they arrive.
 */
export type Reading = 'some' | 'by_key' | 'whole';

export interface AskOptions {
  readonly workload?: Workload;
  readonly signal?: AbortSignal;
  /** Stored rows that a question may read; default `limits.questionRowsReadMax`. Beyond, it throws `too_many_rows` before it reads any. */
  readonly rowsReadMax?: number;
  /** How a question reads; default `some`. */
  readonly reads?: Reading;
}

export type Row = Readonly<Record<string, unknown>>;

export interface Engine {
  /** All rows of a SELECT, as objects. 64-bit integers arrive as numbers; they are exact up to 2^53. */
  ask<T extends Row = Row>(statement: Sql, options?: AskOptions): Promise<T[]>;
  /** Stored rows that a SELECT would read at most, told from the index of its tables; nothing is read. */
  estimate(statement: Sql, options?: AskOptions): Promise<number>;
  /** How many rows a question may read. */
  readonly questionRowsReadMax: number;
  /** A SELECT's rows in the engine's RowBinary encoding, in pieces that end anywhere. For scans too large to hold. */
  stream(statement: Sql, options?: AskOptions): AsyncIterable<Buffer>;
  /** A statement without rows: DDL, INSERT ... SELECT. Acknowledged only when durable. */
  run(statement: Sql, options?: AskOptions): Promise<void>;
  close(): Promise<void>;
}
