/** A question that a job answers: whether it may be begun, and what it is charged, once under its own name. */
import { fail } from '../base/errors.ts';
import type { Operation } from '../query/operation.ts';
import { overBudget, withinBudget } from './budget.ts';
import { controlsOf, type Caller, type Controls } from './call.ts';
import { costOf, toCredits, toMillis } from './price.ts';
import type { Question } from './question.ts';
import type { Till } from './till.ts';

export interface JobQuestion extends Pick<Question, 'operation' | 'given' | 'signal'> {
  readonly caller: Caller;
  /** Rows it has at most. */
  readonly rows: number;
  /** Cut it to what can be paid, when it does not say otherwise. */
  readonly whole: boolean;
  /** Names it: it is charged once under this, however often it is begun. */
  readonly reference: string;
}

/** Answers a job's question with up to so many rows, and says how many there were. */
export type JobWork = (rowsMax: number) => Promise<{ readonly rows: number; readonly looked: boolean }>;

/** Whether its shortest answer can be paid. Throws `over_budget` and `insufficient_credits`. */
export async function payableAsJob({ prices, ledger }: Till, operation: Operation, { holder }: Caller, controls: Controls): Promise<void> {
  const { max_credits } = controls;
  const least = costOf(prices, operation, {
    rows: operation.units.rows === undefined ? 0 : 1,
    targets: operation.units.targets === undefined ? 0 : 1,
  });
  if (max_credits !== undefined && least > toMillis(max_credits)) overBudget(least, toMillis(max_credits));
  const balance = await ledger.balance(holder.account);
  if (balance < least) fail('insufficient_credits', { required_credits: toCredits(least), current_balance: toCredits(balance) });
}

/** Holds what it can cost while `work` answers it. What was charged before is not worked on again. Returns the credits. */
export async function chargedAsJob(
  till: Till,
  { operation, given, caller, rows: rowsMax, whole, reference, signal }: JobQuestion,
  work: JobWork,
): Promise<number> {
  const { prices, ledger, holdings } = till;
  const before = await ledger.charged(reference);
  if (before !== null) return toCredits(before);
  const { controls, input } = controlsOf(given);
  const { holder } = caller;
  const piece = { rowsMax, goesOn: false };
  const { atMost } = await withinBudget(till, { operation, piece }, holder, { truncate: whole, ...controls }, input);
  const reservation = await holdings.hold(caller, costOf(prices, operation, atMost), signal);
  const { result } = await holdings.spend(reservation, async () => {
    const done = await work(operation.units.rows === undefined ? rowsMax : atMost.rows);
    const rows = operation.units.rows === undefined ? 0 : Math.min(done.rows, atMost.rows);
    const amount = done.looked ? costOf(prices, operation, { ...atMost, rows }) : 0;
    const tag = controls.tag ?? holder.tag;
    return { result: amount, settlement: { amount, operation: operation.name, tag, rows, priceList: prices.version, reference } };
  });
  return toCredits(result);
}
