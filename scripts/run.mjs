/** Runs a TypeScript file of the project from source: `node scripts/run.mjs FILE ARGUMENT...`. Used for acceptance. */
import { become, enginePool, root } from './command.mjs';
import { ensureInstalled } from './install.mjs';

const [file, ...args] = process.argv.slice(2);
if (file === undefined) {
  console.error('Usage: node scripts/run.mjs FILE ARGUMENT...');
  process.exit(2);
}
ensureInstalled();
become('node', ['--import', 'tsx', file, ...args], { cwd: root, env: enginePool });
