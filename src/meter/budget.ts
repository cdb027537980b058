/** What a question may cost: its own budget, and the balance where it is cut to what can be paid. */
import { fail } from '../base/errors.ts';
import type { Controls, Truncated } from './call.ts';
import { countedAtMost } from './counted.ts';
import type { KeyHolder } from './keys.ts';
import { costOf, rowsFor, toCredits, toMillis, type Counted, type Millis } from './price.ts';
import type { Question } from './question.ts';
import type { Till } from './till.ts';

/** A question that is priced. */
export interface Priced {
  readonly input: unknown;
  readonly atMost: Counted;
  readonly truncated?: Truncated;
}

/** Holds a question to `max_credits`; with `truncate` it is cut to the rows that this, or the balance, buys. Throws `over_budget`. */
export async function withinBudget(
  { ledger, prices }: Till,
  question: Pick<Question, 'operation' | 'piece'>,
  { account }: KeyHolder,
  controls: Controls,
  input: unknown,
): Promise<Priced> {
  const { operation, piece } = question;
  const { max_credits, truncate = piece !== undefined } = controls;
  const atMost = countedAtMost(question, input);
  const cost = costOf(prices, operation, atMost);
  const budget = max_credits === undefined ? Number.POSITIVE_INFINITY : toMillis(max_credits);
  if (!truncate) return cost <= budget ? { input, atMost } : overBudget(cost, budget);
  const buys = Math.min(budget, await ledger.balance(account));
  if (cost <= buys) return { input, atMost };
  const rows = rowsFor(prices, operation, atMost, buys);
  // What costs too much even without rows is refused like any other call: by its budget here, else by its balance.
  if (rows === null) return cost <= budget ? { input, atMost } : overBudget(cost, budget);
  const truncated = {
    rows_asked: atMost.rows,
    rows_given_at_most: rows,
    credits_at_most: toCredits(costOf(prices, operation, { ...atMost, rows })),
  };
  return { input: { ...(input as object), limit: rows }, atMost: { ...atMost, rows }, truncated };
}

export function overBudget(cost: Millis, budget: Millis): never {
  return fail('over_budget', { required_credits: toCredits(cost), max_credits: toCredits(budget) });
}
