/**
 * What every call passes: reserve the most that it can cost, run it, settle what it came to. A failure, an answer that says "not looked", and a
 * repeat settle to zero; so does a crash, at the next start. There are three ways of paying: a question (charged-question.ts), a question that a
 * job answers (job-question.ts), and long work that is bought (long-work.ts).
 */
import { fail } from '../base/errors.ts';
import type { Operation } from '../query/operation.ts';
import { AskedOnce, digestOf } from './asked-once.ts';
import { controlsOf, notCharged, type Caller, type Controls } from './call.ts';
import { chargedQuestion } from './charged-question.ts';
import { FairQueue } from './fair-queue.ts';
import { Holdings } from './holdings.ts';
import { chargedAsJob, payableAsJob, type JobQuestion, type JobWork } from './job-question.ts';
import type { KeyHolder } from './keys.ts';
import type { LedgerStore } from './ledger.ts';
import { paidWork, type LongWork } from './long-work.ts';
import type { Millis, PriceList } from './price.ts';
import type { Metered, Question } from './question.ts';
import { quoted } from './quote.ts';
import { answered, type Till } from './till.ts';

export interface MeterOptions {
  /** Whether calls are charged. Limits of keys hold either way. */
  readonly charges: boolean;
  readonly prices: PriceList;
}

export class Meter implements Till {
  readonly charges: boolean;
  readonly prices: PriceList;
  readonly ledger: LedgerStore;
  readonly holdings: Holdings;
  readonly queue = new FairQueue();
  readonly #once: AskedOnce;

  constructor(ledger: LedgerStore, { charges, prices }: MeterOptions) {
    this.ledger = ledger;
    this.charges = charges;
    this.prices = prices;
    this.holdings = new Holdings(ledger);
    this.#once = new AskedOnce(ledger);
  }

  /** Throws what the question throws, and for want of credits `insufficient_credits`, `over_budget`, `cap_reached`. */
  async ask(question: Question): Promise<Metered> {
    const { operation, caller, given } = question;
    const { controls, input } = controlsOf(given);
    if (caller !== null) checkAllowed(caller.holder, operation);
    if (controls.dry_run === true) return quoted(this, question, input);
    if (caller === null || !this.charges) {
      const { release, data } = await answered(this, question, input);
      return { release, data, bill: notCharged };
    }
    const { idempotencyKey: key, holder } = caller;
    if (key === undefined) return chargedQuestion(this, question, caller, controls, input, null);
    const kept = { key, asked: digestOf(operation.name, given) };
    return this.#once.run(holder.account, kept, async () => chargedQuestion(this, question, caller, controls, input, kept));
  }

  /** Whether a job may be begun for it: the key may ask it, and its shortest answer can be paid. Throws as `ask` does. */
  async checkJob(operation: Operation, caller: Caller, controls: Controls): Promise<void> {
    checkAllowed(caller.holder, operation);
    if (this.charges) await payableAsJob(this, operation, caller, controls);
  }

  /**
   * Holds what a job's question can cost while `work` answers it, and charges what it came to, once. `work` is told how many rows may be given, and
   * says how many there were. What was charged before is not worked on again. Returns the credits.
   */
  async askAsJob(question: JobQuestion, work: JobWork): Promise<number> {
    checkAllowed(question.caller.holder, question.operation);
    if (this.charges) return chargedAsJob(this, question, work);
    await work(question.rows);
    return 0;
  }

  /** Throws what a call of this price would be refused for, and holds nothing. */
  async canPay(caller: Caller, amount: Millis): Promise<void> {
    await this.ledger.release(await this.holdings.hold(caller, amount, undefined));
  }

  /** Long work that a key pays for, once under the caller's idempotency key. Throws what the work throws, and for want of credits as `ask` does. */
  async work<T>(wanted: LongWork<T>): Promise<T> {
    return paidWork(this, wanted);
  }
}

function checkAllowed({ operations: allowed }: KeyHolder, { name }: Operation): void {
  if (allowed !== null && !allowed.some((operation) => operation === name))
    fail('operation_not_allowed', { operation: name, allowed: allowed.join(', ') });
}
