import { createRequire } from 'node:module';
import { constants, getPriority, setPriority } from 'node:os';
import { pathToFileURL } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';

/**
 * Starts the worker in `file` (a URL made with `new URL('./name.ts', import.meta.url)`).
 * Compiled, the same call finds `name.js`. From source (tests, development) a first line in the thread registers tsx, because
 * Node 20 does not run `--import` hooks in worker threads.
 */
export function startWorker(file: URL, options: WorkerOptions = {}): Worker {
  const fromSource = import.meta.url.endsWith('.ts');
  if (!fromSource) return new Worker(new URL(file.href.replace(/\.ts$/, '.js')), options);
  const tsx = new URL('dist/esm/api/index.mjs', pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json')));
  const bootstrap = `import(${JSON.stringify(tsx.href)}).then(({ register }) => (register(), import(${JSON.stringify(file.href)})))`;
  return new Worker(bootstrap, { ...options, eval: true });
}

/**
 * Called in a thread that works for hours: what somebody waits for goes before it. On Linux a priority is a thread's own; where it is the whole process's, it
 * stays as it is.
 */
export function goBehindQuestions(): void {
  const behind = constants.priority.PRIORITY_BELOW_NORMAL;
  if (process.platform === 'linux' && getPriority(0) < behind) setPriority(0, behind);
}
