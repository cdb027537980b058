/** A thread for worker.test.ts: goes behind, and says its priority. */
import { getPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { goBehindQuestions } from '../src/base/worker.ts';

goBehindQuestions();
parentPort?.postMessage(getPriority(0));
