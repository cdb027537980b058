import type { Accounts } from './accounts.ts';

/** What an audit job found out about one of its targets. */
export interface AuditResult {
  /** Of the target among those of the job, from 1. */
  readonly place: number;
  readonly target: string;
  /** The answer of the question `audit`, or the failure that it ended in. */
  readonly result: unknown;
  readonly credits: number;
}

/** Kept at once and for good: a job that goes on after a crash passes over the places that are kept. */
export function keepAuditResult(accounts: Accounts, job: string, { place, target, result, credits }: AuditResult): void {
  accounts
    .prepare('INSERT INTO audit_results (job, place, target, result, credits) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING')
    .run(job, place, target, JSON.stringify(result), credits);
}

export function auditResultsDone(accounts: Accounts, job: string): ReadonlySet<number> {
  const rows = accounts.prepare('SELECT place FROM audit_results WHERE job = ?').all(job) as { place: number }[];
  return new Set(rows.map(({ place }) => place));
}

/** In the order of places, those behind `after`. */
export function auditResults(accounts: Accounts, job: string, after: number, limit: number): AuditResult[] {
  const rows = accounts
    .prepare('SELECT place, target, result, credits FROM audit_results WHERE job = ? AND place > ? ORDER BY place LIMIT ?')
    .all(job, after, limit) as (Omit<AuditResult, 'result'> & { result: string })[];
  return rows.map((row) => ({ ...row, result: JSON.parse(row.result) as unknown }));
}
