import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { hostOf } from '../model/host.ts';
import { addressOf } from '../model/url.ts';
import { enrich, type EnrichWanted } from '../pipeline/enrich.ts';
import type { EnrichResult } from '../pipeline/enrich-result.ts';
import type { IngestInto } from '../pipeline/ingest.ts';
import { targetOf } from '../query/target.ts';
import { referringDomainsOfGraph } from '../query/web-graph/graph-domains.ts';
import { liveRelease, readable } from '../store/releases.ts';
import type { JobInputs } from './backend.ts';
import type { Running } from './jobs.ts';

/** The strongest domains that only a web graph knows to link to the target, at most `limit`; null when no graph looked. */
export type GraphDomains = (target: string, limit: number) => Promise<EnrichWanted['domains'] | null>;

/** Those of the graph that the live release answers from. */
export function graphDomainsOf({ engine, accounts }: Pick<IngestInto, 'engine' | 'accounts'>, signal: AbortSignal): GraphDomains {
  return async (target, limit) => {
    const live = liveRelease(accounts);
    if (live === null) return null;
    const found = await referringDomainsOfGraph({ engine, accounts, release: readable(live), signal }, target, limit);
    return found?.map(({ domain, webgraph }) => ({ domain, rank: webgraph.rank })) ?? null;
  };
}

/** What is looked up when nothing is said. */
const domainsDefault = 200;
const recordsDefault = 50;

/** Fails with `no_web_graph` when neither the input nor a graph names domains, and as `enrich` does. */
export async function runEnrich(
  into: IngestInto,
  input: JobInputs['enrich'],
  graphDomains: GraphDomains,
  running: Running & { readonly workers?: number },
): Promise<EnrichResult> {
  const target = targetOf(input.target);
  const top = input.top ?? domainsDefault;
  const domains = input.domains === undefined ? await graphDomains(target.domain, top) : named(input.domains).slice(0, top);
  if (domains === null) return fail('no_web_graph', { target: target.text });
  const { records = recordsDefault, crawl = 'latest', dry_run: dryRun = false } = input;
  const most = Math.floor(limits.enrichChosenMax / Math.max(1, domains.length));
  if (records > most) return fail('limit_out_of_range', { name: 'records', value: records, min: 1, max: most });
  return enrich(into, { target, domains, records, crawl, dryRun }, running);
}

/** Registrable domains of what was named, each once, in that order. Fails with `invalid_input`. */
function named(names: readonly string[]): EnrichWanted['domains'] {
  const domains = names.map((name) => {
    const host = addressOf(/^https?:\/\//i.test(name) ? name : `http://${name}`)?.host;
    if (host?.includes('.') !== true) return fail('invalid_input', { reason: `"${name.slice(0, 200)}" is no domain.` });
    return hostOf(host).domain;
  });
  return [...new Set(domains)].slice(0, limits.enrichDomainsMax).map((domain, i) => ({ domain, rank: i + 1 }));
}
