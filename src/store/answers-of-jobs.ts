import type { Accounts } from './accounts.ts';

/** How far a job has put down its answer. */
export interface KeptAnswerState {
  /** The answer without its rows, as JSON; null before the first of them. */
  readonly head: string | null;
  readonly rows: number;
  /** Of its file; what stands behind them was not finished. */
  readonly bytes: number;
  /** Where the answer goes on behind these rows; null at its end, and before its beginning. */
  readonly cursor: string | null;
  /** Whether all that was asked for is there. */
  readonly ended: boolean;
}

export const notBegun: KeptAnswerState = { head: null, rows: 0, bytes: 0, cursor: null, ended: false };

export function keptAnswerOf(accounts: Accounts, job: string): KeptAnswerState | null {
  const row = accounts.prepare('SELECT head, rows, bytes, cursor, ended FROM answers_of_jobs WHERE job = ?').get(job) as
    | (Omit<KeptAnswerState, 'ended'> & { ended: number })
    | undefined;
  return row === undefined ? null : { ...row, ended: row.ended === 1 };
}

/** Durable when it returns: what the state counts must be on the disk before. */
export function saveAnswerOf(accounts: Accounts, job: string, { head, rows, bytes, cursor, ended }: KeptAnswerState): void {
  accounts
    .prepare('INSERT OR REPLACE INTO answers_of_jobs (job, head, rows, bytes, cursor, ended) VALUES (?, ?, ?, ?, ?, ?)')
    .run(job, head, rows, bytes, cursor, ended ? 1 : 0);
}

/** Jobs whose answers are being made, and those whose answers are kept; the others of these are forgotten. */
export function answeringJobs(
  accounts: Accounts,
  keptSince: Date,
): { readonly making: ReadonlySet<string>; readonly kept: ReadonlySet<string> } {
  const rows = accounts
    .prepare(`SELECT id, state IN ('queued', 'running') AS making FROM jobs WHERE kind = 'answer' AND (ended_at IS NULL OR ended_at >= ?)`)
    .all(keptSince.toISOString()) as { id: string; making: number }[];
  accounts
    .prepare(`DELETE FROM answers_of_jobs WHERE job IN (SELECT id FROM jobs WHERE kind = 'answer' AND ended_at < ?)`)
    .run(keptSince.toISOString());
  return { making: new Set(rows.filter(({ making }) => making === 1).map(({ id }) => id)), kept: new Set(rows.map(({ id }) => id)) };
}
