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
import { silent, type Progress } from '../base/progress.ts';
import { bucketCount } from '../model/host.ts';
import type { Accounts } from '../store/accounts.ts';
import { aimedBatches, lastBatch } from '../store/batches.ts';
import type { Engine } from '../store/engine.ts';
import { sql, type Sql } from '../store/literal.ts';
import {
  dropBuildTables,
  dropRelease,
  newestRelease,
  openRelease,
  publishRelease,
  releaseLayout,
  tableOf,
  attachPartitions,
  type Release,
  type SharedTable,
} from '../store/releases.ts';
import { newestWebGraph, type WebGraph } from '../store/web-graphs.ts';
import {
  domainsStatement,
  domainTargetsStatement,
  edgesStatement,
  nodesStatement,
  pagesStatement,
  sitewideStatement,
  sourceBucketCount,
  sourceBucketOf,
  type Buckets,
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

export interface RefreshOptions {
  /** For files that the engine loads; must exist. */
  readonly stagingFolder: string;
  /** Compute everything anew, sharing nothing with the release before. */
  readonly full?: boolean;
  /** Domains that trust begins with; without them the release chooses (compute/trust-seeds.ts). */
  readonly trustSeeds?: readonly string[];
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

/** Rows a statement of the build should take on at most; small buckets are grouped up to this. */
const rowsPerStatement = 1_000_000;
/** Links to other domains that a page is taken to have when only pages are counted; most have fewer. */
const linksPerPage = 50;

/**
 * Builds and publishes a release from all committed batches and the newest web graph; anew when the newest one has an earlier
 * version's layout. Throws `nothing_to_build` when there is neither batch nor graph.
 */
export async function refresh(engine: Engine, accounts: Accounts, options: RefreshOptions): Promise<Refreshed> {
  const last = lastBatch(accounts);
  const graph = newestWebGraph(accounts);
  if (last === 0 && graph === null) fail('nothing_to_build');
  const newest = newestRelease(accounts);
  const shared = options.full !== true && newest?.facts.layout === releaseLayout ? newest : null;
  const seeds = seedsDigest(options.trustSeeds ?? []);
  const isSame = shared?.lastBatch === last && shared.facts.webgraph?.id === graph?.id && shared.facts.trust_seeds_digest === seeds;
  if (isSame) return { release: shared, built: false };

  const release = await openRelease(engine, accounts, last);
  try {
    const build = new Build(engine, { release, last, graph, base: shared, seeds, aimed: aimedBatches(accounts) }, options);
    const { asOf, facts } = await build.run();
    return { release: await publishRelease(engine, accounts, release, asOf, facts), built: true };
  } catch (thrown) {
    await dropRelease(engine, accounts, release);
    throw thrown;
  }
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
    this.#options = options;
    this.#stagingFolder = options.stagingFolder;
    this.#progress = options.progress ?? silent;
    this.#signal = options.signal;
  }

  async run(): ReturnType<typeof releaseFacts> {
    this.#step('touched pages');
    const { sources, pages, formerTargets } = await this.#touched();

    this.#step('link states');
    for (const buckets of await this.#groups(this.#base === null ? 'linksets' : 'touched', sources)) {
      await this.#run(linkStatesStatement({ release: this.#release, lastBatch: this.#last, buckets, touchedOnly: this.#base !== null }));
    }
    const targets = new Set([...formerTargets, ...(await this.#filledBuckets('backlinks')), ...(await this.#filledBuckets('host_links'))]);

    this.#step('unchanged partitions');
    await this.#carryOver('link_states', new Set(sources));
    await this.#carryOver('host_links', targets);
    // Whether a link of a host is one of the backlinks is said anew, below.
    await this.#carryOver('backlinks', targets, sql`NOT ${namesHost}`);

    this.#step('links of hosts');
    const ofHosts = new Set(await this.#filledBuckets('host_links'));
    const withHosts = [...targets].filter((bucket) => ofHosts.has(bucket));
    for (const buckets of await this.#groups('host_links', withHosts)) await this.#run(hostLinksStatement(this.#release, buckets));

    this.#step('merge');
    await this.#merge('link_states', partsKept);
    await this.#merge('host_links', partsKept);
    await this.#merge('backlinks', 1);

    this.#step('domain edges');
    for (const buckets of await this.#groups('backlinks', [...targets])) await this.#run(edgesStatement(this.#release, buckets));
    await this.#shareAllBut('domain_edges', targets);
    await this.#merge('domain_edges', partsKept);
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
    const all = await this.#groups('backlinks', range(bucketCount));
    for (const buckets of all) {
      await this.#run(pagesStatement(this.#release, buckets, authority.scale));
      await this.#run(sitewideStatement(this.#release, buckets));
    }

    await this.#run(sightsStatement(this.#release, this.#last));
    await this.#run(sql`OPTIMIZE TABLE ${tableOf('sights', this.#release)} FINAL`);

    this.#step('summaries');
    await this.#engine.run(sql`SYSTEM RELOAD DICTIONARY ${tableOf('sitewide_pages', this.#release)}`);
    const found = await releaseFacts(this.#engine, this.#release, this.#last, authority, this.#graph, {
      trust_seeds_digest: this.#from.seeds,
      built_from: {
        release: this.#base?.id ?? null,
        pages_recomputed: pages,
        seconds: Math.round((performance.now() - this.#startedAt) / 100) / 10,
      },
    });
    await keepAnswersReady(this.#engine, this.#release, found.asOf, (statement) => this.#run(statement));

    this.#step('publish');
    await dropBuildTables(this.#engine, this.#release);
    return found;
  }

  /** The buckets whose pages must be computed, how many pages that is, and where their links used to point. */
  async #touched(): Promise<{ sources: number[]; pages: number; formerTargets: number[] }> {
    const base = this.#base;
    if (base === null) {
      const [row] = await this.#engine.ask<{ pages: number }>(
        sql`SELECT uniqExact(bucket, source_key) AS pages FROM captures WHERE batch_id <= ${this.#last}`,
        { workload: 'build' },
      );
      return { sources: range(bucketCount), pages: row?.pages ?? 0, formerTargets: [] };
    }
    const touched = tableOf('touched', this.#release);
    await this.#run(
      sql`INSERT INTO ${touched} SELECT DISTINCT bucket, source_key FROM captures WHERE batch_id > ${base.lastBatch} AND batch_id <= ${this.#last}`,
    );
    const sources = await this.#engine.ask<{ bucket: number; pages: number }>(
      sql`SELECT bucket, count() AS pages FROM ${touched} GROUP BY bucket ORDER BY bucket`,
      { workload: 'build' },
    );
    const targets = await this.#engine.ask<{ bucket: number }>(
      sql`SELECT DISTINCT target_bucket AS bucket FROM ${tableOf('link_states', base.id)} WHERE (bucket, source_key) IN (SELECT bucket, source_key FROM ${touched})`,
      { workload: 'build' },
    );
    return {
      sources: sources.map((row) => row.bucket),
      pages: sources.reduce((sum, row) => sum + row.pages, 0),
      formerTargets: targets.map((row) => row.bucket),
    };
  }

  /** The edges in the order of their sources; those of domains without a touched page are shared with the release before. */
  async #bySource(): Promise<void> {
    const touched = await this.#engine.ask<{ bucket: number }>(
      sql`SELECT DISTINCT ${sourceBucketOf(sql`domain`)} AS bucket FROM captures WHERE batch_id > ${this.#base?.lastBatch ?? 0} AND batch_id <= ${this.#last} ORDER BY bucket`,
      { workload: 'build' },
    );
    const buckets = touched.map(({ bucket }) => bucket);
    if (buckets.length > 0) await this.#run(domainTargetsStatement(this.#release, buckets));
    await this.#shareAllBut('domain_targets', new Set(buckets), sourceBucketCount);
    await this.#merge('domain_targets', partsKept);
  }

  /** Rows of the release before whose page was not touched: copied where the partition changed, shared where it did not. */
  async #carryOver(
    table: 'link_states' | 'backlinks' | 'host_links',
    changed: ReadonlySet<number>,
    which: Sql = sql`1 = 1`,
  ): Promise<void> {
    if (this.#base === null) return;
    const from = tableOf(table, this.#base.id);
    const touched = tableOf('touched', this.#release);
    for (const buckets of await this.#groupsOf(this.#base.id, table, [...changed])) {
      await this.#run(
        sql`INSERT INTO ${tableOf(table, this.#release)} SELECT * FROM ${from} WHERE bucket IN ${buckets} AND ${which} AND source_key NOT IN (SELECT source_key FROM ${touched})`,
      );
    }
    await this.#shareAllBut(table, changed);
  }

  async #shareAllBut(table: SharedTable, changed: ReadonlySet<number>, partitions: number = bucketCount): Promise<void> {
    if (this.#base === null) return;
    // A statement a partition: those that hold nothing are left out.
    const filled = new Set(await this.#filledBuckets(table, this.#base.id));
    await attachPartitions(
      this.#engine,
      table,
      this.#base.id,
      this.#release,
      range(partitions).filter((bucket) => filled.has(bucket) && !changed.has(bucket)),
    );
  }

  /** One part a partition: what is asked is read in one run, and what is shared later is small in number. */
  async #merge(table: SharedTable, parts: number): Promise<void> {
    const rows = await this.#engine.ask<{ partition: string }>(
      sql`SELECT partition FROM system.parts WHERE active AND database = currentDatabase() AND table = ${`${table}_${this.#release}`} GROUP BY partition HAVING count() > ${parts} ORDER BY toUInt32(partition)`,
      { workload: 'build' },
    );
    for (const { partition } of rows)
      await this.#run(sql`OPTIMIZE TABLE ${tableOf(table, this.#release)} PARTITION ${Number(partition)} FINAL`);
  }

  async #filledBuckets(table: SharedTable, release = this.#release): Promise<number[]> {
    const rows = await this.#engine.ask<{ partition: string }>(
      sql`SELECT DISTINCT partition FROM system.parts WHERE active AND database = currentDatabase() AND table = ${`${table}_${release}`}`,
      { workload: 'build' },
    );
    return rows.map((row) => Number(row.partition));
  }

  /** Buckets joined until they make about `rowsPerStatement` rows: few statements for a small index, bounded ones for a large. */
  async #groups(table: 'linksets' | 'backlinks' | 'host_links' | 'touched', wanted: readonly number[]): Promise<Buckets[]> {
    return this.#groupsOf(this.#release, table, wanted);
  }

  async #groupsOf(
    release: number,
    table: 'linksets' | 'backlinks' | 'host_links' | 'link_states' | 'touched',
    wanted: readonly number[],
  ): Promise<Buckets[]> {
    const from = table === 'linksets' ? sql`linksets` : tableOf(table, release);
    const rows = await this.#engine.ask<{ bucket: number; found: number }>(
      sql`SELECT bucket, count() AS found FROM ${from} GROUP BY bucket`,
      {
        workload: 'build',
      },
    );
    const sizes = new Map(rows.map((row) => [row.bucket, table === 'touched' ? row.found * linksPerPage : row.found]));
    const groups: { buckets: number[]; rows: number }[] = [];
    for (const bucket of [...wanted].sort((a, b) => a - b)) {
      const size = sizes.get(bucket) ?? 0;
      const open = groups.at(-1);
      if (open !== undefined && open.rows + size <= rowsPerStatement) {
        open.buckets.push(bucket);
        open.rows += size;
      } else {
        groups.push({ buckets: [bucket], rows: size });
      }
    }
    return groups.map(({ buckets }) => buckets);
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

function range(end: number): number[] {
  return Array.from({ length: end }, (_, i) => i);
}
