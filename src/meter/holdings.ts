/**
 * Credits that calls hold while they run. A call that lacks credits waits while others of its account hold some, because they may come to
 * less: so whoever is refused for want of credits is refused after the last call that was paid for.
 */
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { Caller } from './call.ts';
import type { LedgerStore, Reservation, Reserved, Settlement, Wish } from './ledger.ts';
import { toCredits, toMillis, type Millis } from './price.ts';

/** What came of work that is paid for. */
export interface Spent<T> {
  readonly result: T;
  readonly settlement: Settlement;
}

export class Holdings {
  readonly #ledger: LedgerStore;
  /** What calls are about to hold, by account. */
  readonly #ahead = new Map<string, Millis>();
  /** How many calls of an account have ended since the start. */
  readonly #ended = new Map<string, number>();
  /** What long work of an account holds. */
  readonly #heldLong = new Map<string, Millis>();
  /** Callers that wait for credits which others hold, by account. */
  readonly #waiting = new Map<string, Set<() => void>>();

  constructor(ledger: LedgerStore) {
    this.#ledger = ledger;
  }

  /** Throws `insufficient_credits` or `cap_reached`. */
  async hold(caller: Caller, amount: Millis, signal: AbortSignal | undefined): Promise<Reservation> {
    const { account } = caller.holder;
    for (;;) {
      signal?.throwIfAborted();
      const ended = this.#ended.get(account);
      const reserved = await this.#ledger.reserve(wishOf(caller, amount));
      if ('reservation' in reserved) return reserved.reservation;
      // What long work holds comes free too late to be waited for.
      if (!reserved.mayFit || reserved.left - (this.#heldLong.get(account) ?? 0) < amount) return refused(reserved, amount);
      // One may have ended while this was decided: then it is decided again at once.
      if (ended === this.#ended.get(account)) await this.#whenEnded(account, signal);
    }
  }

  /**
   * Starts what is plainly covered while the credits for it are being held, so that the call waits for the longer of the two. What is held
   * decides: when another process took the credits meanwhile, this throws, and what was started is for nobody. What this process is about to
   * hold counts as gone, so that many callers of a nearly empty account do not make it work for nothing. `started` is null when it was not plain.
   */
  async holdStarting<T>(
    caller: Caller,
    amount: Millis,
    signal: AbortSignal | undefined,
    start: () => Promise<T>,
  ): Promise<{ readonly reservation: Reservation; readonly started: Promise<T> | null }> {
    const { account } = caller.holder;
    const ahead = (this.#ahead.get(account) ?? 0) + amount;
    this.#ahead.set(account, ahead);
    try {
      const started = (await this.#ledger.fits(wishOf(caller, ahead))) ? start() : null;
      // Whoever awaits it is told of a failure; until then it is nobody's.
      started?.catch(() => {});
      return { reservation: await this.hold(caller, amount, signal), started };
    } finally {
      const left = (this.#ahead.get(account) ?? amount) - amount;
      if (left === 0) this.#ahead.delete(account);
      else this.#ahead.set(account, left);
    }
  }

  /** Charges what `work` says it came to, and gives back the rest; all of it when it fails. Returns its result and the balance after it. */
  async spend<T>(reservation: Reservation, work: () => Promise<Spent<T>>): Promise<{ readonly result: T; readonly balance: Millis }> {
    try {
      const { result, settlement } = await work();
      return { result, balance: await this.#ledger.settle(reservation, settlement) };
    } catch (thrown) {
      await this.#ledger.release(reservation);
      throw thrown;
    } finally {
      this.#callEnded(reservation.account);
    }
  }

  /** As `spend`, for work that other calls do not wait for. */
  async spendLong<T>(reservation: Reservation, work: () => Promise<Spent<T>>): Promise<T> {
    const { account, amount } = reservation;
    this.#holdLong(account, amount);
    try {
      const { result } = await this.spend(reservation, work);
      return result;
    } finally {
      this.#holdLong(account, -amount);
    }
  }

  #holdLong(account: string, amount: Millis): void {
    this.#heldLong.set(account, (this.#heldLong.get(account) ?? 0) + amount);
  }

  /** Resolves when a call of the account ends, or after `questionMs`, when all that ran must have. */
  async #whenEnded(account: string, signal: AbortSignal | undefined): Promise<void> {
    const waiting = this.#waiting.get(account) ?? new Set();
    this.#waiting.set(account, waiting);
    let wake = (): void => {};
    const woken = new Promise<void>((resolve) => (wake = resolve));
    const late = setTimeout(wake, limits.questionMs);
    waiting.add(wake);
    signal?.addEventListener('abort', wake, { once: true });
    try {
      await woken;
    } finally {
      clearTimeout(late);
      signal?.removeEventListener('abort', wake);
      waiting.delete(wake);
      if (waiting.size === 0) this.#waiting.delete(account);
    }
  }

  #callEnded(account: string): void {
    this.#ended.set(account, (this.#ended.get(account) ?? 0) + 1);
    for (const wake of this.#waiting.get(account) ?? []) wake();
  }
}

function wishOf({ holder, requestId }: Caller, amount: Millis): Wish {
  const { id: key, account, daily_credits, monthly_credits } = holder;
  const millis = (cap: number | null): Millis | null => (cap === null ? null : toMillis(cap));
  return { account, key, requestId, amount, at: new Date(), dailyCap: millis(daily_credits), monthlyCap: millis(monthly_credits) };
}

function refused({ lacks, left }: Exclude<Reserved, { reservation: Reservation }>, amount: Millis): never {
  const params = { required_credits: toCredits(amount), current_balance: toCredits(left) };
  return lacks === 'balance' ? fail('insufficient_credits', params) : fail('cap_reached', { ...params, period: lacks });
}
