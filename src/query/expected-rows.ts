import type { Accounts } from '../store/accounts.ts';
import type { Engine } from '../store/engine.ts';
import { ask } from './ask.ts';
import type { Operation } from './operation.ts';

/**
 * How many rows a question would give: its exact total, learnt by looking for one row, held to `limit`. A question that tells no total
 * may give as many as it is allowed to.
 */
export async function expectedRows(
  engine: Engine,
  accounts: Accounts,
  operation: Operation,
  input: unknown,
  limit: number,
  signal?: AbortSignal,
): Promise<number> {
  if (!('limit' in operation.input.shape)) return limit;
  const { data } = await ask(engine, accounts, operation, { ...(input as object), limit: 1 }, signal);
  const { total } = data as { readonly total?: unknown };
  return typeof total === 'number' ? Math.min(limit, total) : limit;
}
