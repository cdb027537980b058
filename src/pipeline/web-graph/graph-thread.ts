import type { Worker } from 'node:worker_threads';
import { Failure } from '../../base/errors.ts';
import { startWorker } from '../../base/worker.ts';
import { failureOf } from '../worker-failure.ts';
import type { FromGraphWorker, GraphPlan, PreparedGraph, SortedLinks, ToGraphWorker } from './messages.ts';

type OnProgress = (progress: Extract<FromGraphWorker, { say: 'progress' }>) => void;

/** The main thread's end of graph-worker.ts: one question at a time. A thread that dies fails the question. */
export class GraphThread {
  readonly #name: string;
  readonly #worker: Worker;
  readonly #signal: AbortSignal | undefined;
  readonly #onProgress: OnProgress;

  constructor(name: string, onProgress: OnProgress, signal: AbortSignal | undefined) {
    this.#name = name;
    this.#signal = signal;
    this.#onProgress = onProgress;
    this.#worker = startWorker(new URL('./graph-worker.ts', import.meta.url));
  }

  async prepare(plan: GraphPlan): Promise<PreparedGraph> {
    const answer = await this.#ask({ say: 'prepare', plan });
    return answer.say === 'prepared' ? answer.prepared : unexpected(answer);
  }

  async sort(partition: number): Promise<SortedLinks> {
    const answer = await this.#ask({ say: 'sort', partition });
    return answer.say === 'sorted' ? answer.sorted : unexpected(answer);
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  async #ask(question: ToGraphWorker): Promise<FromGraphWorker> {
    this.#signal?.throwIfAborted();
    const worker = this.#worker;
    const abort = (): void => void worker.terminate();
    this.#signal?.addEventListener('abort', abort, { once: true });
    try {
      return await new Promise<FromGraphWorker>((resolve, reject) => {
        worker.on('message', (message: FromGraphWorker) => {
          if (message.say === 'progress') this.#onProgress(message);
          else if (message.say === 'failed') reject(failureOf(message, this.#name));
          else resolve(message);
        });
        worker.once('error', (thrown) => reject(new Failure('worker_failed', { path: this.#name, reason: thrown.message }, thrown)));
        worker.once('exit', (code) =>
          reject(
            this.#signal?.aborted === true
              ? this.#signal.reason
              : new Failure('worker_failed', { path: this.#name, reason: `it exited with ${code}` }),
          ),
        );
        worker.postMessage(question);
      });
    } finally {
      this.#signal?.removeEventListener('abort', abort);
      // By name, as in extractor.ts: a Worker listens to itself too.
      for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
    }
  }
}

function unexpected({ say }: FromGraphWorker): never {
  throw new Error(`the thread answered "${say}" to another question`);
}
