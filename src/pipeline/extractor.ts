import type { Worker } from 'node:worker_threads';
import { Failure } from '../base/errors.ts';
import { startWorker } from '../base/worker.ts';
import type { ExportOptions } from '../sources/exports/export-file.ts';
import type { FileKind } from '../sources/sources.ts';
import type { FromExtractor, StagedArchive, ToExtractor } from './extract-messages.ts';
import { failureOf } from './worker-failure.ts';

export interface ExtractTask {
  readonly path: string;
  readonly kind: FileKind;
  readonly folder: string;
  readonly keepInternal: boolean;
  /** For exports. */
  readonly exported: ExportOptions;
  /** File of further words of topics, which need not be there; null for none. */
  readonly topicWords: string | null;
  /** Whether these bytes are in the index already. */
  readonly isKnown: (digest: string) => boolean;
  readonly onProgress: (bytes: number, pages: number, links: number) => void;
}

/** One worker thread that extracts one archive at a time. A thread that dies fails its task, and is replaced for the next. */
export class Extractor {
  #worker: Worker | null = null;

  /** The staged archive and its digest, or `known` when its bytes are in the index already. */
  async extract(
    task: ExtractTask,
    signal: AbortSignal | undefined,
  ): Promise<{ digest: string; staged: StagedArchive } | { digest: string; known: true }> {
    signal?.throwIfAborted();
    const worker = (this.#worker ??= startWorker(new URL('./extract-worker.ts', import.meta.url)));
    const say = (message: ToExtractor): void => worker.postMessage(message);
    const abort = (): void => void this.close();
    signal?.addEventListener('abort', abort, { once: true });
    let digest = '';
    try {
      return await new Promise((resolve, reject) => {
        worker.on('message', (message: FromExtractor) => {
          if (message.say === 'progress') task.onProgress(message.bytes, message.pages, message.links);
          else if (message.say === 'staged') resolve({ digest, staged: message.staged });
          else if (message.say === 'failed') reject(failureOf(message, task.path));
          else {
            digest = message.digest;
            const known = task.isKnown(digest);
            say({ say: known ? 'leave' : 'read' });
            if (known) resolve({ digest, known });
          }
        });
        worker.once('error', (thrown) => {
          this.#worker = null;
          reject(new Failure('worker_failed', { path: task.path, reason: thrown.message }, thrown));
        });
        worker.once('exit', (code) => {
          this.#worker = null;
          reject(
            signal?.aborted === true ? signal.reason : new Failure('worker_failed', { path: task.path, reason: `it exited with ${code}` }),
          );
        });
        const { path, kind, folder, keepInternal, exported, topicWords } = task;
        say({ say: 'take', path, kind, folder, keepInternal, exported, topicWords });
      });
    } finally {
      signal?.removeEventListener('abort', abort);
      // By name: without the listeners of its own that see these come and go, a Worker would never start its port again.
      for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
    }
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }
}
