/**
 * An ingest of a part of a crawl is killed while files are fetched and read, again and again: what is committed is not fetched a second
 * time, what is half fetched is continued, and in the end the rows are those of a run that was left alone.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { committedBatches } from '../src/store/batches.ts';
import { crawlOf, cutArchive } from '../test/common-crawl/crawl.ts';
import { startCommonCrawl, type Asked, type CommonCrawlServer } from '../test/common-crawl/server.ts';
import { tableDigest } from '../test/release-digest.ts';
import { openIndex, throwawayIndex, type TestIndex } from '../test/test-index.ts';
import type { Check } from './check.ts';

const root = resolve(import.meta.dirname, '..');
const source = 'cc:CC-MAIN-2026-43:warc';
/** A run is killed when it has asked for so many files. */
const killedAfter = [2, 5, 6, 7, 4];

export const commonCrawlKilled: Check = async (say, dataDir) => {
  const crawl = crawlOf('CC-MAIN-2026-43', { warc: cutArchive(readFileSync(join(dataDir, 'pages/trafilatura.warc.gz')), 24) });
  const undisturbed = await leftAlone(crawl);
  const watch: { onAsked: (asked: Asked) => void } = { onAsked: () => {} };
  // Slow enough that every kill meets files on their way.
  const faults = (asked: Asked): { dripBytes: number; everyMs: number } => (watch.onAsked(asked), { dripBytes: 50_000, everyMs: 25 });
  await using server = await startCommonCrawl([crawl], { faults });
  const folder = mkdtempSync(join(tmpdir(), 'openbacklinks-killed-'));
  try {
    let [kills, again] = [0, 0];
    for (const after of [...killedAfter, null]) {
      const held = await committedIn(folder);
      const from = server.asked.length;
      kills += (await run(folder, server, watch, after)) ? 1 : 0;
      again += server.asked.slice(from).filter(({ path }) => held.has(path)).length;
      say(`run.${after ?? 'last'}`, `${held.size} / ${(await committedIn(folder)).size}`, 'files committed before / after');
    }
    say('kills', kills, 'runs killed', kills === killedAfter.length);
    say('again', again, 'committed files asked for again', again === 0);
    say(
      'continued',
      server.asked.filter(({ range }) => range !== null).length,
      'downloads continued where they were cut',
      server.asked.some(({ range }) => range !== null),
    );
    await using index = await openIndex(folder);
    const rows = await rawRows(index);
    say('rows', rows === undisturbed ? 'equal' : `${rows} for ${undisturbed}`, 'to the run that was left alone', rows === undisturbed);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

async function leftAlone(crawl: Parameters<typeof startCommonCrawl>[0][number]): Promise<string> {
  await using server = await startCommonCrawl([crawl]);
  await using index = await throwawayIndex({ commonCrawl: server.place });
  await index.ingest([source]);
  return await rawRows(index);
}

/** Runs in a process of its own, killed when it has asked for `after` files. Returns whether it was killed. */
async function run(
  folder: string,
  server: CommonCrawlServer,
  watch: { onAsked: (asked: Asked) => void },
  after: number | null,
): Promise<boolean> {
  const env = {
    ...process.env,
    UV_THREADPOOL_SIZE: '16',
    OPENBACKLINKS_CC_BASE: server.place.base,
    OPENBACKLINKS_CC_INDEX: server.place.index,
  };
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'test/index-run.ts'), folder, source], {
    cwd: root,
    env,
    stdio: 'ignore',
  });
  let files = 0;
  watch.onAsked = ({ path }) => {
    if (path.endsWith('.warc.gz')) files += 1;
    if (files === after) setTimeout(() => child.kill('SIGKILL'), 100);
  };
  return new Promise((done) => child.once('close', (_code, signal) => done(signal === 'SIGKILL')));
}

async function committedIn(folder: string): Promise<ReadonlySet<string>> {
  await using index = await openIndex(folder);
  return new Set(committedBatches(index.accounts).map(({ archive }) => archive.slice(archive.indexOf('crawl-data/'))));
}

async function rawRows(index: TestIndex): Promise<string> {
  const digests = ['captures', 'linksets', 'link_context'].map((table) =>
    tableDigest(index.engine, `(SELECT * EXCEPT (batch_id) FROM ${table})`),
  );
  return (await Promise.all(digests)).join(' | ');
}
