/** A question as it comes to the meter, and as it leaves it. */
import type { Answer } from '../query/ask.ts';
import type { ExpectedRows } from '../query/expected-rows.ts';
import type { Operation } from '../query/operation.ts';
import type { Bill, Caller } from './call.ts';

/** A question on its way. */
export interface Question {
  readonly operation: Operation;
  /** As it was given, controls included. */
  readonly given: unknown;
  /** null: whoever owns the installation. */
  readonly caller: Caller | null;
  readonly signal?: AbortSignal | undefined;
  /** One piece of a whole answer, of up to so many rows, cut to what can be paid; `goesOn`: its base was paid for with the first. */
  readonly piece?: { readonly rowsMax: number; readonly goesOn: boolean };
  /** Asks it. */
  readonly answer: (input: unknown) => Promise<Answered>;
  /** The release that a parsed input would be answered from. */
  readonly release: (input: Readonly<Record<string, unknown>>) => number;
  /** How many rows it would give, at most `limit`; reads at most `rowsReadMax` stored rows to know. */
  readonly expectedRows: (input: unknown, limit: number, rowsReadMax?: number) => Promise<ExpectedRows>;
}

export type Answered = Pick<Answer, 'release' | 'data'>;

/** An answer with its bill. */
export interface Metered extends Answered {
  readonly bill: Bill;
}
