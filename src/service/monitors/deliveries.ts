/**
 * Deliveries of what monitors saw: signed, to addresses that the guard lets pass, tried again with growing pauses. What waits is in the
 * accounts store, so that a restart forgets none; at least once, under one id, so that a receiver can tell a second time.
 */
import { Failure } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import type { Guard } from '../../sources/guard.ts';
import { version } from '../version.ts';
import type { DeliveryRow, MonitorStore } from './monitor-store.ts';
import { signatureHeaders } from './signature.ts';

export interface DeliveriesOptions {
  readonly store: MonitorStore;
  readonly guard: Guard;
  /** Seconds before each further try; a delivery that fails after the last is given up. */
  readonly pausesSeconds?: readonly number[];
}

/** Eleven tries over three days. */
const pausesSeconds: readonly number[] = [10, 60, 300, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400, 86_400];

export class Deliveries {
  readonly #store: MonitorStore;
  readonly #guard: Guard;
  readonly #pauses: readonly number[];
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> | null = null;

  constructor({ store, guard, pausesSeconds: pauses = pausesSeconds }: DeliveriesOptions) {
    this.#store = store;
    this.#guard = guard;
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
    const problem = await this.#post(delivery);
    if (this.#stop.signal.aborted) return;
    if (problem === null) return this.#store.delivered(delivery.id);
    const pause = problem.final ? undefined : this.#pauses[delivery.tries];
    this.#store.undelivered(delivery.id, problem.reason, pause === undefined ? null : Math.ceil(Date.now() / 1000) + pause);
  }

  async #post({ id, monitor, first_event, last_event }: DeliveryRow): Promise<{ readonly reason: string; readonly final: boolean } | null> {
    const { webhook, secret, target } = this.#store.row(monitor);
    if (webhook === null) return { reason: 'the monitor has no webhook any more', final: true };
    const events = this.#store.events(monitor, first_event - 1, limits.eventsPerDelivery, last_event);
    const at = Math.floor(Date.now() / 1000);
    const body = JSON.stringify({
      type: 'monitor.events',
      timestamp: new Date(at * 1000).toISOString(),
      data: { monitor_id: monitor, target, events },
    });
    try {
      const answer = await this.#guard.exchange(webhook, {
        method: 'POST',
        content: body,
        headers: {
          'content-type': 'application/json',
          'user-agent': `openbacklinks/${version}`,
          ...signatureHeaders(secret, id, at, body),
        },
        signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(limits.webhookMs)]),
      });
      answer.body.on('error', () => {}).destroy();
      if (answer.status >= 200 && answer.status < 300) return null;
      // 410 means that nobody wants it any more (Standard Webhooks); a redirect is not followed.
      return { reason: `the receiver answered ${answer.status}`, final: answer.status === 410 };
    } catch (thrown) {
      if (thrown instanceof Failure) return { reason: thrown.message, final: true };
      return { reason: thrown instanceof Error ? thrown.message : String(thrown), final: false };
    }
  }
}
