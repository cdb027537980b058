/**
 * How fast an export is read and staged, and in how much memory: `npm run bench -- pipeline/exports`.
 *
 * A million rows with the columns of a backlinks table (180 MB), every third anchor quoted, each of another page. `rows` reads cells only, `staged` is
 * the whole way to staged files. Processor time, because the machine may be busy with other things.
 */
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stageExport } from '../../src/pipeline/stage-export.ts';
import { tableBytes } from '../../src/sources/exports/table-bytes.ts';
import { tableRows } from '../../src/sources/exports/table-rows.ts';

const rows = 1_000_000;

function main(): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-exports-'));
  try {
    const file = path.join(folder, 'backlinks.csv');
    write(file);
    const megabytes = statSync(file).size / 1e6;
    say('file', megabytes, 'MB');
    let read = 0;
    const reading = cpuSeconds(() => {
      for (const _ of tableRows(tableBytes(file), { delimiter: ',', width: null })) read += 1;
    });
    if (read !== rows + 1) throw new Error(`${read} rows were read`);
    say('rows', rows / reading, 'rows/s');
    say('rows-bytes', megabytes / reading, 'MB/s');
    say('rows-resident-most', process.resourceUsage().maxRSS / 1e3, 'MB');
    const staging = cpuSeconds(() => {
      const { exported } = stageExport(file, path.join(folder, 'staged'), {}, { keepInternal: false, onRecord: () => {} });
      if (exported?.rows_used !== rows) throw new Error(`${exported?.rows_used} rows were used`);
    });
    say('staged', rows / staging, 'rows/s');
    say('staged-resident-most', process.resourceUsage().maxRSS / 1e3, 'MB');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function write(file: string): void {
  const out = openSync(file, 'w');
  writeSync(out, 'Page ascore,Source title,Source url,Target url,Anchor,External links,Nofollow,First seen,Last seen,Lost link\n');
  for (let from = 0; from < rows; from += 10_000) {
    const lines = Array.from({ length: 10_000 }, (_, i) => {
      const row = from + i;
      const anchor = row % 3 === 0 ? `"Plumbers, number ${row}"` : 'a good plumber in town';
      return `12,A page about pipes,https://site-${row % 50_000}.example/post/${row}?page=2,https://plumber.example/page-${row % 900},${anchor},31,false,2024-03-01,2026-0${1 + (row % 9)}-01,false\n`;
    });
    writeSync(out, lines.join(''));
  }
  closeSync(out);
}

function cpuSeconds(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function say(name: string, value: number, unit: string): void {
  console.log(`pipeline/exports/${name} ${value.toFixed(value < 10 ? 2 : 0)} ${unit}`);
}

main();
