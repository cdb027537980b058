/** A crawl whose process is killed again and again: what stands on the disk at each kill, and what is asked for afterwards. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CrawlResult } from '../src/pipeline/crawl.ts';
import { readArchive } from '../src/sources/warc.ts';
import type { CrawlRunInput } from './crawl-run.ts';
import type { LoopbackWeb } from './loopback-web.ts';

export interface KilledCrawl {
  /** With the processor time of the run that was not killed: up to its last request, and in all. */
  readonly result: CrawlResult & { readonly fetchingCpuSeconds: number; readonly cpuSeconds: number };
  readonly kills: number;
  /** Pages whose record stood on the disk when the process was killed, and that were asked for again. */
  readonly askedAgain: readonly string[];
  /** Pages with more than one record. */
  readonly recordedTwice: readonly string[];
  /** Recorded pages. */
  readonly recorded: ReadonlySet<string>;
  /** Requests beyond the first for a URL: those that were under way when the process was killed. */
  readonly repeated: number;
}

const root = path.resolve(import.meta.dirname, '..');

/** Kills the crawl whenever the web has seen as many visits as `moments` says, the last time never. `folder` gets the index. */
export async function killedCrawl(
  web: LoopbackWeb,
  folder: string,
  input: Omit<CrawlRunInput, 'port'>,
  moments: readonly number[],
): Promise<KilledCrawl> {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'crawl.json');
  writeFileSync(file, JSON.stringify({ ...input, port: web.port } satisfies CrawlRunInput));
  const askedAgain: string[] = [];
  let safe: ReadonlySet<string> = new Set();
  let from = 0;
  for (const moment of [...moments, Number.POSITIVE_INFINITY]) {
    const ended = await runUntil(web, folder, file, moment);
    askedAgain.push(...web.visits.slice(from).flatMap(({ url }) => (safe.has(url) ? [url] : [])));
    if (ended !== null && moment !== Number.POSITIVE_INFINITY) throw new Error(`the crawl ended before ${moment} visits`);
    const records = recordsIn(path.join(folder, 'crawls'));
    safe = new Set(records);
    from = web.visits.length;
    if (ended === null) continue;
    const recordedTwice = records.filter((url, i) => records.indexOf(url) !== i);
    const repeated = web.visits.length - new Set(web.visits.map(({ url }) => url)).size;
    return {
      result: JSON.parse(ended) as KilledCrawl['result'],
      kills: moments.length,
      askedAgain,
      recordedTwice,
      recorded: safe,
      repeated,
    };
  }
  throw new Error('no run came to its end');
}

/** What the process printed; null when it was killed. */
async function runUntil(web: LoopbackWeb, folder: string, file: string, visits: number): Promise<string | null> {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(root, 'test/crawl-run.ts'), folder, file], {
    cwd: root,
    env: { ...process.env, UV_THREADPOOL_SIZE: '16' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, errors]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (piece: Buffer) => out.push(piece));
  child.stderr.on('data', (piece: Buffer) => errors.push(piece));
  const over = new AbortController();
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) =>
    child.on('close', (code, signal) => {
      over.abort();
      resolve({ code, signal });
    }),
  );
  while (!over.signal.aborted && web.visits.length < visits) await delay(2);
  if (!over.signal.aborted && visits !== Number.POSITIVE_INFINITY) child.kill('SIGKILL');
  const { code, signal } = await ended;
  if (signal === 'SIGKILL') return null;
  if (code !== 0) throw new Error(`a crawl ended with ${code}: ${Buffer.concat(errors).toString('utf8')}`);
  return Buffer.concat(out).toString('utf8');
}

/** URLs of the whole responses of all segments, finished or not. */
function recordsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.warc\.gz(?:\.part)?$/.test(name));
  return files.flatMap((name) =>
    Array.from(readArchive(path.join(folder, name)), ({ type, url, truncation }) =>
      type === 'response' && truncation !== 'archive' ? (url ?? '') : '',
    ).filter((url) => url !== ''),
  );
}
