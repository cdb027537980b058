/**
 * The issues' "must show" on real data: `npm run acceptance [-- NAME...]`. Prints `name value unit verdict` a line, tab separated,
 * names what it skips where the data is absent, and ends with exit status 1 when a check fails.
 *
 * A check is a file of this folder that exports one function named as the file (`pagerank.ts`: `pagerank`, `a-b.ts`: `aB`), loaded only when it runs.
 */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Check } from './check.ts';

/** In the order a reader wants them; each with the folder of real data it needs. */
const checks: Readonly<Record<string, string>> = {
  archives: 'archives',
  ingest: 'archives',
  extraction: 'pages',
  wat: 'pages',
  placement: 'position',
  filters: 'pages',
  webring: 'webring',
  history: 'wahr',
  edges: 'wahr',
  gap: 'wahr',
  webgraph: 'wahr',
  commoncrawl: 'commoncrawl',
  'common-crawl-layout': 'pages',
  'common-crawl-killed': 'pages',
  enrichment: 'selfhosted',
  pagerank: 'graph',
  scores: 'ranks',
  topics: 'topics',
  github: 'selfhosted',
  kill: 'pages',
  crawler: 'pages',
  // Need none: own fixtures, the bundled sample web.
  guard: '../..',
  exports: '../..',
  meter: '../..',
  'drop-in': '../..',
  'dataforseo-mcp-server': '../..',
  'mcp-inspector': '../..',
};

const dataDir = path.resolve(import.meta.dirname, '../../shared/data');

async function main(wanted: readonly string[]): Promise<number> {
  const unknown = wanted.filter((name) => checks[name] === undefined);
  if (unknown.length > 0) {
    console.error(`There is no check ${unknown.join(', ')}. Known: ${Object.keys(checks).join(', ')}.`);
    return 2;
  }
  let failed = 0;
  for (const [name, folder] of Object.entries(checks)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    if (!existsSync(path.join(dataDir, folder)))
      line(name, 'skipped', '-', `no data in ${path.relative(process.cwd(), path.join(dataDir, folder))}`);
    else failed += await runCheck(name);
  }
  return failed === 0 ? 0 : 1;
}

/** Returns the number of figures that failed. */
async function runCheck(name: string): Promise<number> {
  const started = performance.now();
  let failed = 0;
  try {
    const check = await load(name);
    await check((figure, value, unit, ok) => {
      if (ok === false) failed++;
      line(`${name}.${figure}`, shown(value), unit, ok === undefined ? '-' : ok ? 'ok' : 'FAIL');
    }, dataDir);
  } catch (error) {
    failed++;
    console.error(error);
    line(name, 'threw', '-', 'FAIL');
  }
  line(`${name}.seconds`, ((performance.now() - started) / 1000).toFixed(1), 's', '-');
  return failed;
}

async function load(name: string): Promise<Check> {
  const file = readdirSync(import.meta.dirname).find((entry) => entry === `${name}.ts`);
  if (file === undefined) throw new Error(`acceptance/${name}.ts is missing`);
  const module: Readonly<Record<string, unknown>> = await import(`./${file}`);
  const exported = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const check = module[exported];
  if (typeof check !== 'function') throw new TypeError(`acceptance/${file} exports no function "${exported}"`);
  return async (say, folder) => {
    await check(say, folder);
  };
}

function shown(value: number | string): string {
  return typeof value === 'string' || Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}

function line(name: string, value: string, unit: string, verdict: string): void {
  console.log([name, value, unit, verdict].join('\t'));
}

process.exitCode = await main(process.argv.slice(2));
