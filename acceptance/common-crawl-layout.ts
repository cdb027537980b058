/**
 * A server in the layout of Common Crawl's storage, on the loopback, serves the real excerpts of `commoncrawl/` and the pages of `pages/`
 * cut into small archives, and fails in every way that is known of it: what is ingested is, to the row, what an undisturbed run ingests.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProgressNote } from '../src/base/progress.ts';
import { planCrawl, type CrawlPlan } from '../src/pipeline/plan-crawl.ts';
import { CommonCrawl } from '../src/sources/common-crawl/storage.ts';
import { committedBatches } from '../src/store/batches.ts';
import { storedBytes } from '../src/store/stored-bytes.ts';
import { crawlOf, cutArchive, type Crawl } from '../test/common-crawl/crawl.ts';
import { startCommonCrawl, type Asked, type CommonCrawlServer, type Fault } from '../test/common-crawl/server.ts';
import { releaseDigest, tableDigest } from '../test/release-digest.ts';
import { throwawayIndex, type TestIndex } from '../test/test-index.ts';
import type { Check, Say } from './check.ts';

const name = 'CC-MAIN-2026-43';

export const commonCrawlLayout: Check = async (say, dataDir) => {
  const file = (path: string): Buffer => readFileSync(join(dataDir, path));
  const crawl = crawlOf(name, {
    warc: [
      ...cutArchive(file('pages/trafilatura.warc.gz'), 24),
      ...['CC-MAIN-2020-34-excerpt.warc.gz', 'whirlwind.warc.gz', 'cc.warc.gz'].map((real) => file(`commoncrawl/${real}`)),
    ],
    wat: [
      ...cutArchive(file('pages/trafilatura.derived.warc.wat.gz'), 20),
      ...['whirlwind.warc.wat.gz', 'CC-MAIN-20190519061520-20190519083520-00000.head.warc.wat.gz'].map((real) =>
        file(`commoncrawl/${real}`),
      ),
    ],
  });
  await ingests(say, crawl, 'warc');
  await ingests(say, crawl, 'wat');
  await oneMissing(say, crawl);
};

async function ingests(say: Say, crawl: Crawl, format: 'warc' | 'wat'): Promise<void> {
  const paths = [...crawl.files.keys()].filter((path) => path.includes(`/${format}/`));
  const bytes = paths.reduce((sum, path) => sum + (crawl.files.get(path)?.length ?? 0), 0);
  say(`${format}.files`, paths.length, 'files', paths.length >= 20);
  say(`${format}.bytes`, bytes, 'bytes');
  const calm = await run(crawl, format, () => null, true);
  if (calm.plan !== null) tellPlan(say, format, calm.plan, calm, bytes);
  const met = new Map<string, number>();
  const troubled = await run(crawl, format, (asked) => {
    const [kind, fault] = faultOf(paths, asked) ?? [];
    if (kind === undefined || fault === undefined) return null;
    met.set(kind, (met.get(kind) ?? 0) + 1);
    return fault;
  });
  for (const [kind, times] of met) say(`${format}.fault`, times, kind);
  say(`${format}.requests`, `${calm.requests} / ${troubled.requests}`, 'undisturbed / with faults');
  say(`${format}.sent`, `${calm.sent} / ${troubled.sent}`, 'bytes, undisturbed / with faults');
  say(`${format}.seconds`, `${calm.seconds.toFixed(1)} / ${troubled.seconds.toFixed(1)}`, 's, undisturbed / with faults');
  say(`${format}.captures`, calm.captures, 'captures', troubled.captures === calm.captures);
  say(
    `${format}.raw_rows`,
    troubled.raw === calm.raw ? 'equal' : `${troubled.raw} for ${calm.raw}`,
    'to the undisturbed run',
    troubled.raw === calm.raw,
  );
  say(
    `${format}.release`,
    troubled.release === calm.release ? 'equal' : 'other',
    'to the undisturbed run, table by table',
    troubled.release === calm.release,
  );
  say(`${format}.again`, troubled.askedAgain, 'files asked for when the same is ingested again', troubled.askedAgain === 0);
}

/** Every file but some meets a fault when it is asked for first, some a second one when it is continued. */
function faultOf(paths: readonly string[], { path, times }: Asked): [string, Fault] | null {
  const number = paths.indexOf(path);
  if (number === -1) return times === 1 && path.endsWith('.paths.gz') ? ['list refused (503)', { status: 503 }] : null;
  const first: [string, Fault][] = [
    ['connection cut', { breakAfter: 40_000 }],
    ['refused (503)', { status: 503, retryAfter: '0' }],
    ['refused (403)', { status: 403 }],
    ['refused (429)', { status: 429 }],
    ['slow drip', { dripBytes: 20_000, everyMs: 10 }],
    ['wrong bytes', { flipByte: 1_000 }],
    ['connection reset', { reset: true }],
    ['server error (500)', { status: 500 }],
  ];
  if (times === 1) return number % 9 === 8 ? null : (first[number % 9] ?? null);
  if (times === 2 && number % 3 === 0) return ['connection cut again', { breakAfter: 10_000 }];
  return times === 3 && number % 6 === 0 ? ['wrong bytes at the end', { flipByte: 5_000_000 }] : null;
}

function tellPlan(say: Say, format: string, plan: CrawlPlan, { captures, links, storedBytes: stored, seconds }: Run, bytes: number): void {
  say(`${format}.plan.bytes`, plan.fetch_bytes ?? 'unknown', 'bytes to fetch, exactly', plan.fetch_bytes === bytes);
  say(`${format}.plan.pages`, `${plan.pages_estimate} / ${captures}`, 'pages, planned / found', isNear(plan.pages_estimate, captures));
  say(`${format}.plan.links`, `${plan.links_estimate} / ${links}`, 'links, planned / found', isNear(plan.links_estimate, links));
  say(
    `${format}.plan.index`,
    `${plan.index_bytes_estimate} / ${stored}`,
    'bytes of the index, planned / taken',
    isNear(plan.index_bytes_estimate, stored),
  );
  say(`${format}.plan.reading`, `${plan.read_seconds_estimate} / ${seconds.toFixed(1)}`, 's of reading, planned / taken');
}

async function planned(server: CommonCrawlServer, index: TestIndex, format: string): Promise<CrawlPlan> {
  const commonCrawl = new CommonCrawl(server.place);
  try {
    return await planCrawl(`cc:${name}:${format}`, { ...index, commonCrawl });
  } finally {
    await commonCrawl.close();
  }
}

/** A plan is made from the beginnings of a few files; those of a crawl are alike, these here are not. */
function isNear(planned: number, found: number): boolean {
  return Math.abs(planned - found) <= 0.25 * found;
}

interface Run {
  readonly plan: CrawlPlan | null;
  readonly links: number;
  readonly storedBytes: number;
  readonly captures: number;
  readonly raw: string;
  readonly release: string;
  readonly requests: number;
  readonly sent: number;
  readonly seconds: number;
  readonly askedAgain: number;
}

async function run(crawl: Crawl, format: string, faults: (asked: Asked) => Fault | null, isPlanned = false): Promise<Run> {
  await using server = await startCommonCrawl([crawl], { faults });
  await using index = await throwawayIndex({ commonCrawl: server.place });
  const plan = isPlanned ? await planned(server, index, format) : null;
  const before = { requests: server.asked.length, sent: server.sent.data };
  const { captures, links, seconds } = await index.ingest([`cc:${name}:${format}`]);
  const [requests, sent] = [server.asked.length - before.requests, server.sent.data - before.sent];
  const { release } = await index.refresh();
  const stored = await storedBytes(index.engine);
  const asked = server.asked.length;
  await index.ingest([`cc:latest:${format}`]);
  return {
    plan,
    captures,
    links,
    storedBytes: stored,
    raw: await rawRows(index),
    release: JSON.stringify(await releaseDigest(index.engine, release.id)),
    requests,
    sent,
    seconds,
    askedAgain: archivesAsked(server, asked),
  };
}

function archivesAsked(server: CommonCrawlServer, from: number): number {
  return server.asked.slice(from).filter(({ path }) => /\.warc\.(?:wat\.)?gz$/.test(path)).length;
}

async function rawRows(index: TestIndex): Promise<string> {
  const digests = ['captures', 'linksets', 'link_context'].map((table) =>
    tableDigest(index.engine, `(SELECT * EXCEPT (batch_id) FROM ${table})`),
  );
  return (await Promise.all(digests)).join(' | ');
}

/** A file in the middle of the list that the storage has not. */
async function oneMissing(say: Say, crawl: Crawl): Promise<void> {
  const gone = '00013.warc.wat.gz';
  await using server = await startCommonCrawl([crawl], { faults: ({ path }) => (path.endsWith(gone) ? { status: 404 } : null) });
  await using index = await throwawayIndex({ commonCrawl: server.place });
  const warnings: ProgressNote[] = [];
  const note = (told: ProgressNote): void => void (told.level === 'warning' && warnings.push(told));
  const failure = await index.ingest([`cc:${name}:wat`], { update: () => {}, note }).then(
    () => 'none',
    (thrown: unknown) => String(thrown),
  );
  say('missing.failure', failure, '-', failure.includes(gone) && failure.includes('404'));
  say('missing.warnings', warnings.length, 'files named', warnings.length === 1);
  say('missing.others', committedBatches(index.accounts).length, 'files ingested', committedBatches(index.accounts).length === 21);
}
