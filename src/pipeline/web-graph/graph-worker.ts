/** The thread that reads and sorts a web graph, so that questions go on being answered. Talks in the words of messages.ts. */
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { goBehindQuestions } from '../../base/worker.ts';
import { failedMessage } from '../worker-failure.ts';
import { sortLinks } from './links.ts';
import type { FromGraphWorker, GraphPlan, PreparedGraph, ToGraphWorker } from './messages.ts';
import { partitionPaths } from './partition-files.ts';
import { prepareGraph } from './prepare.ts';

const port = parentPort ?? fatal();
const progressEveryMs = 250;
goBehindQuestions();

let ready: { readonly plan: GraphPlan; readonly prepared: PreparedGraph } | null = null;

port.on('message', (message: ToGraphWorker) => {
  answer(message).then(tell, (thrown: unknown) => tell(failedMessage(thrown)));
});

async function answer(message: ToGraphWorker): Promise<FromGraphWorker> {
  if (message.say === 'prepare') {
    const { plan } = message;
    const prepared = await prepareGraph(plan, progressTeller());
    ready = { plan, prepared };
    return { say: 'prepared', prepared };
  }
  if (ready === null) throw new Error('told to sort before a graph was prepared');
  const { partitions, facts } = ready.prepared;
  const { folder } = ready.plan;
  const path = join(folder, `in-${String(message.partition).padStart(3, '0')}.rowbinary`);
  const from = partitionPaths(folder, 'links', partitions)[message.partition] ?? fatal();
  return { say: 'sorted', sorted: { path, links: sortLinks(from, message.partition, partitions, facts.nodes, path) } };
}

/** Tells a step's beginning, and then at most four times a second. */
function progressTeller(): Parameters<typeof prepareGraph>[1] {
  let told = { step: '', at: 0 };
  return (step, bytes, total, edges) => {
    const now = performance.now();
    if (step === told.step && now - told.at < progressEveryMs) return;
    told = { step, at: now };
    tell({ say: 'progress', step, bytes, total, edges });
  };
}

function tell(message: FromGraphWorker): void {
  port.postMessage(message);
}

function fatal(): never {
  throw new Error('graph-worker.ts runs as a worker only');
}
