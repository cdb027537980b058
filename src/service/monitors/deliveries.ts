/**
 * Deliveries of what monitors saw, to webhooks and by mail, tried again with growing pauses. What waits is in the accounts store, so that a
 * restart forgets none; at least once, under one id, so that a receiver can tell a second time.
 */
import { limits } from '../../base/limits.ts';
import type { MailServer } from '../../base/mail-server.ts';
import type { Guard } from '../../sources/guard.ts';
import type { Problem } from './delivery-problem.ts';
import { digestOf } from './mail/digest.ts';
import { Mailer } from './mail/mailer.ts';
import type { DeliveryRow, MonitorStore } from './monitor-store.ts';
import { postWebhook } from './webhook.ts';

export interface DeliveriesOptions {
  readonly store: MonitorStore;
  /** Lets webhooks through. */
  readonly guard: Guard;
  /** Without it no mail goes out; what waits for one goes on waiting. */
  readonly mailServer?: MailServer | undefined;
  /** Seconds before each further try; a delivery that fails after the last is given up. */
  readonly pausesSeconds?: readonly number[];
}

/** Eleven tries over three days. */
const pausesSeconds: readonly number[] = [10, 60, 300, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400, 86_400];

export class Deliveries {
  readonly #store: MonitorStore;
  readonly #guard: Guard;
  readonly #mailer: Mailer | null;
  readonly #pauses: readonly number[];
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> | null = null;

  constructor({ store, guard, mailServer, pausesSeconds: pauses = pausesSeconds }: DeliveriesOptions) {
    this.#store = store;
    this.#guard = guard;
    this.#mailer = mailServer === undefined ? null : new Mailer(mailServer);
    this.#pauses = pauses;
  }

  /** Delivers what is due now, one after the other, and comes back when more is. Resolves when all that was due was tried. */
  async wake(): Promise<void> {
    this.#working ??= this.#work().finally(() => (this.#working = null));
    await this.#working;
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#stop.abort();
    await this.#working;
    await this.#guard.close();
  }

  async #work(): Promise<void> {
    clearTimeout(this.#timer);
    for (let next = this.#store.nextDelivery(); next !== null && !this.#stop.signal.aborted; next = this.#store.nextDelivery()) {
      const waitMs = next.next_at * 1000 - Date.now();
      if (waitMs > 0) {
        // Does not keep a command alive that has nothing else to do.
        this.#timer = setTimeout(() => void this.wake(), Math.min(waitMs, limits.deliveryTimerMsMax)).unref();
        return;
      }
      await this.#one(next);
    }
  }

  async #one(delivery: DeliveryRow): Promise<void> {
    const problem = await (delivery.recipient === null ? this.#post(delivery) : this.#mail(delivery, delivery.recipient));
    if (this.#stop.signal.aborted) return;
    if (problem === null) return this.#store.delivered(delivery.id);
    const pause = problem.final ? undefined : this.#pauses[delivery.tries];
    this.#store.undelivered(delivery.id, problem.reason, pause === undefined ? null : Math.ceil(Date.now() / 1000) + pause);
  }

  async #post({ id, monitor, first_event, last_event }: DeliveryRow): Promise<Problem | null> {
    const events = this.#store.events(monitor, first_event - 1, limits.eventsPerDelivery, last_event);
    return postWebhook(this.#guard, this.#store.row(monitor), id, events, this.#stop.signal);
  }

  async #mail({ id, monitor, first_event, last_event }: DeliveryRow, recipient: string): Promise<Problem | null> {
    const row = this.#store.row(monitor);
    if (!row.mail.includes(recipient)) return { reason: 'the monitor does not write to this address any more', final: true };
    if (this.#mailer === null) return { reason: 'no mail server is set (OPENBACKLINKS_SMTP_HOST)', final: false };
    const events = this.#store.events(monitor, first_event - 1, Number.MAX_SAFE_INTEGER, last_event);
    return this.#mailer.send(id, recipient, digestOf(row, events), this.#stop.signal);
  }
}
