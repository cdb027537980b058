import { statSync } from 'node:fs';

/** Told of work done: bytes of files read of those to be read in this step, and edges read so far. */
export type OnProgress = (step: string, bytes: number, total: number, edges: number) => void;

/** Adds up what is read in each step. */
export class ReadingMeter {
  edges = 0;
  readonly #onProgress: OnProgress;

  constructor(onProgress: OnProgress) {
    this.#onProgress = onProgress;
  }

  step(step: string, paths: readonly string[]): (bytes: number) => void {
    const total = bytesOf(paths);
    let done = 0;
    this.#onProgress(step, 0, total, this.edges);
    return (bytes) => this.#onProgress(step, (done += bytes), total, this.edges);
  }
}

export function bytesOf(paths: readonly string[]): number {
  return paths.reduce((sum, path) => sum + statSync(path).size, 0);
}
