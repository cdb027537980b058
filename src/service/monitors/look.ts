import { limits } from '../../base/limits.ts';
import { linkChanges, liveCounts, type LinkChange, type LinkChanges } from '../../query/link-changes.ts';
import { targetOf, type Target } from '../../query/target.ts';
import type { Accounts } from '../../store/accounts.ts';
import type { Engine } from '../../store/engine.ts';
import { keptReleases, type Release } from '../../store/releases.ts';
import type { MonitorRow, NewEvent } from './monitor-store.ts';

export interface Looking {
  readonly engine: Engine;
  readonly accounts: Accounts;
  readonly signal?: AbortSignal;
}

/**
 * What a release says otherwise of a monitor's target than the release that it looked at last, as events. The first look, and one whose
 * last release is gone, compare with nothing and say how things stand.
 */
export async function look(
  { engine, accounts, signal }: Looking,
  { target: text, release: last }: MonitorRow,
  release: Release,
): Promise<NewEvent[]> {
  const target = targetOf(text);
  const asking = { engine, accounts, release, ...(signal && { signal }) };
  const counts = await liveCounts(asking, target, release);
  const earlier = last === null ? null : (keptReleases(accounts).find(({ id }) => id === last) ?? null);
  if (earlier === null) return [{ kind: 'baseline', release: release.id, data: { ...counts, compared_with: null, missed_since: last } }];
  const before = await liveCounts(asking, target, earlier);
  const found = await linkChanges(asking, target, earlier, limits.monitorEventsPerLookMax);
  const events = found.changes.map((change): NewEvent => ({ kind: change.kind, release: release.id, data: { ...change } }));
  return [...events, ...more(found, release), ...burst(found, target, before.domains, release)];
}

/** Changes beyond those that are named one by one. */
function more({ changes, counts }: LinkChanges, release: Release): NewEvent[] {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return total === changes.length ? [] : [{ kind: 'more', release: release.id, data: { named: changes.length, total, counts } }];
}

/**
 * Many linking domains at once, most of them weak: what a spam attack looks like from its target. A burst is at least `burstDomainsLeast`
 * new linking domains that are also at least half as many as linked before, with an authority of at most `burstAuthorityMax`.
 */
function burst({ changes }: LinkChanges, target: Target, domainsBefore: number, release: Release): NewEvent[] {
  const added = changes.filter(
    ({ kind, backlink }) => (kind === 'new' || kind === 'discovered') && backlink.domain_authority <= limits.burstAuthorityMax,
  );
  const domains = new Set(added.map(({ backlink }) => backlink.source_domain));
  if (domains.size < Math.max(limits.burstDomainsLeast, domainsBefore / 2)) return [];
  const [anchor, links] = commonest(added);
  const data = {
    target: target.text,
    new_domains: domains.size,
    domains_before: domainsBefore,
    new_links: added.length,
    commonest_anchor: anchor,
    links_with_it: links,
  };
  return [{ kind: 'burst', release: release.id, data }];
}

function commonest(changes: readonly LinkChange[]): [anchor: string, links: number] {
  const counts = new Map<string, number>();
  for (const { backlink } of changes) counts.set(backlink.anchor, (counts.get(backlink.anchor) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0] ?? ['', 0];
}
