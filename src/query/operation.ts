/**
 * An operation is one question the API answers, defined once: its name on every surface, its input and output, what it
 * costs in units, and how it is answered. HTTP routes, OpenAPI, MCP tools, the command line and the reference are loops
 * over the list in operations.ts.
 */
import type { z } from 'zod';
import type { Accounts } from '../store/accounts.ts';
import type { Engine } from '../store/engine.ts';
import type { AskedRelease, RowKind } from './fields/field.ts';
import type { Spool } from './spool.ts';

/** What an operation may use. The release is already chosen (the live one, or the pinned one). */
export interface Asking {
  readonly engine: Engine;
  readonly accounts: Accounts;
  readonly release: AskedRelease;
  /** Targets with at most so many rows are read whole (few/rows.ts); default `limits.fewRowsMax`. */
  readonly fewRowsMax?: number;
  /** Where a job keeps the rows of its answer while it reads them piece by piece; a question that someone waits for has none. */
  readonly spool?: Spool;
  readonly signal?: AbortSignal;
}

/** What is counted for the price: a base a call, rows delivered, targets asked about. */
export interface Units {
  readonly base: number;
  readonly rows?: number;
  readonly targets?: number;
}

export interface Operation<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodType = z.ZodType> {
  /** `referring-domains`: the path, the command line's word and the reference's heading. */
  readonly name: string;
  /** The MCP tool that this question belongs to. */
  readonly tool: string;
  /** One line, for lists. */
  readonly summary: string;
  /** A few sentences: what it answers, what its figures mean. */
  readonly description: string;
  readonly input: Input;
  /** The fields that it cannot do without, where its input names them otherwise as well; left out: its target, or what the input requires. */
  readonly needs?: readonly string[];
  readonly output: Output;
  readonly units: Units;
  /** The kinds of row that its inputs `filters`, `having` and `order` speak of. */
  readonly fields?: { readonly filters?: RowKind; readonly having?: RowKind; readonly order?: RowKind };
  /** A repeat does no harm. */
  readonly idempotent: boolean;
  /** Runs in the tests against the sample web and stands in the reference. */
  readonly example: z.input<Input>;
  run(asking: Asking, input: z.output<Input>): Promise<z.output<Output>>;
}

/** Keeps the types of one operation's input and output together. */
export function defineOperation<Input extends z.ZodObject, Output extends z.ZodType>(
  operation: Operation<Input, Output>,
): Operation<Input, Output> {
  return operation;
}
