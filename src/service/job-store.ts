import { randomBytes } from 'node:crypto';
import { Failure, fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { Accounts } from '../store/accounts.ts';
import type { JobKind, JobResults, JobView } from './backend.ts';

interface JobRow {
  readonly id: string;
  readonly kind: JobKind;
  /** On whose behalf; null: the owner's. */
  readonly account: string | null;
  readonly state: JobView['status'];
  readonly input: string;
  readonly progress: string | null;
  readonly result: string | null;
  readonly error: string | null;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly ended_at: string | null;
}

/** The `progress` column. */
interface SavedProgress {
  readonly interruptions: number;
  readonly newest: JobView['progress'];
}

/** Jobs as rows of the accounts store, in the order in which they came. */
export class JobStore {
  readonly #accounts: Accounts;

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  /** Queues a job, or gives the one that waits with the same kind and input already. Throws `queue_full`. */
  add(kind: JobKind, input: unknown, account: string | null = null): JobView {
    const text = JSON.stringify(input);
    const waiting = this.#rows(`WHERE state = 'queued'`);
    const same = waiting.find((row) => row.kind === kind && row.input === text && row.account === account);
    if (same !== undefined) return viewOf(same);
    if (waiting.length >= limits.jobsQueuedMax) fail('queue_full', { max: limits.jobsQueuedMax });
    const id = `job_${randomBytes(8).toString('hex')}`;
    this.#accounts
      .prepare(`INSERT INTO jobs (id, kind, state, input, account, created_at) VALUES (?, ?, 'queued', ?, ?, ?)`)
      .run(id, kind, text, account, now());
    return this.view(id);
  }

  /** The newest job of a kind, by this account, whose input is the same as far as `identity` goes, and that has not failed. */
  same(kind: JobKind, identity: (input: unknown) => unknown, input: unknown, account: string | null = null): JobView | null {
    const wanted = JSON.stringify(identity(input));
    const rows = this.#rows(`WHERE kind = ? AND state IN ('queued', 'running', 'complete') ORDER BY rowid DESC`, kind);
    const row = rows.find((one) => one.account === account && JSON.stringify(identity(JSON.parse(one.input))) === wanted);
    return row === undefined ? null : viewOf(row);
  }

  /** Throws `not_found`, with `account` also for a job of another account: in the same words. */
  view(id: string, account?: string): JobView {
    return viewOf(this.#row(id, account));
  }

  /** Newest first; with `account`, only those of that account. */
  list(account?: string): JobView[] {
    const rows = account === undefined ? this.#rows('ORDER BY rowid DESC') : this.#rows('WHERE account = ? ORDER BY rowid DESC', account);
    return rows.map(viewOf);
  }

  /** The one that waits longest, of these kinds. */
  nextQueued(kinds: readonly JobKind[]): JobView | null {
    const [row] = this.#rows(`WHERE state = 'queued' AND kind IN (${placesFor(kinds)}) ORDER BY rowid LIMIT 1`, ...kinds);
    return row === undefined ? null : viewOf(row);
  }

  /** How many jobs of these kinds are to end before this one's turn. */
  countBefore(id: string, kinds: readonly JobKind[]): number {
    const earlier = `state IN ('queued', 'running') AND rowid < (SELECT rowid FROM jobs WHERE id = ?)`;
    return this.#rows(`WHERE ${earlier} AND kind IN (${placesFor(kinds)})`, id, ...kinds).length;
  }

  start(id: string): void {
    this.#accounts.prepare(`UPDATE jobs SET state = 'running', started_at = ? WHERE id = ?`).run(now(), id);
  }

  saveProgress(id: string, newest: JobView['progress']): void {
    this.#saveProgress(id, { ...savedProgress(this.#row(id)), newest });
  }

  complete(id: string, result: JobResults[JobKind]): void {
    this.#end(id, 'complete', JSON.stringify(result), null);
  }

  /** `cancelled` for the failure of that name, else `failed`. */
  fail(id: string, { code, message }: Failure): void {
    this.#end(id, code === 'cancelled' ? 'cancelled' : 'failed', null, JSON.stringify({ code, message }));
  }

  /** Puts a running job back to where it waited. */
  requeue(id: string): void {
    this.#accounts.prepare(`UPDATE jobs SET state = 'queued' WHERE id = ?`).run(id);
  }

  /** What the end of an earlier process interrupted is queued again; a job that seems to be the cause of such ends fails. */
  requeueInterrupted(): void {
    for (const row of this.#rows(`WHERE state = 'running'`)) {
      const saved = savedProgress(row);
      const interruptions = saved.interruptions + 1;
      this.#saveProgress(row.id, { ...saved, interruptions });
      if (interruptions < limits.jobInterruptionsMax) this.requeue(row.id);
      else this.fail(row.id, new Failure('job_interrupted', { times: interruptions }));
    }
  }

  #end(id: string, state: JobView['status'], result: string | null, error: string | null): void {
    this.#accounts
      .prepare('UPDATE jobs SET state = ?, result = ?, error = ?, ended_at = ? WHERE id = ?')
      .run(state, result, error, now(), id);
    this.#accounts
      .prepare(
        `DELETE FROM jobs WHERE state NOT IN ('queued', 'running') AND rowid NOT IN (SELECT rowid FROM jobs ORDER BY rowid DESC LIMIT ?)`,
      )
      .run(limits.jobsKept);
  }

  #saveProgress(id: string, saved: SavedProgress): void {
    this.#accounts.prepare('UPDATE jobs SET progress = ? WHERE id = ?').run(JSON.stringify(saved), id);
  }

  #row(id: string, account?: string): JobRow {
    const [row] = this.#rows('WHERE id = ?', id);
    const isTheirs = account === undefined || row?.account === account;
    return (isTheirs ? row : undefined) ?? fail('not_found', { what: `A job with the id "${id.slice(0, 100)}"` });
  }

  #rows(which: string, ...values: readonly string[]): JobRow[] {
    return this.#accounts.prepare(`SELECT * FROM jobs ${which}`).all(...values) as JobRow[];
  }
}

function placesFor(values: readonly string[]): string {
  return values.map(() => '?').join(', ');
}

function savedProgress(row: JobRow): SavedProgress {
  return row.progress === null ? { interruptions: 0, newest: null } : (JSON.parse(row.progress) as SavedProgress);
}

function viewOf(row: JobRow): JobView {
  return {
    job_id: row.id,
    kind: row.kind,
    status: row.state,
    input: JSON.parse(row.input) as JobView['input'],
    progress: savedProgress(row).newest,
    result: row.result === null ? null : (JSON.parse(row.result) as JobView['result']),
    error: row.error === null ? null : (JSON.parse(row.error) as JobView['error']),
    created_at: row.created_at,
    started_at: row.started_at,
    ended_at: row.ended_at,
  };
}

function now(): string {
  return new Date().toISOString();
}
