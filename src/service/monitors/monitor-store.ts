import { randomBytes } from 'node:crypto';
import { fail } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import type { Accounts } from '../../store/accounts.ts';
import type { ChangeMonitor, JobResults, MonitorEvent, MonitorView } from '../backend.ts';
import { feedToken } from './feed.ts';
import { newSecret } from './signature.ts';

export interface MonitorRow {
  readonly id: string;
  readonly name: string;
  readonly target: string;
  readonly webhook: string | null;
  /** Addresses that digests go to. */
  readonly mail: readonly string[];
  readonly secret: string;
  /** The release that was looked at last; null before the first look. */
  readonly release: number | null;
  readonly looked_at: string | null;
  readonly look_error: string | null;
  readonly every_hours: number | null;
  readonly pages: number;
  /** When the next recheck is due, in seconds since 1970 UTC. */
  readonly next_at: number | null;
  /** The job of the recheck that was started last. */
  readonly job: string | null;
  readonly recheck: LastRecheck | null;
  readonly recheck_error: string | null;
  readonly created_at: string;
}

/** The last recheck that looked, whether a release was built of it or not. */
interface LastRecheck extends Pick<JobResults['recheck'], 'crawl' | 'pages' | 'links'> {
  readonly job: string;
  readonly at: string;
}

/** What a user says of a monitor, checked; `target` stays what it is. */
export interface Settings {
  readonly name: string;
  readonly webhook: string | null;
  readonly mail: readonly string[];
  readonly every_hours: number | null;
  readonly pages: number;
}

/** Something to be told: an event without its place in the feed. */
export type NewEvent = Pick<MonitorEvent, 'kind' | 'release' | 'data'>;

export interface DeliveryRow {
  readonly id: string;
  readonly monitor: string;
  /** An address of mail; null: the webhook. */
  readonly recipient: string | null;
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
  add(target: string, settings: Settings): MonitorRow {
    if (this.list().length >= limits.monitorsMax) fail('too_many_monitors', { max: limits.monitorsMax });
    const id = `mon_${randomBytes(8).toString('hex')}`;
    this.#accounts.transaction(() => {
      this.#accounts
        .prepare('INSERT INTO monitors (id, name, target, secret, created_at) VALUES (?, ?, ?, ?, ?)')
        .run(id, settings.name, target, newSecret(), new Date().toISOString());
      this.set(id, settings);
    })();
    return this.row(id);
  }

  /** A schedule that is new or another begins with a recheck that is due at once; the same one goes on. Throws `not_found`. */
  set(id: string, change: { readonly [Name in keyof ChangeMonitor]: ChangeMonitor[Name] }): void {
    const before = this.row(id);
    const { name, webhook, mail, every_hours, pages } = { ...before, ...given(change) };
    const next = every_hours === before.every_hours ? before.next_at : every_hours === null ? null : nowSeconds();
    this.#accounts
      .prepare('UPDATE monitors SET name = ?, webhook = ?, mail = ?, every_hours = ?, pages = ?, next_at = ? WHERE id = ?')
      .run(name, webhook, JSON.stringify(mail), every_hours, pages, next, id);
  }

  list(): MonitorRow[] {
    return (this.#accounts.prepare('SELECT * FROM monitors ORDER BY rowid').all() as StoredRow[]).map(rowOf);
  }

  /** Throws `not_found`. */
  row(id: string): MonitorRow {
    const row = this.#accounts.prepare('SELECT * FROM monitors WHERE id = ?').get(id) as StoredRow | undefined;
    return row === undefined ? fail('not_found', { what: `A monitor with the id "${id.slice(0, 100)}"` }) : rowOf(row);
  }

  view(id: string): MonitorView {
    return this.#viewOf(this.row(id));
  }

  views(): MonitorView[] {
    return this.list().map((row) => this.#viewOf(row));
  }

  /** With its events and deliveries. */
  remove(id: string): void {
    this.#accounts.transaction(() => {
      this.#accounts.prepare('DELETE FROM deliveries WHERE monitor = ?').run(id);
      this.#accounts.prepare('DELETE FROM monitor_events WHERE monitor = ?').run(id);
      this.#accounts.prepare('DELETE FROM unreached_pages WHERE monitor = ?').run(id);
      this.#accounts.prepare('DELETE FROM monitors WHERE id = ?').run(id);
    })();
  }

  /** What a look saw, that it looked, and the deliveries of it, in one step: a look counts once. Old events go. */
  looked({ id, webhook, mail }: MonitorRow, release: number, events: readonly NewEvent[]): void {
    const now = new Date();
    this.#accounts.transaction(() => {
      const insert = this.#accounts.prepare(
        'INSERT INTO monitor_events (monitor, release, kind, data, at) VALUES (?, ?, ?, ?, ?) RETURNING id',
      );
      const ids = events.map(
        ({ kind, release: of, data }) => (insert.get(id, of, kind, JSON.stringify(data), now.toISOString()) as { id: number }).id,
      );
      const deliver = this.#accounts.prepare(
        `INSERT INTO deliveries (id, monitor, recipient, first_event, last_event, state, tries, next_at, created_at) VALUES (?, ?, ?, ?, ?, 'waiting', 0, ?, ?)`,
      );
      const queue = (recipient: string | null, first: number | undefined, last: number | undefined): void =>
        void deliver.run(
          `msg_${randomBytes(12).toString('hex')}`,
          id,
          recipient,
          first,
          last,
          Math.floor(now.getTime() / 1000),
          now.toISOString(),
        );
      if (webhook !== null)
        for (let at = 0; at < ids.length; at += limits.eventsPerDelivery)
          queue(null, ids[at], ids.slice(at, at + limits.eventsPerDelivery).at(-1));
      // A mail is a digest of the whole look. Each address has its own, so that one that is refused holds up no other.
      if (ids.length > 0) for (const recipient of mail) queue(recipient, ids[0], ids.at(-1));
      this.#accounts
        .prepare('UPDATE monitors SET release = ?, looked_at = ?, look_error = NULL WHERE id = ?')
        .run(release, now.toISOString(), id);
      this.#accounts
        .prepare(
          'DELETE FROM monitor_events WHERE monitor = ? AND id <= (SELECT id FROM monitor_events WHERE monitor = ? ORDER BY id DESC LIMIT 1 OFFSET ?)',
        )
        .run(id, id, limits.monitorEventsKept);
    })();
  }

  /** A look failed; it is made up for by the next one. */
  lookFailed(id: string, error: string): void {
    this.#accounts.prepare('UPDATE monitors SET look_error = ? WHERE id = ?').run(error, id);
  }

  /** Monitors whose recheck is due, the longest ago first; those whose job waits or runs are not. */
  due(): string[] {
    const rows = this.#accounts
      .prepare(`SELECT id FROM monitors WHERE next_at <= ? AND NOT EXISTS (${openJob}) ORDER BY next_at, rowid`)
      .all(nowSeconds()) as { id: string }[];
    return rows.map(({ id }) => id);
  }

  /** When the next recheck is due, in seconds since 1970 UTC; null: never. */
  nextDue(): number | null {
    const row = this.#accounts.prepare(`SELECT min(next_at) AS next FROM monitors WHERE NOT EXISTS (${openJob})`).get();
    return (row as { next: number | null }).next;
  }

  /** The job of a recheck that waits or runs. */
  openJob(id: string): string | null {
    const row = this.#accounts.prepare(`SELECT job FROM monitors WHERE id = ? AND EXISTS (${openJob})`).get(id);
    return (row as { job: string } | undefined)?.job ?? null;
  }

  /** In one step: `begin` queues a job, and the next recheck is due an interval from now. What a crash interrupts was not begun, or is queued. */
  started<T extends { readonly job_id: string }>(id: string, begin: () => T): T {
    return this.#accounts.transaction(() => {
      const job = begin();
      this.#accounts
        .prepare('UPDATE monitors SET job = ?, recheck_error = NULL, next_at = ? + every_hours * 3600 WHERE id = ?')
        .run(job.job_id, nowSeconds(), id);
      return job;
    })();
  }

  /** What a recheck saw; pages that it did not reach are remembered as that. */
  rechecked(id: string, last: LastRecheck, reached: readonly string[], unreached: readonly string[]): void {
    this.#accounts.transaction(() => {
      this.#accounts.prepare('UPDATE monitors SET recheck = ? WHERE id = ?').run(JSON.stringify(last), id);
      const forget = this.#accounts.prepare('DELETE FROM unreached_pages WHERE monitor = ? AND source_key = ?');
      for (const key of reached) forget.run(id, key);
      const keep = this.#accounts.prepare('INSERT OR REPLACE INTO unreached_pages (monitor, source_key, asked_at) VALUES (?, ?, ?)');
      for (const key of unreached) keep.run(id, key, nowSeconds());
      this.#accounts
        .prepare(
          `DELETE FROM unreached_pages WHERE monitor = ?1 AND source_key IN
             (SELECT source_key FROM unreached_pages WHERE monitor = ?1 ORDER BY asked_at DESC, source_key LIMIT -1 OFFSET ?2)`,
        )
        .run(id, limits.unreachedPagesKept);
    })();
  }

  recheckFailed(id: string, error: string): void {
    this.#accounts.prepare('UPDATE monitors SET recheck_error = ? WHERE id = ?').run(error, id);
  }

  /** Source keys, with the second in which they were asked for last. */
  unreached(id: string): Map<string, number> {
    const rows = this.#accounts.prepare('SELECT source_key, asked_at FROM unreached_pages WHERE monitor = ?').all(id);
    return new Map((rows as { source_key: string; asked_at: number }[]).map(({ source_key, asked_at }) => [source_key, asked_at]));
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

  /** The newest first. */
  newestEvents(id: string, limit: number): MonitorEvent[] {
    const last = this.#accounts.prepare('SELECT id FROM monitor_events WHERE monitor = ? ORDER BY id DESC LIMIT 1 OFFSET ?').get(id, limit);
    return this.events(id, (last as { id: number } | undefined)?.id ?? 0, limit).toReversed();
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

  #viewOf(row: MonitorRow): MonitorView {
    const { id, name, target, webhook, mail, release, looked_at, look_error, every_hours, pages, next_at, recheck, created_at } = row;
    return {
      monitor_id: id,
      name,
      target,
      webhook,
      mail,
      feed: `/v1/monitors/${id}/feed?token=${feedToken(row.secret)}`,
      release,
      looked_at,
      look_error,
      every_hours,
      pages,
      recheck: {
        next_at: next_at === null ? null : new Date(next_at * 1000).toISOString(),
        job_id: this.openJob(id),
        checked_at: recheck?.at ?? null,
        pages: recheck?.pages ?? null,
        links: recheck?.links ?? null,
        error: row.recheck_error ?? this.#jobError(row.job),
      },
      created_at,
      deliveries: this.#waiting(id),
    };
  }

  /** Of a job that its runner could not tell of: one that the process kept ending in the middle of. */
  #jobError(job: string | null): string | null {
    if (job === null) return null;
    const row = this.#accounts.prepare(`SELECT error FROM jobs WHERE id = ? AND state = 'failed'`).get(job);
    return row === undefined ? null : (JSON.parse((row as { error: string }).error) as { message: string }).message;
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

/** Of the row `monitors` around it. */
const openJob = `SELECT 1 FROM jobs WHERE jobs.id = monitors.job AND jobs.state IN ('queued', 'running')`;

type StoredRow = Omit<MonitorRow, 'recheck' | 'mail'> & { readonly recheck: string | null; readonly mail: string };

function rowOf(row: StoredRow): MonitorRow {
  const mail = JSON.parse(row.mail) as string[];
  return { ...row, mail, recheck: row.recheck === null ? null : (JSON.parse(row.recheck) as LastRecheck) };
}

/** Without what was left out. */
function given<T extends object>(change: T): { [Name in keyof T]: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]: Exclude<T[Name], undefined>;
  };
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
