/**
 * Runs benches: `npm run bench [-- NAME... [ARGUMENT...]]`; without a name it lists them. A bench is a file under a folder of bench/ (which mirrors src/),
 * named by its path (`compute/pagerank`) or any part of it; all are compiled first (scripts/bench.mjs). Each runs in a process of its own, one after the other, and prints `name value unit` a line.
 * The first word that is part of no bench's name begins the arguments, which every chosen bench is given.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

function benches(): string[] {
  return readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.includes(path.sep) && file.endsWith('.js'))
    .map((file) => file.slice(0, -'.js'.length))
    .sort();
}

function main(wanted: readonly string[]): number {
  const known = benches();
  if (wanted.length === 0) {
    console.log(['Benches ("npm run bench -- NAME... [ARGUMENT...]"; "all" runs every one):', ...known].join('\n'));
    return 0;
  }
  const isName = (word: string): boolean => word === 'all' || known.some((name) => name.includes(word));
  const end = wanted.findIndex((word) => !isName(word));
  const [names, given] = end === -1 ? [wanted, []] : [wanted.slice(0, end), wanted.slice(end)];
  const chosen = names.includes('all') ? known : known.filter((name) => names.some((part) => name.includes(part)));
  if (chosen.length === 0) {
    console.error(`There is no bench ${wanted.join(' ')}. Known: ${known.join(', ')}.`);
    return 2;
  }
  let worst = 0;
  for (const name of chosen) {
    console.log(`# ${name}`);
    const file = path.join(import.meta.dirname, `${name}.js`);
    const { status } = spawnSync(process.execPath, ['--expose-gc', file, ...given], { stdio: 'inherit' });
    worst = Math.max(worst, status ?? 1);
  }
  return worst;
}

process.exitCode = main(process.argv.slice(2));
