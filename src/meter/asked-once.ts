/** Questions with an idempotency key: a repeat waits for the call that runs, gets what was kept of it, and pays nothing. */
import { createHash } from 'node:crypto';
import { fail } from '../base/errors.ts';
import type { Truncated } from './call.ts';
import type { KeptUnder } from './charged-question.ts';
import type { KeptAnswer, LedgerStore } from './ledger.ts';
import { toCredits } from './price.ts';
import type { Metered } from './question.ts';

export class AskedOnce {
  readonly #ledger: LedgerStore;
  /** Calls that run now, by account and key. */
  readonly #running = new Map<string, Promise<unknown>>();

  constructor(ledger: LedgerStore) {
    this.#ledger = ledger;
  }

  /** `charged` asks and keeps the answer. Throws `idempotency_conflict` when the key stands for another question. */
  async run(account: string, { key, asked }: KeptUnder, charged: () => Promise<Metered>): Promise<Metered> {
    const name = `${account}\n${key}`;
    for (let running = this.#running.get(name); running !== undefined; running = this.#running.get(name)) await running;
    const kept = await this.#ledger.keptAnswer(account, key);
    // Between the two waits another repeat may have begun.
    if (this.#running.has(name)) return this.run(account, { key, asked }, charged);
    if (kept !== null) return kept.question === asked ? this.#again(kept, account) : fail('idempotency_conflict');
    const call = charged();
    const ended = Promise.allSettled([call]);
    this.#running.set(name, ended);
    try {
      return await call;
    } finally {
      this.#running.delete(name);
    }
  }

  async #again({ text, requestId }: KeptAnswer, account: string): Promise<Metered> {
    const { release, data, truncated } = JSON.parse(text) as { release: number; data: unknown; truncated?: Truncated };
    const credits_remaining = toCredits(await this.#ledger.balance(account));
    return {
      release,
      data,
      bill: { credits_used: 0, credits_remaining, cached: true, request_id: requestId, ...(truncated && { truncated }) },
    };
  }
}

/** What a repeat must have in common with the first call: the operation and every field, in any order. */
export function digestOf(operation: string, given: unknown): string {
  return createHash('sha256')
    .update(`${operation}\n${JSON.stringify(sorted(given ?? {}))}`)
    .digest('base64url');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}
