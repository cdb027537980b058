import type { Caller, Controls } from './call.ts';
import { withinBudget } from './budget.ts';
import { hasLooked, rowsIn } from './counted.ts';
import { costOf, toCredits } from './price.ts';
import type { Metered, Question } from './question.ts';
import { answered, type Till } from './till.ts';

/** Under which key an answer is kept for repeats, and the digest of what was asked. */
export interface KeptUnder {
  readonly key: string;
  readonly asked: string;
}

/** A question that is paid for: the most that it can cost is held while it runs; an answer that says "not looked", and a failure, cost nothing. */
export async function chargedQuestion(
  till: Till,
  question: Question,
  caller: Caller,
  controls: Controls,
  given: unknown,
  kept: KeptUnder | null,
): Promise<Metered> {
  const { prices, holdings } = till;
  const { operation, signal } = question;
  const { holder, requestId } = caller;
  const { input, atMost, truncated } = await withinBudget(till, question, holder, controls, given);
  const ask = async (): Promise<Pick<Metered, 'release' | 'data'>> => answered(till, question, input);
  const { reservation, started } = await holdings.holdStarting(caller, costOf(prices, operation, atMost), signal, ask);
  const { result, balance } = await holdings.spend(reservation, async () => {
    const { release, data } = await (started ?? ask());
    const rows = operation.units.rows === undefined ? 0 : Math.min(rowsIn(data), atMost.rows);
    const amount = hasLooked(data) ? costOf(prices, operation, { ...atMost, rows }) : 0;
    const text = kept === null ? '' : JSON.stringify({ release, data, ...(truncated && { truncated }) });
    const settlement = {
      amount,
      operation: operation.name,
      tag: controls.tag ?? holder.tag,
      rows,
      priceList: prices.version,
      ...(kept !== null && { answer: { idempotencyKey: kept.key, question: kept.asked, requestId, text } }),
    };
    return { result: { release, data, amount }, settlement };
  });
  const { release, data, amount } = result;
  const bill = { credits_used: toCredits(amount), credits_remaining: toCredits(balance), cached: false, ...(truncated && { truncated }) };
  return { release, data, bill };
}
