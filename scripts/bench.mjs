/** Runs benches compiled, as users run what they measure: `node scripts/bench.mjs NAME... [ARGUMENT...]` (bench/run.ts). */
import path from 'node:path';
import { benches, ensureBuilt } from './build.mjs';
import { become, enginePool, root } from './command.mjs';
import { ensureInstalled } from './install.mjs';

ensureInstalled();
ensureBuilt(benches);
become('node', [path.join(root, benches.into, 'bench/run.js'), ...process.argv.slice(2)], { cwd: root, env: enginePool });
