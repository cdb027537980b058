import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadWorlds, randomWorlds } from '../../test/conformance/worlds.ts';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import { sql } from './literal.ts';
import { RowBinaryFile } from './row-binary.ts';
import { Stage, stagedColumns, type StagedTable } from './staged.ts';

let index: TestIndex;
beforeAll(async () => {
  index = await throwawayIndex();
});
afterAll(async () => index[Symbol.asyncDispose]());

describe('staged columns', () => {
  /** How a column of the schema is written in a staged file: a moment as its seconds, a dictionary column as its values. */
  const plain = (type: string): string => type.replace(/^DateTime\('UTC'\)$/, 'UInt32').replace(/^LowCardinality\((.*)\)$/, '$1');

  it.each(Object.keys(stagedColumns) as StagedTable[])('are those of %s, in their order', async (table) => {
    const columns = await index.engine.ask<{ name: string; type: string }>(
      sql`SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = ${table} ORDER BY position`,
    );
    const schema = columns.filter(({ name }) => name !== 'batch_id').map(({ name, type }) => [name, plain(type)]);
    expect(Object.entries(stagedColumns[table])).toEqual(schema);
  });
});

describe('a staged archive', () => {
  it('counts its rows, and stages a link set once a page', () => {
    const folder = join(index.folder, 'counted');
    mkdirSync(folder);
    const seen = randomWorlds(50, 3)
      .flat()
      .find(({ links }) => links.length > 2);
    if (seen === undefined) throw new Error('no capture with links');
    const stage = new Stage(folder);
    stage.add(seen.capture, seen.links, seen.linkset);
    stage.add({ ...seen.capture, fetchedAt: seen.capture.fetchedAt + 1 }, seen.links, seen.linkset);
    stage.close();
    const context = seen.links.filter(({ before, after }) => before + after !== '').length;
    expect(stage.rows).toEqual({ captures: 2, linksets: seen.links.length, link_context: context });
  });

  it('is read back from the engine as it was written', async () => {
    const captures = randomWorlds(40, 4).flat();
    await loadWorlds(index, 'read back', captures);
    const rows = await index.engine.ask(
      sql`SELECT source_key, toUnixTimestamp(fetched_at) AS at, url, status, digest, ip, toString(linkset) AS linkset, grade, proof, revisit, word_count FROM captures
          ORDER BY source_key, at, digest, ip, linkset, grade, proof, revisit, status`,
    );
    const written = captures.map(({ capture, linkset }) => ({
      source_key: capture.source.key,
      at: capture.fetchedAt,
      url: capture.source.href,
      status: capture.status,
      digest: capture.digest,
      ip: capture.ip,
      linkset: String(linkset),
      grade: ['none', 'wat', 'html'].indexOf(capture.grade),
      proof: ['nothing', 'page', 'gone', 'redirected'].indexOf(capture.proof),
      revisit: capture.revisit ? 1 : 0,
      word_count: null,
    }));
    expect(rows.length).toBe(captures.length);
    expect(new Set(rows.map((row) => JSON.stringify(row)))).toEqual(new Set(written.map((row) => JSON.stringify(row))));
  });
});

describe('RowBinary', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(
      'a'.repeat(42),
      'a'.repeat(43),
      'ü'.repeat(42),
      '😀'.repeat(21),
      'x'.repeat(127),
      'x'.repeat(128),
      'é'.repeat(20_000),
      '\0',
      '\ud800',
    ),
  );
  const row = fc.record({
    u8: fc.integer({ min: 0, max: 0xff }),
    u16: fc.integer({ min: 0, max: 0xffff }),
    u32: fc.integer({ min: 0, max: 0xffff_ffff }),
    u64: fc.bigInt({ min: 0n, max: 0xffff_ffff_ffff_ffffn }),
    // JSON has no zero below zero.
    f64: fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
    maybe: fc.option(fc.integer({ min: 0, max: 0xffff_ffff })),
    text,
  });

  it('any value of any type comes back from the engine as it was written; a lone surrogate as U+FFFD', async () => {
    const rows = fc.sample(row, { seed: 20_261_122, numRuns: 600 });
    const file = new RowBinaryFile(join(index.folder, 'any.rowbinary'));
    for (const value of rows) {
      file.u8(value.u8);
      file.u16(value.u16);
      file.u32(value.u32);
      file.u64(value.u64);
      file.f64(value.f64);
      file.u32OrNull(value.maybe);
      file.string(value.text);
      file.endRow();
    }
    file.close();
    expect(file.rows).toBe(rows.length);
    const found = await index.engine.ask(
      sql`SELECT u8, u16, u32, toString(u64) AS u64, f64, maybe, hex(text) AS text
          FROM file(${file.path}, 'RowBinary', 'u8 UInt8, u16 UInt16, u32 UInt32, u64 UInt64, f64 Float64, maybe Nullable(UInt32), text String')`,
      { workload: 'build' },
    );
    expect(found.map(({ u64, text: hex, ...others }) => [others, u64, Buffer.from(String(hex), 'hex').toString('utf8')])).toEqual(
      rows.map(({ u64, text: written, ...others }) => [others, String(u64), Buffer.from(written, 'utf8').toString('utf8')]),
    );
  });
});
