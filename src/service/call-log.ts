import type { Accounts } from '../store/accounts.ts';

/** One task of a call that was answered, for callers who ask later what they called and what went wrong. */
export interface LoggedCall {
  readonly id: string;
  readonly posted_at: string;
  readonly done_at: string;
  /** `backlinks/summary/live` */
  readonly function: string;
  readonly url: string;
  readonly method: string;
  readonly http: number;
  readonly status_code: number;
  readonly status_message: string;
  /** In the price list's currency. */
  readonly cost: number;
  /** What the task said. */
  readonly task: Readonly<Record<string, unknown>>;
}

export interface CallsWanted {
  /** ISO 8601, both included. */
  readonly from: string;
  readonly to: string;
  readonly function?: string | undefined;
  /** Only calls that failed. */
  readonly failed?: boolean;
  readonly newestFirst: boolean;
  readonly limit: number;
  readonly offset: number;
}

/** How long a call is remembered: the longest window that callers may ask about. */
const keptDays = 184;
const dayMs = 86_400_000;
/** Calls between two looks for old ones. */
const forgetEvery = 10_000;

/** What was called, by account, kept for half a year. A call costs one insert on a connection that does not wait for the disk. */
export class CallLog {
  readonly #accounts: Accounts;
  #recorded = 0;

  /** `accounts`: a connection as `openLedgerConnection` gives it. */
  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  record(account: string, call: LoggedCall): void {
    if (this.#recorded++ % forgetEvery === 0) this.#forget();
    this.#accounts
      .prepare(
        `INSERT INTO calls (id, account, posted_at, done_at, function, url, method, http, status_code, status_message, cost, task)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        call.id,
        account,
        call.posted_at,
        call.done_at,
        call.function,
        call.url,
        call.method,
        call.http,
        call.status_code,
        call.status_message,
        call.cost,
        JSON.stringify(call.task),
      );
  }

  list(account: string, { from, to, function: name, failed = false, newestFirst, limit, offset }: CallsWanted): LoggedCall[] {
    const rows = this.#accounts
      .prepare(
        `SELECT * FROM calls WHERE account = ? AND posted_at >= ? AND posted_at <= ? AND (? IS NULL OR function = ?) AND status_code >= ?
         ORDER BY posted_at ${newestFirst ? 'DESC' : 'ASC'}, rowid ${newestFirst ? 'DESC' : 'ASC'} LIMIT ? OFFSET ?`,
      )
      .all(account, from, to, name ?? null, name ?? null, failed ? 40_000 : 0, limit, offset) as (Omit<LoggedCall, 'task'> & {
      task: string;
    })[];
    return rows.map((row) => ({ ...row, task: JSON.parse(row.task) as Record<string, unknown> }));
  }

  #forget(): void {
    this.#accounts.prepare('DELETE FROM calls WHERE posted_at < ?').run(new Date(Date.now() - keptDays * dayMs).toISOString());
  }
}
