/**
 * The way of a question through the meter: reserve the most that it can cost, run it, settle what it came to. A failure, an answer that
 * says "not looked", and a repeat settle to zero; so does a crash, at the next start.
 */
import { createHash } from 'node:crypto';
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { parseInput, type Answer } from '../query/ask.ts';
import type { ExpectedRows } from '../query/expected-rows.ts';
import type { Operation } from '../query/operation.ts';
import { controlsOf, notCharged, type Bill, type Caller, type Controls, type Quote, type Truncated } from './call.ts';
import { FairQueue } from './fair-queue.ts';
import type { KeyHolder } from './keys.ts';
import type { KeptAnswer, LedgerStore, Reservation, Reserved, Wish } from './ledger.ts';
import type { PricedWork } from './priced-work.ts';
import { costOf, rowsFor, toCredits, toMillis, type Counted, type Millis, type PriceList } from './price.ts';

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
  readonly answer: (input: unknown) => Promise<Pick<Answer, 'release' | 'data'>>;
  /** The release that a parsed input would be answered from. */
  readonly release: (input: Readonly<Record<string, unknown>>) => number;
  /** How many rows it would give, at most `limit`; reads at most `rowsReadMax` stored rows to know. */
  readonly expectedRows: (input: unknown, limit: number, rowsReadMax?: number) => Promise<ExpectedRows>;
}

/** A question that a job answers. */
export interface JobQuestion extends Pick<Question, 'operation' | 'given' | 'signal'> {
  readonly caller: Caller;
  /** Rows it has at most. */
  readonly rows: number;
  /** Cut it to what can be paid, when it does not say otherwise. */
  readonly whole: boolean;
  /** Names it: it is charged once under this, however often it is begun. */
  readonly reference: string;
}

/** An answer with its bill. */
export interface Metered {
  readonly release: number;
  readonly data: unknown;
  readonly bill: Bill;
}

export interface MeterOptions {
  /** Whether calls are charged. Limits of keys hold either way. */
  readonly charges: boolean;
  readonly prices: PriceList;
}

/** Long work on its way. */
interface Bought<T> {
  readonly work: PricedWork;
  readonly caller: Caller;
  /** Pages or records that it can fetch. */
  readonly most: number;
  /** null: that of the key. */
  readonly tag: string | null;
  readonly signal: AbortSignal;
  readonly run: () => Promise<{ readonly result: T; readonly fetched: number }>;
}

/** A question that is priced. */
interface Priced {
  readonly input: unknown;
  readonly atMost: Counted;
  readonly truncated?: Truncated;
}

/** A question on its way to be paid for; without an answer it is still to be asked. */
interface Begun {
  readonly reservation: Reservation;
  readonly answer: Promise<Pick<Answer, 'release' | 'data'>> | null;
}

export class Meter {
  readonly charges: boolean;
  readonly prices: PriceList;
  readonly ledger: LedgerStore;
  readonly #queue = new FairQueue();
  /** Calls with an idempotency key that run now. */
  readonly #once = new Map<string, Promise<unknown>>();
  /** What calls are about to reserve, by account. */
  readonly #ahead = new Map<string, Millis>();
  /** How many calls of an account have ended since the start. */
  readonly #ended = new Map<string, number>();
  /** What long work of an account holds. */
  readonly #heldLong = new Map<string, Millis>();
  /** Callers that wait for credits which others have reserved, by account. */
  readonly #waiting = new Map<string, Set<() => void>>();

  constructor(ledger: LedgerStore, { charges, prices }: MeterOptions) {
    this.ledger = ledger;
    this.charges = charges;
    this.prices = prices;
  }

  /** Throws what the question throws, and for want of credits `insufficient_credits`, `over_budget`, `cap_reached`. */
  async ask(question: Question): Promise<Metered> {
    const { operation, caller } = question;
    const { controls, input } = controlsOf(question.given);
    if (caller !== null) checkAllowed(caller.holder, operation);
    if (controls.dry_run === true) return this.#quote(question, input);
    if (caller === null || !this.charges) {
      const { release, data } = await this.#run(question, input);
      return { release, data, bill: notCharged };
    }
    if (caller.idempotencyKey === undefined) return this.#charged(question, caller, controls, input, null);
    return this.#chargedOnce(question, caller, controls, input, caller.idempotencyKey);
  }

  /** Whether a job may be begun for it: the key may ask it, and its shortest answer can be paid. Throws as `ask` does. */
  async checkJob(operation: Operation, { holder }: Caller, { max_credits }: Controls): Promise<void> {
    checkAllowed(holder, operation);
    if (!this.charges) return;
    const least = costOf(this.prices, operation, {
      rows: operation.units.rows === undefined ? 0 : 1,
      targets: operation.units.targets === undefined ? 0 : 1,
    });
    if (max_credits !== undefined && least > toMillis(max_credits)) overBudget(least, toMillis(max_credits));
    const balance = await this.ledger.balance(holder.account);
    if (balance < least) fail('insufficient_credits', { required_credits: toCredits(least), current_balance: toCredits(balance) });
  }

  /**
   * Holds what a job's question can cost while `work` answers it, and charges what it came to, once. `work` is told how many rows may be given, and
   * says how many there were. What was charged before is not worked on again. Returns the credits.
   */
  async askAsJob(
    { operation, given, caller, rows: rowsMax, whole, reference, signal }: JobQuestion,
    work: (rowsMax: number) => Promise<{ readonly rows: number; readonly looked: boolean }>,
  ): Promise<number> {
    checkAllowed(caller.holder, operation);
    if (!this.charges) {
      await work(rowsMax);
      return 0;
    }
    const before = await this.ledger.charged(reference);
    if (before !== null) return toCredits(before);
    const { controls, input } = controlsOf(given);
    const { holder } = caller;
    const piece = { rowsMax, goesOn: false };
    const { atMost } = await this.#withinBudget({ operation, piece }, holder, { truncate: whole, ...controls }, input);
    const reservation = await this.#reserve(caller, costOf(this.prices, operation, atMost), signal ?? undefined);
    try {
      const done = await work(operation.units.rows === undefined ? rowsMax : atMost.rows);
      const rows = operation.units.rows === undefined ? 0 : Math.min(done.rows, atMost.rows);
      const amount = done.looked ? costOf(this.prices, operation, { ...atMost, rows }) : 0;
      const { version: priceList } = this.prices;
      await this.ledger.settle(reservation, {
        amount,
        operation: operation.name,
        tag: controls.tag ?? holder.tag,
        rows,
        priceList,
        reference,
      });
      return toCredits(amount);
    } catch (thrown) {
      await this.ledger.release(reservation);
      throw thrown;
    } finally {
      this.#callEnded(holder.account);
    }
  }

  async #run({ caller, signal, answer }: Question, input: unknown): Promise<Pick<Answer, 'release' | 'data'>> {
    const { id, concurrent } = caller?.holder ?? { id: 'owner', concurrent: null };
    return this.#queue.run(id, concurrent, signal, async () => answer(input));
  }

  async #quote(question: Question, input: unknown): Promise<Metered> {
    const { operation, caller } = question;
    const release = question.release(parseInput(operation, input, question.piece?.rowsMax));
    const atMost = countedAtMost(question, input);
    const { rows, exact, rowsToRead, asJob } = await this.#expected(question, input, atMost.rows);
    const quote: Quote = {
      dry_run: true,
      operation: operation.name,
      release,
      price_list: this.prices.version,
      credits: toCredits(costOf(this.prices, operation, { ...atMost, rows })),
      rows,
      rows_are: exact || atMost.rows === 0 ? 'exact' : 'at_most',
      credits_at_most: toCredits(costOf(this.prices, operation, atMost)),
      rows_at_most: atMost.rows,
      rows_to_read: rowsToRead,
      as_job: asJob,
      charged: this.charges && caller !== null,
    };
    const remaining = quote.charged && caller !== null ? toCredits(await this.ledger.balance(caller.holder.account)) : null;
    return { release, data: quote, bill: { ...notCharged, credits_remaining: remaining } };
  }

  async #expected({ caller, signal, expectedRows }: Question, input: unknown, limit: number): Promise<ExpectedRows> {
    const { id, concurrent } = caller?.holder ?? { id: 'owner', concurrent: null };
    return this.#queue.run(id, concurrent, signal, async () => expectedRows(input, limit));
  }

  /** Throws what a call of this price would be refused for, and holds nothing. */
  async canPay(caller: Caller, amount: Millis): Promise<void> {
    await this.ledger.release(await this.#reserve(caller, amount, undefined));
  }

  /**
   * Long work that a key pays for, outside the turns of questions: the most that it can cost is held while it runs, and what it fetched is
   * charged, once under the caller's idempotency key. A failure and a crash cost nothing; what is held is given back at the next start.
   */
  async work<T>({ work, caller, most, tag, signal, run }: Bought<T>): Promise<T> {
    const { holder, requestId, idempotencyKey = requestId } = caller;
    const question = digestOf(work.name, requestId);
    const kept = await this.ledger.keptAnswer(holder.account, idempotencyKey);
    if (kept !== null) return (JSON.parse(kept.text) as { data: T }).data;
    const held = costOf(this.prices, work, { rows: most, targets: 0 });
    const reservation = await this.#reserve(caller, held, signal);
    this.#holdLong(holder.account, held);
    try {
      const { result, fetched } = await run();
      const rows = Math.min(fetched, most);
      await this.ledger.settle(reservation, {
        amount: costOf(this.prices, work, { rows, targets: 0 }),
        operation: work.name,
        tag: tag ?? holder.tag,
        rows,
        priceList: this.prices.version,
        answer: { idempotencyKey, question, requestId, text: JSON.stringify({ data: result }) },
      });
      return result;
    } catch (thrown) {
      await this.ledger.release(reservation);
      throw thrown;
    } finally {
      this.#holdLong(holder.account, -held);
      this.#callEnded(holder.account);
    }
  }

  #holdLong(account: string, amount: Millis): void {
    this.#heldLong.set(account, (this.#heldLong.get(account) ?? 0) + amount);
  }

  /** A repeat waits for the call that runs, and gets what was kept. */
  async #chargedOnce(question: Question, caller: Caller, controls: Controls, input: unknown, key: string): Promise<Metered> {
    const { account } = caller.holder;
    const asked = digestOf(question.operation.name, question.given);
    const name = `${account}\n${key}`;
    for (let running = this.#once.get(name); running !== undefined; running = this.#once.get(name)) await running;
    const kept = await this.ledger.keptAnswer(account, key);
    // Between the two waits another repeat may have begun.
    if (this.#once.has(name)) return this.#chargedOnce(question, caller, controls, input, key);
    if (kept !== null) return kept.question === asked ? this.#again(kept, account) : fail('idempotency_conflict');
    const call = this.#charged(question, caller, controls, input, { key, asked });
    const ended = Promise.allSettled([call]);
    this.#once.set(name, ended);
    try {
      return await call;
    } finally {
      this.#once.delete(name);
    }
  }

  async #again({ text, requestId }: KeptAnswer, account: string): Promise<Metered> {
    const { release, data, truncated } = JSON.parse(text) as { release: number; data: unknown; truncated?: Truncated };
    const credits_remaining = toCredits(await this.ledger.balance(account));
    return {
      release,
      data,
      bill: { credits_used: 0, credits_remaining, cached: true, request_id: requestId, ...(truncated && { truncated }) },
    };
  }

  async #charged(
    question: Question,
    caller: Caller,
    controls: Controls,
    given: unknown,
    once: { readonly key: string; readonly asked: string } | null,
  ): Promise<Metered> {
    const { operation } = question;
    const { holder, requestId } = caller;
    const { input, atMost, truncated } = await this.#withinBudget(question, holder, controls, given);
    const { reservation, answer } = await this.#reserveAndAsk(question, caller, input, costOf(this.prices, operation, atMost));
    try {
      const { release, data } = await (answer ?? this.#run(question, input));
      const rows = operation.units.rows === undefined ? 0 : Math.min(rowsIn(data), atMost.rows);
      const cost = hasLooked(data) ? costOf(this.prices, operation, { ...atMost, rows }) : 0;
      const balance = await this.ledger.settle(reservation, {
        amount: cost,
        operation: operation.name,
        tag: controls.tag ?? holder.tag,
        rows,
        priceList: this.prices.version,
        ...(once !== null && {
          answer: {
            idempotencyKey: once.key,
            question: once.asked,
            requestId,
            text: JSON.stringify({ release, data, ...(truncated && { truncated }) }),
          },
        }),
      });
      const bill: Bill = {
        credits_used: toCredits(cost),
        credits_remaining: toCredits(balance),
        cached: false,
        ...(truncated && { truncated }),
      };
      return { release, data, bill };
    } catch (thrown) {
      await this.ledger.release(reservation);
      throw thrown;
    } finally {
      this.#callEnded(holder.account);
    }
  }

  /**
   * A question whose credits are plainly there is asked while its reservation is being written, so that the call waits for the longer of the two.
   * The reservation decides: when another process took the credits meanwhile, the answer is thrown away. What this process is about to reserve
   * is counted as gone, so that many callers of a nearly empty account do not make it work for nothing.
   */
  async #reserveAndAsk(question: Question, caller: Caller, input: unknown, amount: Millis): Promise<Begun> {
    const { account } = caller.holder;
    const ahead = (this.#ahead.get(account) ?? 0) + amount;
    this.#ahead.set(account, ahead);
    try {
      const answer = (await this.ledger.fits(wishOf(caller, ahead))) ? this.#run(question, input) : null;
      // Whoever awaits it is told of a failure; until then it is nobody's.
      answer?.catch(() => {});
      return { reservation: await this.#reserve(caller, amount, question.signal), answer };
    } finally {
      const left = (this.#ahead.get(account) ?? amount) - amount;
      if (left === 0) this.#ahead.delete(account);
      else this.#ahead.set(account, left);
    }
  }

  /** Holds a question to `max_credits`; with `truncate` it is cut to the rows that this, or the balance, buys. */
  async #withinBudget(
    question: Pick<Question, 'operation' | 'piece'>,
    { account }: KeyHolder,
    controls: Controls,
    input: unknown,
  ): Promise<Priced> {
    const { operation, piece } = question;
    const { max_credits, truncate = piece !== undefined } = controls;
    const atMost = countedAtMost(question, input);
    const cost = costOf(this.prices, operation, atMost);
    const budget = max_credits === undefined ? Number.POSITIVE_INFINITY : toMillis(max_credits);
    if (!truncate) return cost <= budget ? { input, atMost } : overBudget(cost, budget);
    const buys = Math.min(budget, await this.ledger.balance(account));
    if (cost <= buys) return { input, atMost };
    const rows = rowsFor(this.prices, operation, atMost, buys);
    // What costs too much even without rows is refused like any other call: by its budget here, else by its balance.
    if (rows === null) return cost <= budget ? { input, atMost } : overBudget(cost, budget);
    const truncated = {
      rows_asked: atMost.rows,
      rows_given_at_most: rows,
      credits_at_most: toCredits(costOf(this.prices, operation, { ...atMost, rows })),
    };
    return { input: { ...(input as object), limit: rows }, atMost: { ...atMost, rows }, truncated };
  }

  /**
   * While others have reserved what this call needs, it waits for them: they may come to less. So whoever is refused for want of credits
   * is refused after the last call that was paid for.
   */
  async #reserve(caller: Caller, amount: Millis, signal: AbortSignal | undefined): Promise<Reservation> {
    const { account } = caller.holder;
    for (;;) {
      signal?.throwIfAborted();
      const ended = this.#ended.get(account);
      const reserved = await this.ledger.reserve(wishOf(caller, amount));
      if ('reservation' in reserved) return reserved.reservation;
      // What long work holds comes free too late to be waited for.
      if (!reserved.mayFit || reserved.left - (this.#heldLong.get(account) ?? 0) < amount) return refused(reserved, amount);
      // One may have ended while this was decided: then it is decided again at once.
      if (ended === this.#ended.get(account)) await this.#whenEnded(account, signal);
    }
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

function checkAllowed({ operations: allowed }: KeyHolder, { name }: Operation): void {
  if (allowed !== null && !allowed.some((operation) => operation === name))
    fail('operation_not_allowed', { operation: name, allowed: allowed.join(', ') });
}

/** The most that can be counted of a call. Throws what the operation's own check of its input throws. */
function countedAtMost({ operation, piece }: Pick<Question, 'operation' | 'piece'>, given: unknown): Counted {
  const input = parseInput(operation, given, piece?.rowsMax);
  const rows = operation.units.rows === undefined ? 0 : typeof input.limit === 'number' ? input.limit : limits.rowsPerAnswerMax;
  const targets = operation.units.targets === undefined ? 0 : targetsIn(input);
  return { rows, targets, ...(piece !== undefined && { goesOn: piece.goesOn }) };
}

/** The targets that an input names: those of its lists, and one that stands alone. */
function targetsIn(input: Readonly<Record<string, unknown>>): number {
  const lists = ['targets', 'domains', 'competitors', 'competitor_domains', 'keywords'].map((name) => input[name]);
  return Math.max(
    1,
    lists.reduce<number>((sum, list) => sum + (Array.isArray(list) ? list.length : 0), 0),
  );
}

/** How many rows an answer has, whatever it calls them. */
export function rowsIn(data: unknown): number {
  const { rows } = data as { readonly rows?: unknown };
  if (Array.isArray(rows)) return rows.length;
  return Math.max(0, ...Object.values(data as object).map((value) => (Array.isArray(value) ? value.length : 0)));
}

function hasLooked(data: unknown): boolean {
  const { coverage } = data as { readonly coverage?: { readonly status?: unknown } };
  return coverage?.status !== 'not_looked';
}

function overBudget(cost: Millis, budget: Millis): never {
  return fail('over_budget', { required_credits: toCredits(cost), max_credits: toCredits(budget) });
}

function refused({ lacks, left }: Exclude<Reserved, { reservation: Reservation }>, amount: Millis): never {
  const params = { required_credits: toCredits(amount), current_balance: toCredits(left) };
  return lacks === 'balance' ? fail('insufficient_credits', params) : fail('cap_reached', { ...params, period: lacks });
}

/** What a repeat must have in common with the first call: the operation and every field, in any order. */
function digestOf(operation: string, given: unknown): string {
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
