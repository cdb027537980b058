import { randomBytes } from 'node:crypto';
import { fail } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import type { Accounts } from '../../store/accounts.ts';
import type { MonitorEvent, MonitorView } from '../backend.ts';
import { newSecret } from './signature.ts';

export interface MonitorRow {
  readonly id: string;
  readonly name: string;
  readonly target: string;
  readonly webhook: string | null;
  readonly secret: string;
  /** The release that was looked at last; null before the first look. */
  readonly release: number | null;
  readonly looked_at: string | null;
  readonly created_at: string;
}

/** Something to be told: an event without its place in the feed. */
export type NewEvent = Pick<MonitorEvent, 'kind' | 'release' | 'data'>;

export interface DeliveryRow {
  readonly id: string;
  readonly monitor: string;
  readonly first_event: number;
  readonly last_event: number;
  readonly tries: number;
  /** Seconds since 1970 UTC. */
  readonly next_at: number;
}

/** Monitors, what they saw and what is still to be delivered, as rows of the accounts store. */
export class MonitorStore {
  readonly #accounts: Accounts;

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  /** Throws `too_many_monitors`. */
  add(target: string, name: string, webhook: string | null): MonitorRow {
    if (this.list().length >= limits.monitorsMax) fail('too_many_monitors', { max: limits.monitorsMax });
    const id = `mon_${randomBytes(8).toString('hex')}`;
    this.#accounts
      .prepare('INSERT INTO monitors (id, name, target, webhook, secret, created_at) VALUES (?, ?, ?, ?, ?, ?)')
      .run(id, name, target, webhook, newSecret(), new Date().toISOString());
    return this.row(id);
  }

  list(): MonitorRow[] {
    return this.#accounts.prepare('SELECT * FROM monitors ORDER BY rowid').all() as MonitorRow[];
  }

  /** Throws `not_found`. */
  row(id: string): MonitorRow {
    const row = this.#accounts.prepare('SELECT * FROM monitors WHERE id = ?').get(id) as MonitorRow | undefined;
    return row ?? fail('not_found', { what: `A monitor with the id "${id.slice(0, 100)}"` });
  }

  view(id: string): MonitorView {
    return viewOf(this.row(id), this.#waiting(id));
  }

  views(): MonitorView[] {
    return this.list().map((row) => viewOf(row, this.#waiting(row.id)));
  }

  /** With its events and deliveries. */
  remove(id: string): void {
    this.#accounts.transaction(() => {
      this.#accounts.prepare('DELETE FROM deliveries WHERE monitor = ?').run(id);
      this.#accounts.prepare('DELETE FROM monitor_events WHERE monitor = ?').run(id);
      this.#accounts.prepare('DELETE FROM monitors WHERE id = ?').run(id);
    })();
  }

  /** What a look saw, that it looked, and the deliveries of it, in one step: a look counts once. Old events go. */
  looked({ id, webhook }: MonitorRow, release: number, events: readonly NewEvent[]): void {
    const now = new Date();
    this.#accounts.transaction(() => {
      const insert = this.#accounts.prepare(
        'INSERT INTO monitor_events (monitor, release, kind, data, at) VALUES (?, ?, ?, ?, ?) RETURNING id',
      );
      const ids = events.map(
        ({ kind, release: of, data }) => (insert.get(id, of, kind, JSON.stringify(data), now.toISOString()) as { id: number }).id,
      );
      const delivered = webhook === null ? [] : ids;
      for (let at = 0; at < delivered.length; at += limits.eventsPerDelivery) {
        const some = delivered.slice(at, at + limits.eventsPerDelivery);
        this.#accounts
          .prepare(
            `INSERT INTO deliveries (id, monitor, first_event, last_event, state, tries, next_at, created_at) VALUES (?, ?, ?, ?, 'waiting', 0, ?, ?)`,
          )
          .run(`msg_${randomBytes(12).toString('hex')}`, id, some[0], some.at(-1), Math.floor(now.getTime() / 1000), now.toISOString());
      }
      this.#accounts.prepare('UPDATE monitors SET release = ?, looked_at = ? WHERE id = ?').run(release, now.toISOString(), id);
      this.#accounts
        .prepare(
          'DELETE FROM monitor_events WHERE monitor = ? AND id <= (SELECT id FROM monitor_events WHERE monitor = ? ORDER BY id DESC LIMIT 1 OFFSET ?)',
        )
        .run(id, id, limits.monitorEventsKept);
    })();
  }

  /** In the order in which they came. */
  events(id: string, after: number, limit: number, last = Number.MAX_SAFE_INTEGER): MonitorEvent[] {
    const rows = this.#accounts
      .prepare('SELECT * FROM monitor_events WHERE monitor = ? AND id > ? AND id <= ? ORDER BY id LIMIT ?')
      .all(id, after, last, limit) as { id: number; kind: MonitorEvent['kind']; release: number; data: string; at: string }[];
    return rows.map((row) => ({
      event_id: row.id,
      kind: row.kind,
      release: row.release,
      at: row.at,
      data: JSON.parse(row.data) as MonitorEvent['data'],
    }));
  }

  /** The delivery that is due first, whether its time has come or not. */
  nextDelivery(): DeliveryRow | null {
    const row = this.#accounts.prepare(`SELECT * FROM deliveries WHERE state = 'waiting' ORDER BY next_at, rowid LIMIT 1`).get();
    return (row as DeliveryRow | undefined) ?? null;
  }

  delivered(id: string): void {
    this.#accounts.prepare('DELETE FROM deliveries WHERE id = ?').run(id);
  }

  /** It is tried again at `nextAt`, or given up (null). */
  undelivered(id: string, error: string, nextAt: number | null): void {
    this.#accounts
      .prepare('UPDATE deliveries SET tries = tries + 1, error = ?, state = ?, next_at = ? WHERE id = ?')
      .run(error, nextAt === null ? 'failed' : 'waiting', nextAt ?? 0, id);
    const oldest = new Date(Date.now() - limits.failedDeliveriesDays * 86_400_000).toISOString();
    this.#accounts.prepare(`DELETE FROM deliveries WHERE state = 'failed' AND created_at < ?`).run(oldest);
  }

  #waiting(id: string): MonitorView['deliveries'] {
    const rows = this.#accounts
      .prepare('SELECT state, count(*) AS count, max(error) AS error FROM deliveries WHERE monitor = ? GROUP BY state')
      .all(id) as {
      state: 'waiting' | 'failed';
      count: number;
      error: string | null;
    }[];
    const of = (state: string): number => rows.find((row) => row.state === state)?.count ?? 0;
    return { waiting: of('waiting'), failed: of('failed'), last_error: rows.find(({ error }) => error !== null)?.error ?? null };
  }
}

function viewOf(
  { id, name, target, webhook, release, looked_at, created_at }: MonitorRow,
  deliveries: MonitorView['deliveries'],
): MonitorView {
  return { monitor_id: id, name, target, webhook, release, looked_at, created_at, deliveries };
}
