/**
 * DuckDB as the yardstick: the rows of a release's `backlinks` in a DuckDB file, in the same order, and some of our questions as its SQL. It holds one row a link, with the
 * authority of the linking domain in the row where ours look it up. It runs in this process on one thread, as a question of ours does, but without HTTP, JSON, a meter,
 * coverage or evidence: less work for the same figures.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { authorityOf } from '../src/compute/views.ts';
import { linkStates, notFollowed, placements } from '../src/model/link.ts';
import { targetOf } from '../src/query/target.ts';
import type { Engine } from '../src/store/engine.ts';
import { sql } from '../src/store/literal.ts';
import { tableOf } from '../src/store/releases.ts';

/** Makes the yardstick of a release in `folder`, where it is kept, and opens it. */
export async function openYardstick(engine: Engine, release: number, folder: string): Promise<DuckDBConnection> {
  const file = join(folder, `backlinks-${release}.duckdb`);
  if (!existsSync(file)) await load(engine, release, folder, file);
  const instance = await DuckDBInstance.create(file, { threads: '1', access_mode: 'READ_ONLY' });
  return instance.connect();
}

async function load(engine: Engine, release: number, folder: string, file: string): Promise<void> {
  const parts = resolve(folder, `parquet-${release}`);
  mkdirSync(parts, { recursive: true });
  const from = tableOf('backlinks', release);
  const buckets = await engine.ask<{ bucket: number }>(sql`SELECT DISTINCT bucket FROM ${from} ORDER BY bucket`, { workload: 'build' });
  for (const { bucket } of buckets) {
    rmSync(join(parts, `${bucket}.parquet`), { force: true });
    await engine.run(sql`INSERT INTO FUNCTION file(${join(parts, `${bucket}.parquet`)}, 'Parquet')
      SELECT b.target_key AS target_key, b.source_key AS source_key, b.target_domain AS target_domain, b.source_domain AS source_domain, b.flags AS flags,
        b.placement AS placement, b.anchor AS anchor, b.first_seen AS first_seen, b.first_seen + b.seen_for AS last_seen, b.state AS state,
        ${authorityOf(release, sql`b.source_domain`)} AS authority
      FROM ${from} AS b WHERE b.bucket = ${bucket}`);
  }
  const unfinished = `${file}.new`;
  rmSync(unfinished, { force: true });
  const instance = await DuckDBInstance.create(unfinished, { threads: '2', memory_limit: '8GB' });
  const connection = await instance.connect();
  const texts = ['target_key', 'source_key', 'target_domain', 'source_domain', 'anchor'].map(
    (column) => `decode(${column}::BLOB) AS ${column}`,
  );
  await connection.run(
    `CREATE TABLE backlinks AS SELECT * REPLACE (${texts.join(', ')}) FROM read_parquet('${parts}/*.parquet') ORDER BY target_key, source_key`,
  );
  connection.closeSync();
  instance.closeSync();
  renameSync(unfinished, file);
  rmSync(parts, { recursive: true });
}

const live = `state = ${linkStates.indexOf('live')}`;
const followed = `flags & ${notFollowed} = 0`;
const domains = `SELECT source_domain, any_value(authority) AS authority, count(*) AS backlinks, count(*) FILTER (${followed}) AS followed, count(DISTINCT source_key) AS pages,
  min(first_seen) AS first_seen, max(last_seen) AS last_seen`;
const anchors = `SELECT anchor, count(*) AS backlinks, count(DISTINCT source_domain) AS domains, count(*) FILTER (${followed}) AS followed, min(first_seen), max(last_seen)`;

/** Our questions, by the name they have in the bench, over a condition on the rows. The total comes with the rows, as ours do. */
const questions: Readonly<Record<string, (where: string) => string>> = {
  summary: (
    where,
  ) => `SELECT count(*) AS live, count(DISTINCT source_key) AS pages, count(DISTINCT source_domain) AS domains, count(DISTINCT split_part(source_key, ')', 1)) AS hosts,
    count(*) FILTER (${followed}) AS followed, count(DISTINCT source_domain) FILTER (${followed}) AS followed_domains, min(first_seen), max(last_seen) FROM backlinks WHERE ${where} AND ${live}`,
  list: (where) => rowsOf(where),
  'referring-domains': (where) => groupsOf(domains, 'source_domain', 'authority DESC, source_domain', where),
  anchors: (where) => groupsOf(anchors, 'anchor', 'domains DESC, backlinks DESC, anchor', where),
  'filtered.total_filtered': (where) =>
    `SELECT count(*) FROM backlinks WHERE ${where} AND ${live} AND anchor ILIKE '%offers%' AND ${followed}`,
  'filtered.total_regex': (where) =>
    `SELECT count(*) FROM backlinks WHERE ${where} AND ${live} AND regexp_matches(anchor, '(?i)offer|report$')`,
  'filtered.page_1': (where) => rowsOf(`${where} AND ${followed}`),
  'filtered.anchors_filtered': (where) => groupsOf(anchors, 'anchor', 'domains DESC, backlinks DESC, anchor', `${where} AND ${followed}`),
  'filtered.domains_filtered': (where) =>
    groupsOf(domains, 'source_domain', 'authority DESC, source_domain', `${where} AND placement = ${placements.indexOf('content')}`),
};

function rowsOf(where: string): string {
  return `SELECT *, (SELECT count(*) FROM backlinks WHERE ${where} AND ${live}) AS total FROM backlinks WHERE ${where} AND ${live} ORDER BY authority DESC, target_key, source_key LIMIT 100`;
}

function groupsOf(columns: string, by: string, order: string, where: string): string {
  return `SELECT *, count(*) OVER () AS total FROM (${columns} FROM backlinks WHERE ${where} AND ${live} GROUP BY ${by}) ORDER BY ${order} LIMIT 100`;
}

/** Asks one of `questions` about a target; null when the yardstick has no such question. Returns the number of rows. */
export async function askYardstick(connection: DuckDBConnection, name: string, target: string): Promise<number | null> {
  const question = questions[name];
  if (question === undefined) return null;
  const { from, to, domain } = targetOf(target);
  const reader = await connection.runAndReadAll(
    question(`target_key >= '${from}' AND target_key < '${to}' AND target_domain = '${domain}'`),
  );
  return reader.getRowObjectsJS().length;
}
