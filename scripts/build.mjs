/**
 * Compiles src and sample to dist, or the benches with what they use to a folder of theirs, and copies what is not TypeScript (schema steps, static
 * files) beside it. A stamp of every source's path, size and time makes a second build cost milliseconds.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isMain, root, run } from './command.mjs';
import { ensureInstalled } from './install.mjs';

/** What is built: from which folders, how, and where to. */
const product = { sources: ['src', 'sample'], config: 'tsconfig.build.json', into: 'dist' };
/** Benches measure what users run, which is compiled. */
export const benches = { sources: ['src', 'sample', 'test', 'bench'], config: 'tsconfig.bench.json', into: 'dist-bench' };

/** Returns when the folder is what the sources say; ends the process when they do not compile. A build that failed is never taken for one that succeeded. */
export function ensureBuilt({ sources, config, into } = product) {
  const stampFile = path.join(root, into, '.stamp');
  const files = sources.flatMap(filesUnder);
  const stamp = stampOf([...files, 'package.json', 'tsconfig.json', config]);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  console.error('Building...');
  rmSync(stampFile, { force: true });
  const code = run('tsc', ['-p', config]);
  if (code !== 0) process.exit(code);
  for (const file of files.filter((name) => !name.endsWith('.ts'))) {
    mkdirSync(path.dirname(path.join(root, into, file)), { recursive: true });
    copyFileSync(path.join(root, file), path.join(root, into, file));
  }
  removeLeftovers(into, new Set(files));
  writeFileSync(stampFile, stamp);
}

/** Compiled files whose source is gone would still be found by a loop over a folder. */
function removeLeftovers(into, files) {
  for (const file of filesUnder(into)) {
    const source = path.relative(into, file);
    if (!files.has(source) && !files.has(source.replace(/(?:\.d)?\.[jt]s$/, '.ts'))) rmSync(path.join(root, file));
  }
}

function stampOf(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const { size, mtimeMs } = statSync(path.join(root, file));
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** Paths relative to the project, in a stable order. */
function filesUnder(folder) {
  const entries = readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort();
}

if (isMain(import.meta.url)) {
  ensureInstalled();
  ensureBuilt();
}
