/** One thread of a PageRank run. In: the job (all of it shared memory). Out, from the thread that tells: each iteration. */
import { parentPort, workerData } from 'node:worker_threads';
import { goBehindQuestions } from '../base/worker.ts';
import { iterate, type RankJob } from './pagerank-kernel.ts';

export interface RankWorkerData {
  readonly job: RankJob;
  readonly tells: boolean;
}

export interface RankMessage {
  readonly iteration: number;
  readonly delta: number;
}

goBehindQuestions();
const { job, tells }: RankWorkerData = workerData;
iterate(job, (iteration, delta) => {
  if (tells) parentPort?.postMessage({ iteration, delta } satisfies RankMessage);
});
