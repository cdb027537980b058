import { fail } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import { join, sql, strings } from '../../store/literal.ts';
import { tableOf } from '../../store/releases.ts';
import { signalOf } from '../kept-ready.ts';
import type { Asking } from '../operation.ts';
import { targetCondition, type Target } from '../target.ts';

/**
 * Refuses a question that would have to read more than one may: pairs of domains for whole domains, links for hosts, folders and pages.
 * Learnt from the counts of the domains and the sizes of key ranges, before anything is read. Throws `too_many_links`.
 */
export async function checkWeight(asking: Asking, targets: readonly Target[]): Promise<void> {
  // A job may take its time, and its statements spill to the disk.
  if (asking.spool !== undefined) return;
  const { id } = asking.release;
  const domains = targets.filter(({ scope }) => scope === 'domain').map(({ domain }) => domain);
  const pairs = sql`SELECT sum(referring_domains_ever) AS found FROM ${tableOf('domains', id)} WHERE domain IN (SELECT arrayJoin(${strings(domains)}))`;
  const links = targets
    .filter(({ scope }) => scope !== 'domain')
    .map((target) => sql`SELECT count() AS found FROM ${tableOf('backlinks', id)} AS b WHERE ${targetCondition(target)}`);
  const [row] = await asking.engine.ask<{ rows: number }>(
    sql`SELECT sum(found) AS rows FROM (${join([pairs, ...links], '\nUNION ALL\n')})`,
    signalOf(asking),
  );
  const rows = row?.rows ?? 0;
  if (rows > limits.overlapRowsMax) fail('too_many_links', { rows, max: limits.overlapRowsMax });
}
