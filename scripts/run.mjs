/** Runs a TypeScript file of the project from source: `node scripts/run.mjs FILE ARGUMENT...`. Used for acceptance and benches. */
import { become, root } from './command.mjs';
import { ensureInstalled } from './install.mjs';

const [file, ...args] = process.argv.slice(2);
if (file === undefined) {
  console.error('Usage: node scripts/run.mjs FILE ARGUMENT...');
  process.exit(2);
}
ensureInstalled();
// The size of node's thread pool is read once, before any module runs: the embedded engine needs more than the four threads of the default.
become('node', ['--import', 'tsx', file, ...args], { cwd: root, env: { UV_THREADPOOL_SIZE: process.env.UV_THREADPOOL_SIZE ?? '16' } });
