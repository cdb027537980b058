/**
 * `node --import tsx test/index-run.ts FOLDER ARCHIVE...`: indexes archives one after the other, each with a refresh behind it, and
 * writes the name of each step on a line as it begins. A process of its own, so that it can be killed at any moment.
 */
import { writeSync } from 'node:fs';
import type { Progress } from '../src/base/progress.ts';
import { openIndex } from './test-index.ts';

const [folder = '', ...archives] = process.argv.slice(2);
let shown = '';
const progress: Progress = {
  update: ({ step }) => {
    if (step !== shown) writeSync(1, `${(shown = step)}\n`);
  },
  note: () => {},
};

await using index = await openIndex(folder);
for (const archive of archives) {
  writeSync(1, 'ingest\n');
  await index.ingest([archive], progress);
  await index.refresh(false, progress);
}
