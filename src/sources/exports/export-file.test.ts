import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { exportFixtures } from '../../../test/fixtures/export-tables.ts';
import { flag } from '../../model/link.ts';
import { openExport, type ExportOptions, type ExportRow } from './export-file.ts';
import { exportMapping } from './export-mapping.ts';
import { exportRowAt } from './row-at.ts';

const folder = mkdtempSync(join(tmpdir(), 'exports-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function rowsOf(path: string, options: ExportOptions = {}): ExportRow[] {
  using opened = openExport(path, options);
  return [...opened.rows];
}

function day(seconds: number | null, otherwise: string): string {
  return seconds === null ? otherwise : new Date(seconds * 1000).toISOString().slice(0, 10);
}

const dated: ExportOptions = { property: 'sc-domain:plumber.example', date: '2026-09-28' };

describe('an export', () => {
  it.each(exportFixtures)('$file is $provider, $table', ({ file, provider, table, bytes, needsProperty, links }) => {
    const path = written(file, bytes);
    const noLinks = links.length === 0;
    using opened = openExport(path, needsProperty && !noLinks ? dated : { date: '2026-09-28' });
    expect([opened.table.provider, opened.table.table]).toEqual([provider, table]);
    const made = opened.madeAt;
    const found = [...opened.rows].map(({ found }) => {
      if (typeof found === 'string') return found;
      const { firstSeen, lastSeen, lost, lostAt } = found;
      const last = lastSeen ?? (lost ? firstSeen : made);
      return `${found.source.href} ${found.target.href} ${day(firstSeen ?? last, '?')} ${day(last, '?')} ${day(lostAt, lost ? 'lost' : '-')}`;
    });
    expect(noLinks ? new Set(found) : found).toEqual(noLinks ? new Set(['names_no_source']) : links);
  });

  it.each(exportFixtures.filter(({ needsProperty, links }) => needsProperty && links.length > 0))(
    '$file needs to be told whose links it lists',
    ({ file, bytes }) => {
      const path = written(file, bytes);
      expect(() => openExport(path)).toThrow(expect.objectContaining({ code: 'property_missing' }));
    },
  );

  it.each(exportFixtures.filter(({ links }) => links.length > 0))(
    'every link of $file can be found again by its place',
    ({ file, bytes, needsProperty }) => {
      const path = written(file, bytes);
      for (const { offset, length, found } of rowsOf(path, needsProperty ? dated : {})) {
        const row = exportRowAt(path, offset, length);
        if (typeof found === 'string') continue;
        expect([found.source.key, null]).toContain(row.sourceKey);
        expect(row.text).toContain(found.source.host.replace(/^www\./, ''));
      }
    },
  );

  it('says what a row says of the link: words, rel, kind, count', () => {
    const [link] = rowsOf(written('words.json', exportFixtures.find(({ file }) => file === 'dataforseo-backlinks.json')?.bytes ?? ''));
    expect(link?.found).toMatchObject({
      anchor: 'a good "plumber" {x}',
      before: 'call',
      after: 'today',
      flags: flag.ugc,
      linksCount: 2,
      kind: 'anchor',
    });
    const rows = rowsOf(written('words.csv', exportFixtures.find(({ file }) => file === 'ahrefs-backlinks.csv')?.bytes ?? ''));
    expect(rows[0]?.found).toMatchObject({ title: 'Pipes', language: 'en', flags: 0 });
    expect(rows[1]?.found).toMatchObject({ title: 'Forum "b"', flags: flag.nofollow | flag.ugc | flag.hasImage });
    const [own] = rowsOf(written('words-own.csv', exportFixtures.find(({ file }) => file === 'own.csv')?.bytes ?? ''));
    expect(own?.found).toMatchObject({ anchor: '=cmd', flags: flag.nofollow | flag.ugc, linksCount: 3 });
  });

  it('without columns for rel does not say that the link is followed', () => {
    const [row] = rowsOf(written('bing.csv', 'Source Url,Anchor text,Target Url\nhttps://a.example/,x,https://b.example/\n'));
    expect(row?.found).toMatchObject({ flags: flag.relUnknown });
  });

  it('is mapped by the user when nobody knows its columns', () => {
    const path = written('mine.csv', 'Quelle;Ziel, neu;Wann\nhttps://a.example/x;https://b.example/;02/03/2026\n');
    expect(() => openExport(path)).toThrow(/its first line is Quelle;Ziel, neu;Wann\. Say which column is which/);
    const mapping = exportMapping(['source=Quelle,target=Ziel, neu', 'seen=wann,dates=dmy']);
    expect(rowsOf(path, { mapping }).map(({ found }) => found)).toMatchObject([
      { source: { href: 'https://a.example/x' }, target: { href: 'https://b.example/' }, lastSeen: Date.UTC(2026, 2, 2) / 1000 },
    ]);
    expect(() => openExport(path, { mapping: exportMapping(['source=Quelle,target=Nirgends']) })).toThrow(/lacks a column/);
    expect(() => exportMapping(['source=A,colour=B'])).toThrow(/maps no column/);
    expect(() => exportMapping(['target=B'])).toThrow(/linking side/);
  });

  it('may have lines above its head, and says the line of each row', () => {
    const text =
      'Backlinks of plumber.example\n\nsource,target,first seen\nhttps://a.example/,https://b.example/,05/09/2026\nhttps://c.example/,https://b.example/,28/09/2026\n';
    const rows = rowsOf(written('preamble.csv', text));
    expect(rows.map(({ line }) => line)).toEqual([4, 5]);
    // The second row proves the order of the first.
    expect(rows[0]?.found).toMatchObject({ firstSeen: Date.UTC(2026, 8, 5) / 1000, dateAmbiguous: false });
  });

  it('reads no date that could be two', () => {
    const [row] = rowsOf(written('two.csv', 'source,target,first seen\nhttps://a.example/,https://b.example/,05/09/2026\n'));
    expect(row?.found).toMatchObject({ firstSeen: null, dateAmbiguous: true });
  });

  it.each([
    ['an empty source', ',https://b.example/,', 'no_source'],
    ['a formula for a source', '"=HYPERLINK(""http://evil.example"",""x"")",https://b.example/,', 'no_source'],
    ['a script for a source', 'javascript:alert(1),https://b.example/,', 'no_source'],
    ['a local host', 'http://localhost/x,https://b.example/,', 'no_source'],
    ['a target that is none', 'https://a.example/,not a page,', 'no_target'],
    ['an empty target', 'https://a.example/,,', 'no_target'],
    ['cells behind the last column', 'https://a.example/,https://b.example/,x,y', 'too_many_cells'],
    ['a quote out of place', 'https://a.example/,"https://b.example/"x,y,z', 'stray_quote'],
  ])('refuses a row with %s, by its line', (_, row, reason) => {
    const rows = rowsOf(written('bad.csv', `source,target,anchor\nhttps://a.example/,https://b.example/,ok\n${row}\n`));
    expect(rows.map(({ line, found }) => [line, typeof found === 'string' ? found : 'used'])).toEqual([
      [2, 'used'],
      [3, reason],
    ]);
  });

  it('takes hostile cells for what they say', () => {
    const megabyte = 'm'.repeat(1024 * 1024);
    const text = [
      'source,target,anchor',
      'https://a.example/1,https://b.example/,"=cmd|\' /C calc\'!A0"',
      'https://a.example/2,https://b.example/,"two\r\nlines, ""quoted"""',
      'https://a.example/3,https://b.example/,nul\0byte',
      `https://a.example/4,https://b.example/,${megabyte}`,
      'https://a.example/5,https://b.example/,"<script>alert(1)</script>"',
    ].join('\n');
    const latin = Buffer.concat([Buffer.from(`${text}\nhttps://a.example/6,https://b.example/,caf`), Buffer.of(0xe9, 0x0a)]);
    const anchors = rowsOf(written('hostile.csv', latin)).map(({ found }) => (typeof found === 'string' ? found : found.anchor));
    expect(anchors).toEqual([
      "=cmd|' /C calc'!A0",
      'two lines, "quoted"',
      'nul byte',
      'm'.repeat(512),
      '<script>alert(1)</script>',
      'café',
    ]);
  });

  it.each([
    ['an empty file', ''],
    ['a page', '<!doctype html><title>x</title>'],
    ['other JSON', '{"links": []}'],
    ['broken JSON', '{"tasks": ['],
    ['a table of something else', 'name,age\nanna,3\n'],
    ['NULs', Buffer.alloc(1_000)],
  ])('is not %s', (_, content) => {
    expect(() => openExport(written('other.csv', content))).toThrow(expect.objectContaining({ code: 'not_a_table' }));
  });

  it('takes its date from its name when its rows have none', () => {
    const path = written('plumber.example-Latest links-2026-07-18.csv', 'Linking page\nhttps://a.example/\n');
    using opened = openExport(path, { property: 'https://plumber.example/' });
    expect(opened.madeAt).toBe(Date.UTC(2026, 6, 18) / 1000);
    expect(() => openExport(path, { property: 'no site' })).toThrow(/is no site/);
  });
});
