import type { z } from 'zod';
import type { Backend } from '../../service/backend.ts';
import type { CallsWanted, LoggedCall } from '../../service/call-log.ts';
import type { Identity } from '../identity.ts';
import type { Coverage } from '../../query/shapes.ts';
import { Refused, statusOf } from './status.ts';

/** What an endpoint may do while it answers one task: ask questions of our own API, which are metered as any caller's. */
export interface TaskCall {
  readonly backend: Backend;
  /** null: the owner. */
  readonly identity: Identity | null;
  /** Earlier calls of the same account. */
  readonly calls: (wanted: CallsWanted) => LoggedCall[];
  /** `data` of the answer to one of our questions. */
  readonly ask: <Data>(operation: string, input: Readonly<Record<string, unknown>>) => Promise<Data>;
}

/** One call of the contract: `/v3/backlinks/<name>/live`, or without `/live`. */
export interface Endpoint<Task extends z.ZodObject = z.ZodObject> {
  /** Below `/v3/`: `backlinks/summary/live`. */
  readonly path: string;
  readonly method: 'GET' | 'POST';
  /** What a task may say. Fields that are null count as left out. */
  readonly task: Task;
  /** The rows of `result`. */
  answer(call: TaskCall, task: z.output<Task>): Promise<readonly unknown[]>;
}

export function defineEndpoint<Task extends z.ZodObject>(endpoint: Endpoint<Task>): Endpoint<Task> {
  return endpoint;
}

/** Ends the task with "No Search Results." where nobody looked: an empty answer would say that there is nothing. */
export function requireLooked({ coverage }: { readonly coverage: Coverage }): void {
  if (coverage.status === 'not_looked') throw new Refused(statusOf('no_results'));
}
