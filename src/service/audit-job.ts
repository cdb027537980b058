/**
 * Audits of many targets as one job. Each target is one question, asked through the meter under an idempotency key made of the job and the
 * target's place: what a crash interrupted is asked again and not charged again, and what is kept already is passed over.
 */
import { toFailure, type Failure } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { Caller } from '../meter/call.ts';
import type { Keys } from '../meter/keys.ts';
import type { Meter } from '../meter/meter.ts';
import { costOf, toCredits } from '../meter/price.ts';
import { ask, chosenRelease } from '../query/ask.ts';
import { audit } from '../query/audit.ts';
import { differentTargets } from '../query/overlap/targets.ts';
import type { Accounts } from '../store/accounts.ts';
import { auditResultsDone, keepAuditResult } from '../store/audit-results.ts';
import type { Engine } from '../store/engine.ts';
import { leaseRelease, pastRelease } from '../store/releases.ts';
import type { JobInputs, JobResults } from './backend.ts';
import { holderOf } from './job-payer.ts';
import type { Running } from './jobs.ts';

export interface AuditInput {
  readonly targets: readonly string[];
  readonly competitors?: readonly string[] | undefined;
  readonly since_release?: number | undefined;
  readonly dry_run?: boolean | undefined;
}

/** What an audit would cost at most. */
export interface AuditQuote {
  readonly dry_run: true;
  readonly targets: number;
  readonly credits_at_most: number;
  readonly price_list: string;
  readonly charged: boolean;
}

/** The job's input: targets in their normal form, each once, and the release that all are audited in. Throws what a target or a release throws. */
export function auditJobInput(accounts: Accounts, asked: AuditInput, caller: Caller | null): JobInputs['audit'] {
  if (asked.since_release !== undefined) pastRelease(accounts, asked.since_release);
  return {
    targets: differentTargets(asked.targets).map(({ text }) => text),
    ...(asked.competitors !== undefined && { competitors: differentTargets(asked.competitors).map(({ text }) => text) }),
    ...(asked.since_release !== undefined && { since_release: asked.since_release }),
    release: chosenRelease(accounts, {}).id,
    ...(caller !== null && { key: caller.holder.id }),
  };
}

export function auditQuote({ charges, prices }: Meter, { targets }: JobInputs['audit'], caller: Caller | null): AuditQuote {
  const each = toCredits(costOf(prices, audit, { rows: 0, targets: 0 }));
  return {
    dry_run: true,
    targets: targets.length,
    credits_at_most: each * targets.length,
    price_list: prices.version,
    charged: charges && caller !== null,
  };
}

interface Place {
  readonly engine: Engine;
  readonly accounts: Accounts;
  readonly meter: Meter;
  readonly keys: Keys;
}

/** Ends with a failure that concerns all that is left (no credits, a broken engine); one of a single target is kept as its result. */
export async function runAudit(place: Place, input: JobInputs['audit'], { job, progress, signal }: Running): Promise<JobResults['audit']> {
  const { accounts } = place;
  const started = performance.now();
  const done = new Set(auditResultsDone(accounts, job));
  for (const [i, target] of input.targets.entries()) {
    if (done.has(i + 1)) continue;
    signal.throwIfAborted();
    leaseRelease(accounts, input.release, `audit-${job}`, limits.cursorLeaseSeconds);
    keepAuditResult(accounts, job, { place: i + 1, target, ...(await audited(place, input, target, `${job}-${i + 1}`, job, signal)) });
    done.add(i + 1);
    const elapsedMs = performance.now() - started;
    progress.update({
      task: 'audit',
      step: 'auditing',
      done: done.size,
      total: input.targets.length,
      unit: 'targets',
      counts: {},
      elapsedMs,
    });
  }
  const { targets, credits, failed } = accounts
    .prepare(
      `SELECT count(*) AS targets, sum(credits) AS credits, sum(result LIKE '{"error":%') AS failed FROM audit_results WHERE job = ?`,
    )
    .get(job) as { targets: number; credits: number; failed: number };
  return { release: input.release, targets, failed, credits };
}

async function audited(
  { engine, accounts, meter, keys }: Place,
  { competitors, since_release, release, key }: JobInputs['audit'],
  target: string,
  idempotencyKey: string,
  requestId: string,
  signal: AbortSignal,
): Promise<{ result: unknown; credits: number }> {
  const given = { target, release, ...(competitors && { competitors }), ...(since_release !== undefined && { since_release }) };
  try {
    const { data, bill } = await meter.ask({
      operation: audit,
      given,
      caller: key === undefined ? null : { holder: holderOf(keys, key, 'audit'), requestId, idempotencyKey },
      signal,
      answer: async (asked) => ask(engine, accounts, audit, asked, signal),
      release: () => release,
      expectedRows: async () => ({ rows: 0, exact: true, rowsToRead: null, asJob: false }),
    });
    // A repeat costs nothing more; what it did cost is the price of one.
    const credits = bill.cached ? toCredits(costOf(meter.prices, audit, { rows: 0, targets: 0 })) : bill.credits_used;
    return { result: data, credits };
  } catch (thrown) {
    const failure = toFailure(thrown);
    if (!ofOneTarget(failure)) throw thrown;
    return { result: { error: { code: failure.code, message: failure.message } }, credits: 0 };
  }
}

function ofOneTarget({ code }: Failure): boolean {
  return ['invalid_target', 'invalid_input', 'too_many_links', 'too_slow', 'too_much_memory'].includes(code);
}
