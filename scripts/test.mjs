/**
 * `npm test`: installs and builds what is missing, checks types, lint and format, and runs the tests; arguments go to vitest.
 * Everything runs even when an earlier part failed. The tests come last, so that their closing line is the last line.
 */
import { run } from './command.mjs';
import { ensureInstalled } from './install.mjs';

ensureInstalled();
const checks = {
  Types: ['tsc', '-p', 'tsconfig.json'],
  Lint: ['oxlint', '--type-aware'],
  Format: ['oxfmt', '--check', '.'],
  // Tests start the command as a user does, compiled.
  Build: ['node', 'scripts/build.mjs'],
};
let worst = 0;
for (const [title, [name = '', ...args]] of Object.entries(checks)) {
  console.log(`${title}: ${[name, ...args].join(' ')}`);
  const code = run(name, args);
  if (code !== 0) console.log(`${title}: FAILED (exit status ${code})`);
  worst = Math.max(worst, code);
}
const code = run('vitest', ['run', ...process.argv.slice(2)], { UV_THREADPOOL_SIZE: process.env.UV_THREADPOOL_SIZE ?? '16' });
process.exit(Math.max(worst, code));
