/**
 * Builds a release beside the live one and publishes it.
 *
 *   touched pages -> link states -> both orders -> domain edges -> PageRank -> topics -> domains, pages, site-wide -> summaries -> pointer
 *
 * On an earlier release only the pages captured since are computed anew; partitions they do not reach are shared with it.
 * Fails without a trace: the live release is not touched before the pointer moves, and a start drops unfinished builds.
 */
import { createHash } from 'node:crypto';
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { silent, type Progress } from '../base/progress.ts';
import { bucketCount } from '../model/host.ts';
import type { Accounts } from '../store/accounts.ts';
import { aimedBatches, lastBatch } from '../store/batches.ts';
import type { Engine } from '../store/engine.ts';
import { sql, type Sql } from '../store/literal.ts';
import { dropBuildTables, dropRelease, newestRelease, openRelease, publishRelease, tableOf, type Release } from '../store/releases.ts';
import { type PartitionCount, releaseLayout } from '../store/release-template.ts';
import { newestWebGraph, type WebGraph } from '../store/web-graphs.ts';
import {
  domainsStatement,
  domainTargetsStatement,
  edgesStatement,
  keptEdgesStatement,
  nodesStatement,
  pagesStatement,
  sitewideStatement,
  sourceBucketOf,
  touchedLinks,
  touchedPairs,
} from '../compute/graph.ts';
import { crawledStatement } from '../compute/crawled.ts';
import { findGraphDomains } from '../compute/graph-domains.ts';
import { hostLinksStatement, namesHost } from '../compute/host-links.ts';
import { linkStatesStatement } from '../compute/link-states.ts';
import { rankDomains } from '../compute/rank-domains.ts';
import { releaseFacts } from '../compute/release-facts.ts';
import { sightsStatement } from '../compute/sights.ts';
import { spamStatement } from '../compute/spam/spam-statement.ts';
import { keepAnswersReady } from '../compute/summaries.ts';
import { writeLinkVotes } from '../compute/topics/link-votes.ts';
import { writeNeighbourVotes } from '../compute/topics/neighbour-votes.ts';
import { writeSiteTopics } from '../compute/topics/site-topics.ts';
import { ownVotesStatement } from '../compute/topics/topic-votes.ts';
import { ReleasePartitions } from './release-partitions.ts';
import { touchedPages } from './touched-pages.ts';

export interface RefreshOptions {
  /** For files that the engine loads; must exist. */
  readonly stagingFolder: string;
  /** Compute everything anew, sharing nothing with the release before. */
  readonly full?: boolean;
  /** Domains that trust begins with; without them the release chooses (compute/trust-seeds.ts). */
  readonly trustSeeds?: readonly string[];
  /** Default `limits.touchedLinksMax`. */
  readonly touchedLinksMax?: number;
  /** Default `limits.onePartitionLinksMax`. */
  readonly onePartitionLinksMax?: number;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

export interface Refreshed {
  readonly release: Release;
  /** False when nothing was ingested since the newest release and trust begins where it did, which then stays as it is. */
  readonly built: boolean;
}

/** Parts that a partition may keep where no question reads it: merging two or three costs a rewrite. */
const partsKept = 3;

/**
 * Builds and publishes a release from all committed batches and the newest web graph; anew when the newest one has an earlier
 * version's layout. Throws `nothing_to_build` when there is neither batch nor graph.
 */
export async function refresh(engine: Engine, accounts: Accounts, options: RefreshOptions): Promise<Refreshed> {
  const last = lastBatch(accounts);
  const graph = newestWebGraph(accounts);
  if (last === 0 && graph === null) fail('nothing_to_build');
  const newest = newestRelease(accounts);
  const kept = options.full !== true && newest?.facts.layout === releaseLayout ? newest : null;
  const seeds = seedsDigest(options.trustSeeds ?? []);
  const isSame = kept?.lastBatch === last && kept.facts.webgraph?.id === graph?.id && kept.facts.trust_seeds_digest === seeds;
  if (isSame) return { release: kept, built: false };

  const partitions = await partitionsFor(engine, kept, options.onePartitionLinksMax ?? limits.onePartitionLinksMax);
  const base = kept?.facts.partitions === partitions ? kept : null;
  const release = await openRelease(engine, accounts, last, partitions);
  try {
    const build = new Build(engine, { release, last, partitions, graph, base, seeds, aimed: aimedBatches(accounts) }, options);
    const { asOf, facts } = await build.run();
    return { release: await publishRelease(engine, accounts, release, asOf, facts), built: true };
  } catch (thrown) {
    await dropRelease(engine, accounts, release);
    throw thrown;
  }
}

/**
 * A small index lies in one partition: it has fewer, fuller parts, and computing it anew costs what sharing would save. One that was spread once
 * stays so.
 */
async function partitionsFor(engine: Engine, kept: Release | null, linksMax: number): Promise<PartitionCount> {
  if (kept?.facts.partitions === bucketCount) return bucketCount;
  const [row] = await engine.ask<{ links: number }>(sql`SELECT count() AS links FROM linksets`, { workload: 'build' });
  return (row?.links ?? 0) <= linksMax ? 1 : bucketCount;
}

function seedsDigest(domains: readonly string[]): string | null {
  return domains.length === 0
    ? null
    : createHash('sha1')
        .update([...new Set(domains)].sort().join('\n'))
        .digest('hex')
        .slice(0, 12);
}

/** What a release is built from. */
interface BuildFrom {
  readonly release: number;
  readonly last: number;
  readonly partitions: PartitionCount;
  readonly graph: WebGraph | null;
  readonly base: Release | null;
  /** Digest of the operator's seeds. */
  readonly seeds: string | null;
  /** Batches of pages that were fetched for whom they link to. */
  readonly aimed: readonly number[];
}

const steps = [
  'touched pages',
  'link states',
  'unchanged partitions',
  'links of hosts',
  'merge',
  'domain edges',
  'authority',
  'topics',
  'relevance',
  'spam',
  'domains',
  'web graph',
  'pages',
  'summaries',
  'publish',
] as const;

class Build {
  readonly #engine: Engine;
  readonly #release: number;
  readonly #last: number;
  readonly #graph: WebGraph | null;
  readonly #base: Release | null;
  readonly #from: BuildFrom;
  readonly #partitions: ReleasePartitions;
  readonly #options: RefreshOptions;
  readonly #stagingFolder: string;
  readonly #progress: Progress;
  readonly #signal: AbortSignal | undefined;
  readonly #startedAt = performance.now();

  constructor(engine: Engine, from: BuildFrom, options: RefreshOptions) {
    this.#engine = engine;
    this.#release = from.release;
    this.#last = from.last;
    this.#graph = from.graph;
    this.#base = from.base;
    this.#from = from;
    this.#partitions = new ReleasePartitions({
      engine,
      release: from.release,
      base: from.base,
      partitions: from.partitions,
      run: (statement) => this.#run(statement),
    });
    this.#options = options;
    this.#stagingFolder = options.stagingFolder;
    this.#progress = options.progress ?? silent;
    this.#signal = options.signal;
  }

  async run(): ReturnType<typeof releaseFacts> {
    this.#step('touched pages');
    const parts = this.#partitions;
    const run = (statement: Sql): Promise<void> => this.#run(statement);
    const touched = await touchedPages(this.#engine, this.#release, { base: this.#base, last: this.#last, run });

    this.#step('link states');
    for (const buckets of await parts.groups(this.#base === null ? 'linksets' : 'touched', touched.sources)) {
      await this.#run(linkStatesStatement({ release: this.#release, lastBatch: this.#last, buckets, touchedOnly: this.#base !== null }));
    }
    const targets = parts.whole([...touched.formerTargets, ...(await parts.filled('backlinks')), ...(await parts.filled('host_links'))]);

    this.#step('unchanged partitions');
    await parts.carryOver('link_states', touched.formerSources);
    await parts.carryOver('host_links', touched.formerTargets);
    const ofHosts = new Set(await parts.filled('host_links'));
    const withHosts = targets.filter((bucket) => ofHosts.has(bucket));
    // Whether a link of a host is one of the backlinks is said anew, below.
    await parts.carryOver('backlinks', [...touched.formerTargets, ...withHosts], sql`NOT ${namesHost}`);

    this.#step('links of hosts');
    for (const buckets of await parts.groups('host_links', withHosts)) await this.#run(hostLinksStatement(this.#release, buckets));

    this.#step('merge');
    await parts.merge('link_states', partsKept);
    await parts.merge('host_links', partsKept);
    await parts.merge('backlinks', 1);

    this.#step('domain edges');
    await this.#edges(targets);
    await parts.merge('domain_edges', partsKept);
    await this.#bySource();

    this.#step('authority');
    await this.#run(nodesStatement(this.#release, this.#last, this.#from.aimed));
    const authority = await rankDomains(this.#engine, this.#release, {
      stagingFolder: this.#stagingFolder,
      progress: this.#progress,
      base: this.#base,
      seeds: { domains: this.#options.trustSeeds ?? [], graph: this.#graph },
      ...(this.#signal && { signal: this.#signal }),
    });

    this.#step('topics');
    const voting = { stagingFolder: this.#stagingFolder, ...(this.#signal && { signal: this.#signal }) };
    await this.#run(ownVotesStatement(this.#release, this.#last));
    await writeLinkVotes(this.#engine, this.#release, voting);
    await writeNeighbourVotes(this.#engine, this.#release, voting);

    this.#step('relevance');
    await writeSiteTopics(this.#engine, this.#release, this.#last, voting);
    await this.#engine.run(sql`SYSTEM RELOAD DICTIONARY ${tableOf('topics_of', this.#release)}`);

    this.#step('spam');
    await this.#run(spamStatement(this.#release));

    this.#step('domains');
    await this.#run(domainsStatement(this.#release, this.#last));
    await this.#run(crawledStatement(this.#release, this.#last));

    this.#step('web graph');
    if (this.#graph !== null) {
      await findGraphDomains(this.#engine, this.#release, this.#graph, this.#stagingFolder);
      await this.#engine.run(sql`SYSTEM RELOAD DICTIONARY ${tableOf('graph_authority', this.#release)}`);
    }

    this.#step('pages');
    await this.#engine.run(sql`SYSTEM RELOAD DICTIONARY ${tableOf('scores', this.#release)}`);
    const all = await parts.groups('backlinks');
    for (const buckets of all) {
      await this.#run(pagesStatement(this.#release, buckets, authority.scale));
      await this.#run(sitewideStatement(this.#release, buckets));
    }

    await this.#run(sightsStatement(this.#release, this.#last));
    await this.#run(sql`OPTIMIZE TABLE ${tableOf('sights', this.#release)} FINAL`);

    this.#step('summaries');
    await this.#engine.run(sql`SYSTEM RELOAD DICTIONARY ${tableOf('sitewide_pages', this.#release)}`);
    const found = await releaseFacts(this.#engine, this.#release, this.#last, authority, this.#graph, {
      partitions: this.#from.partitions,
      trust_seeds_digest: this.#from.seeds,
      built_from: {
        release: this.#base?.id ?? null,
        pages_recomputed: touched.pages,
        seconds: Math.round((performance.now() - this.#startedAt) / 100) / 10,
      },
    });
    await keepAnswersReady(this.#engine, this.#release, found.asOf, (statement) => this.#run(statement));

    this.#step('publish');
    await dropBuildTables(this.#engine, this.#release);
    return found;
  }

  /** The edges into these buckets: of pairs of domains without a touched page as the release before has them, where few links are touched. */
  async #edges(targets: readonly number[]): Promise<void> {
    const base = targets.length === 0 ? null : await this.#baseOfFew();
    const pairs = base === null ? undefined : touchedPairs(this.#release, base);
    for (const buckets of await this.#partitions.groups('backlinks', targets))
      await this.#run(edgesStatement(this.#release, buckets, pairs));
    if (base !== null) await this.#run(keptEdgesStatement(this.#release, base, targets));
    await this.#partitions.shareAllBut('domain_edges', targets);
  }

  /** The release before, where touched pages have and had few enough links to be held; else null. */
  async #baseOfFew(): Promise<number | null> {
    const base = this.#base?.id ?? null;
    if (base === null) return null;
    const [row] = await this.#engine.ask<{ links: number }>(touchedLinks(this.#release, base), { workload: 'build' });
    return (row?.links ?? 0) <= (this.#options.touchedLinksMax ?? limits.touchedLinksMax) ? base : null;
  }

  /** The edges in the order of their sources; those of domains without a touched page are shared with the release before. */
  async #bySource(): Promise<void> {
    const touched = await this.#engine.ask<{ bucket: number }>(
      sql`SELECT DISTINCT ${sourceBucketOf(sql`domain`)} AS bucket FROM captures WHERE batch_id > ${this.#base?.lastBatch ?? 0} AND batch_id <= ${this.#last} ORDER BY bucket`,
      { workload: 'build' },
    );
    const buckets = this.#partitions.whole(touched.map(({ bucket }) => bucket));
    if (buckets.length > 0) await this.#run(domainTargetsStatement(this.#release, buckets));
    await this.#partitions.shareAllBut('domain_targets', buckets);
    await this.#partitions.merge('domain_targets', partsKept);
  }

  async #run(statement: Sql): Promise<void> {
    this.#signal?.throwIfAborted();
    await this.#engine.run(statement, this.#signal === undefined ? {} : { signal: this.#signal });
  }

  #step(step: (typeof steps)[number]): void {
    this.#signal?.throwIfAborted();
    this.#progress.update({
      task: 'refresh',
      step,
      done: steps.indexOf(step),
      total: steps.length,
      unit: 'steps',
      counts: {},
      elapsedMs: performance.now() - this.#startedAt,
    });
  }
}
