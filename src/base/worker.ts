import { Worker, type WorkerOptions } from 'node:worker_threads';

/**
 * Starts the worker in `file` (a URL made with `new URL('./name.ts', import.meta.url)`).
 * Compiled, the same call finds `name.js`; from source (tests, development) the worker loads TypeScript through tsx.
 */
export function startWorker(file: URL, options: WorkerOptions = {}): Worker {
  const fromSource = import.meta.url.endsWith('.ts');
  if (!fromSource) return new Worker(new URL(file.href.replace(/\.ts$/, '.js')), options);
  return new Worker(file, { ...options, execArgv: [...(options.execArgv ?? []), '--import', 'tsx'] });
}
