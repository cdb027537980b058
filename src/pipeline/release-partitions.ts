import { bucketCount } from '../model/host.ts';
import type { Buckets } from '../compute/graph.ts';
import { sql, type Sql } from '../store/literal.ts';
import type { Engine } from '../store/engine.ts';
import type { PartitionCount } from '../store/release-template.ts';
import { attachPartitions, tableOf, type Release, type SharedTable } from '../store/releases.ts';

/** Rows a statement of the build should take on at most; small buckets are grouped up to this. */
const rowsPerStatement = 1_000_000;
/** Links to other domains that a page is taken to have when only pages are counted; most have fewer. */
const linksPerPage = 50;

export interface PartitionsOf {
  readonly engine: Engine;
  readonly release: number;
  /** The release before, to share with; null when everything is computed anew. */
  readonly base: Release | null;
  /** Of this release and of the one before. */
  readonly partitions: PartitionCount;
  /** Runs a statement of the build, unless it was given up. */
  readonly run: (statement: Sql) => Promise<void>;
}

/** The partitions of a release that is being built: what is shared with the release before, copied, merged, and read in one statement. */
export class ReleasePartitions {
  readonly #engine: Engine;
  readonly #release: number;
  readonly #base: Release | null;
  /** Buckets a partition. */
  readonly #width: number;
  readonly #run: (statement: Sql) => Promise<void>;

  constructor({ engine, release, base, partitions, run }: PartitionsOf) {
    this.#engine = engine;
    this.#release = release;
    this.#base = base;
    this.#width = bucketCount / partitions;
    this.#run = run;
  }

  /** All buckets of the partitions in which one of these lies, ascending: what can be rewritten without touching another. */
  whole(buckets: readonly number[]): number[] {
    const partitions = new Set(buckets.map((bucket) => this.#partitionOf(bucket)));
    return range(bucketCount).filter((bucket) => partitions.has(this.#partitionOf(bucket)));
  }

  /**
   * Rows of the release before whose page was not touched. A partition is copied without the others where it holds one of the buckets `rewritten`;
   * all others hold nothing of touched pages and are shared, also where new rows stand beside them.
   */
  async carryOver(table: 'link_states' | 'backlinks' | 'host_links', rewritten: readonly number[], which: Sql = sql`1 = 1`): Promise<void> {
    if (this.#base === null) return;
    const from = tableOf(table, this.#base.id);
    const touched = tableOf('touched', this.#release);
    for (const buckets of await this.#groupsOf(this.#base.id, table, this.whole(rewritten))) {
      await this.#run(
        sql`INSERT INTO ${tableOf(table, this.#release)} SELECT * FROM ${from} WHERE bucket IN ${buckets} AND ${which} AND source_key NOT IN (SELECT source_key FROM ${touched})`,
      );
    }
    await this.shareAllBut(table, rewritten);
  }

  /** Shares the partitions that hold none of these buckets. */
  async shareAllBut(table: SharedTable, changed: readonly number[]): Promise<void> {
    if (this.#base === null) return;
    // A statement a partition: those that hold nothing are left out.
    const kept = new Set(changed.map((bucket) => this.#partitionOf(bucket)));
    const shared = (await this.#filledPartitions(table, this.#base.id)).filter((partition) => !kept.has(partition));
    await attachPartitions(this.#engine, table, this.#base.id, this.#release, shared);
  }

  /** Few parts a partition: what is asked is read in one run, and what is shared later is small in number. */
  async merge(table: SharedTable, parts: number): Promise<void> {
    const rows = await this.#engine.ask<{ partition: string }>(
      sql`SELECT partition FROM system.parts WHERE active AND database = currentDatabase() AND table = ${`${table}_${this.#release}`} GROUP BY partition HAVING count() > ${parts} ORDER BY toUInt32(partition)`,
      { workload: 'build' },
    );
    for (const { partition } of rows)
      await this.#run(sql`OPTIMIZE TABLE ${tableOf(table, this.#release)} PARTITION ${Number(partition)} FINAL`);
  }

  /** The buckets of the partitions that hold rows. */
  async filled(table: SharedTable): Promise<number[]> {
    const partitions = await this.#filledPartitions(table, this.#release);
    return this.whole(partitions.map((partition) => partition * this.#width));
  }

  async #filledPartitions(table: SharedTable, release: number): Promise<number[]> {
    const rows = await this.#engine.ask<{ partition: string }>(
      sql`SELECT DISTINCT partition FROM system.parts WHERE active AND database = currentDatabase() AND table = ${`${table}_${release}`} ORDER BY toUInt32(partition)`,
      { workload: 'build' },
    );
    return rows.map((row) => Number(row.partition));
  }

  #partitionOf(bucket: number): number {
    return Math.floor(bucket / this.#width);
  }

  /** Buckets joined until they make about `rowsPerStatement` rows: few statements for a small index, bounded ones for a large. */
  async groups(
    table: 'linksets' | 'backlinks' | 'host_links' | 'touched',
    wanted: readonly number[] = range(bucketCount),
  ): Promise<Buckets[]> {
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
      { workload: 'build' },
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
}

function range(end: number): number[] {
  return Array.from({ length: end }, (_, i) => i);
}
