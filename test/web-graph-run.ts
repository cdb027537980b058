/**
 * `node --import tsx test/web-graph-run.ts FOLDER RELEASE`: imports a web graph in many partitions and writes each step on a line as it
 * goes on. A process of its own, so that it can be killed at any moment.
 */
import { writeSync } from 'node:fs';
import { openIndex } from './test-index.ts';

const [folder = '', release = ''] = process.argv.slice(2);
await using index = await openIndex(folder);
await index.importWebGraph(release, {
  partitionNames: 1_000,
  partitionLinks: 20_000,
  checkpointEdges: 1,
  progress: { update: ({ step, done }) => void writeSync(1, `${step} ${done}\n`), note: () => {} },
});
