/**
 * Bytes a row on disk of every table after each partition is merged, for `pages/` and `selfhosted/` ingested once: all files of a part, and
 * its data alone; then the two largest of a release as it would lie in a large index, a partition a bucket (`spread`). Of backlinks and link states also
 * each column, from a copy in wide parts. `npm run bench -- store/bytes`
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { name, schemaText, sql, type Sql } from '../../src/store/literal.ts';
import { tableOf } from '../../src/store/releases.ts';
import { refresh } from '../../src/pipeline/refresh.ts';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import { realData } from '../project.ts';

const links = ['backlinks', 'link_states'];
const sources = ['pages', 'selfhosted'].map((folder) => join(realData, folder));
if (sources.every((folder) => existsSync(folder))) await measure();
else say('skipped', 0, 'no ../shared/data');

async function measure(): Promise<void> {
  await using index = await throwawayIndex();
  await index.ingest(sources);
  const { release } = await index.refresh();
  await merge(index, release.id);
  const tables = await sizes(index, sql`1 = 1`);
  for (const { table, found, files, data } of tables) {
    say(table, files, `bytes a row on disk, of ${found} rows`);
    say(`${table}.data`, data, 'bytes a row');
  }
  for (const table of links) await sayColumns(index, `${table}_${release.id}`);
  const { release: spread } = await refresh(index.engine, index.accounts, {
    stagingFolder: index.folder,
    full: true,
    onePartitionLinksMax: 0,
  });
  await merge(index, spread.id);
  const rows = await sizes(index, sql`table IN ${links.map((table) => `${table}_${spread.id}`)}`);
  for (const { table, found, files } of rows) say(`spread.${table}`, files, `bytes a row on disk, of ${found} rows`);
}

async function merge({ engine }: TestIndex, release: number): Promise<void> {
  for (const table of links) await engine.run(sql`OPTIMIZE TABLE ${tableOf(table, release)} FINAL`);
}

async function sizes({ engine }: TestIndex, which: Sql): Promise<{ table: string; found: number; files: number; data: number }[]> {
  return engine.ask(
    sql`SELECT table, sum(rows) AS found, sum(bytes_on_disk) / found AS files, sum(data_compressed_bytes) / found AS data
        FROM system.parts WHERE active AND database = currentDatabase() AND ${which} GROUP BY table HAVING found > 0 ORDER BY sum(bytes_on_disk) DESC`,
  );
}

async function sayColumns({ engine }: TestIndex, table: string): Promise<void> {
  const [told] = await engine.ask<{ statement: string }>(sql`SHOW CREATE TABLE ${name(table)}`);
  const wide = (told?.statement ?? '')
    .replace(table, `wide_${table}`)
    .replace(/\nSETTINGS [^]*$/, '\nSETTINGS min_bytes_for_wide_part = 0, min_rows_for_wide_part = 0');
  await engine.run(schemaText(wide));
  await engine.run(sql`INSERT INTO ${name(`wide_${table}`)} SELECT * FROM ${name(table)}`);
  await engine.run(sql`OPTIMIZE TABLE ${name(`wide_${table}`)} FINAL`);
  const columns = await engine.ask<{ column: string; bytes: number }>(
    sql`SELECT column, sum(column_data_compressed_bytes) / sum(rows) AS bytes FROM system.parts_columns
        WHERE active AND database = currentDatabase() AND table = ${`wide_${table}`} GROUP BY column ORDER BY bytes DESC`,
  );
  for (const { column, bytes } of columns) say(`${table}.wide.${column}`, bytes, 'bytes a row');
}

function say(what: string, value: number, unit: string): void {
  console.log(`store/bytes.${what} ${Number(value.toPrecision(3))} ${unit}`);
}
