/**
 * `node --import tsx test/index-run.ts FOLDER ARCHIVE...`: indexes archives one after the other, each with a refresh behind it, and
 * writes the name of each step on a line as it begins. A process of its own, so that it can be killed at any moment. An archive may be a
 * part of a crawl: `OPENBACKLINKS_CC_BASE` and `OPENBACKLINKS_CC_INDEX` say where crawls lie.
 */
import { writeSync } from 'node:fs';
import { readConfig } from '../src/base/config.ts';
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

const { ccBase, ccIndex } = readConfig({}, process.env);
await using index = await openIndex(folder, { commonCrawl: { base: ccBase, index: ccIndex, backoffMs: 1 } });
for (const archive of archives) {
  writeSync(1, 'ingest\n');
  await index.ingest([archive], progress);
  await index.refresh(false, progress);
}
