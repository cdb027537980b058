/**
 * What a job puts down while it answers a question whose rows are too many to read again for every piece: the rows in their order, each with its
 * place, made by one statement that spills to the disk. A piece is then a range of places. Memory: what the engine may use for a build.
 */
import { limits } from '../base/limits.ts';
import { name, sql, type Sql } from '../store/literal.ts';
import type { Engine, Row } from '../store/engine.ts';

/** Rows of an answer in their order, and how to count them all. */
export interface SpooledRows {
  /** `SELECT ... FROM ... WHERE ...`, without an order. */
  readonly select: Sql;
  readonly orderBy: Sql;
}

export class Spool {
  readonly #engine: Engine;
  readonly #table: string;
  readonly #signal: AbortSignal | undefined;
  readonly #remembered = new Map<string, Promise<unknown>>();
  #made: Promise<void> | null = null;

  /** `table`: a name that no other job has. What an earlier process finished under it is used; what it left unfinished is made anew. */
  constructor(engine: Engine, table: string, signal?: AbortSignal) {
    this.#engine = engine;
    this.#table = table;
    this.#signal = signal;
  }

  /** `count` rows behind the first `after`, and how many there are in all. */
  async rows<T extends Row>(spooled: SpooledRows, after: number, count: number): Promise<{ rows: T[]; total: number }> {
    this.#made ??= this.#make(spooled);
    await this.#made;
    const total = await this.once('total', async () => this.#total(spooled));
    const rows = await this.#engine.ask<T>(
      sql`SELECT * FROM ${name(this.#table)} WHERE place >= ${after} AND place < ${after + count} ORDER BY place`,
      this.#asked(),
    );
    return { rows, total };
  }

  /** What does not change while the job runs, learnt once. */
  async once<T>(what: string, learn: () => Promise<T>): Promise<T> {
    const known = this.#remembered.get(what) ?? learn();
    this.#remembered.set(what, known);
    return known as Promise<T>;
  }

  async drop(): Promise<void> {
    for (const table of [this.#table, unfinished(this.#table)]) await this.#engine.run(sql`DROP TABLE IF EXISTS ${name(table)} SYNC`);
  }

  /** A table counts when it has its name: it gets that when all rows are in it. */
  async #make({ select, orderBy }: SpooledRows): Promise<void> {
    const [found] = await this.#engine.ask(
      sql`SELECT name FROM system.tables WHERE database = currentDatabase() AND name = ${this.#table}`,
      this.#asked(),
    );
    if (found !== undefined) return;
    const making = name(unfinished(this.#table));
    // An order that a limit stands behind is kept by every engine that reads it.
    const placed = sql`SELECT toUInt64(rowNumberInAllBlocks()) AS place, s.* FROM (${select} ORDER BY ${orderBy} LIMIT ${limits.answerRowsMax + 1}) AS s`;
    await this.#engine.run(sql`DROP TABLE IF EXISTS ${making} SYNC`);
    await this.#engine.run(sql`CREATE TABLE ${making} ENGINE = MergeTree ORDER BY place EMPTY AS ${placed}`);
    await this.#engine.run(sql`INSERT INTO ${making} ${placed}`, this.#asked());
    await this.#engine.run(sql`RENAME TABLE ${making} TO ${name(this.#table)}`);
  }

  /** Exact also where more rows match than are kept. */
  async #total({ select }: SpooledRows): Promise<number> {
    const [kept] = await this.#engine.ask<{ rows: number }>(sql`SELECT count() AS rows FROM ${name(this.#table)}`, this.#asked());
    if (kept !== undefined && kept.rows <= limits.answerRowsMax) return kept.rows;
    const [all] = await this.#engine.ask<{ rows: number }>(sql`SELECT count() AS rows FROM (${select})`, this.#asked());
    return all?.rows ?? 0;
  }

  #asked(): { workload: 'build'; signal?: AbortSignal } {
    return { workload: 'build', ...(this.#signal && { signal: this.#signal }) };
  }
}

function unfinished(table: string): string {
  return `${table}_new`;
}

/** Drops what jobs that are not named have put down. */
export async function dropOtherSpools(engine: Engine, tables: ReadonlySet<string>): Promise<void> {
  const found = await engine.ask<{ name: string }>(
    sql`SELECT name FROM system.tables WHERE database = currentDatabase() AND startsWith(name, ${spoolPrefix})`,
  );
  for (const { name: table } of found)
    if (!tables.has(table.replace(/_new$/, ''))) await engine.run(sql`DROP TABLE IF EXISTS ${name(table)} SYNC`);
}

const spoolPrefix = 'answer_of_';

/** The table of a job. */
export function spoolOf(job: string): string {
  return `${spoolPrefix}${job.replaceAll(/[^a-z0-9_]/g, '_')}`;
}
