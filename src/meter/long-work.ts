import { digestOf } from './asked-once.ts';
import type { Caller } from './call.ts';
import { costOf } from './price.ts';
import type { PricedWork } from './priced-work.ts';
import type { Till } from './till.ts';

/** Long work on its way. */
export interface LongWork<T> {
  readonly work: PricedWork;
  readonly caller: Caller;
  /** Pages or records that it can fetch. */
  readonly most: number;
  /** null: that of the key. */
  readonly tag: string | null;
  readonly signal: AbortSignal;
  readonly run: () => Promise<{ readonly result: T; readonly fetched: number }>;
}

/**
 * Long work that a key pays for, outside the turns of questions: the most that it can cost is held while it runs, and what it fetched is
 * charged, once under the caller's idempotency key. A failure and a crash cost nothing; what is held is given back at the next start.
 */
export async function paidWork<T>({ prices, ledger, holdings }: Till, { work, caller, most, tag, signal, run }: LongWork<T>): Promise<T> {
  const { holder, requestId, idempotencyKey = requestId } = caller;
  const question = digestOf(work.name, requestId);
  const kept = await ledger.keptAnswer(holder.account, idempotencyKey);
  if (kept !== null) return (JSON.parse(kept.text) as { data: T }).data;
  const reservation = await holdings.hold(caller, costOf(prices, work, { rows: most, targets: 0 }), signal);
  return holdings.spendLong(reservation, async () => {
    const { result, fetched } = await run();
    const rows = Math.min(fetched, most);
    const settlement = {
      amount: costOf(prices, work, { rows, targets: 0 }),
      operation: work.name,
      tag: tag ?? holder.tag,
      rows,
      priceList: prices.version,
      answer: { idempotencyKey, question, requestId, text: JSON.stringify({ data: result }) },
    };
    return { result, settlement };
  });
}
