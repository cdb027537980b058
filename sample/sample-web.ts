/**
 * Writes the sample web: four small crawls of a fictional town, a month apart, as WARC files. The first run indexes them, and end-to-end
 * tests compare the index with the truth that comes with them. The same bytes on every run: nothing is drawn from clock, network or chance.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { exchangesOf, planCaptures } from './crawl.ts';
import { crawls } from './months.ts';
import { townSites } from './town/town.ts';
import { SampleTruth } from './truth.ts';
import { WarcWriter } from './warc-writer.ts';

/** The target that the first run's example question is about. */
export const sampleTarget = 'riverside-plumbing.example';

/** Writes `SAMPLE-2026-07.warc.gz` and so on into `folder`, which is made when it is missing. */
export async function writeSampleWeb(folder: string): Promise<SampleTruth> {
  const captures = planCaptures(townSites());
  const writers = crawls.map((crawl) => {
    const writer = new WarcWriter();
    const fields = { software: 'openbacklinks sample web', format: 'WARC File Format 1.1', isPartOf: crawl.name };
    writer.info(fields, `${crawl.name}.warc.gz`, crawl.begins);
    return writer;
  });
  for (const [{ month }, exchange] of exchangesOf(captures)) writers[month]?.exchange(exchange);

  await mkdir(folder, { recursive: true });
  const files = crawls.map(({ name }) => path.join(folder, `${name}.warc.gz`));
  await Promise.all(files.map((file, month) => writeFile(file, writers[month]?.bytes() ?? Buffer.alloc(0))));
  return new SampleTruth(files, captures);
}
