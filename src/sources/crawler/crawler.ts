/**
 * A polite crawl: fetches pages and writes them as WARC 1.1. It knows nothing of what pages mean; which of their links may be followed
 * is told by a PageReader.
 *
 *   frontier (disk) -> lane of a host -> robots.txt -> request -> record (segment) + what it led to (frontier)
 *
 * One request at a time to a host, and a delay from the end of an answer to the next request. Can be killed at any moment: a page counts
 * as fetched when its record is on the segment, and what the frontier had not heard of is read from there (recording.ts).
 * Memory: a lane a host, a number a path that is counted against traps, and `crawlRequestsAtOnce` bodies.
 */
import { setMaxListeners } from 'node:events';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import { silent, type Progress } from '../../base/progress.ts';
import { parseUrl } from '../../model/url.ts';
import type { Guard } from '../guard.ts';
import { decodeBody } from '../warc/coding.ts';
import { Discovery, redirectStatuses, type Consequences, type PageReader } from './discovery.ts';
import type { Fetched } from './fetch-page.ts';
import { Frontier, type SeedFate, type StoredRobots, type Waiting } from './frontier.ts';
import { Lanes, type Lane, type RobotsRequest } from './lanes.ts';
import { Recording, type Before } from './recording.ts';
import { isTransient, Requests, retryAfterMs } from './requests.ts';
import { conditionsOf, earlierPage } from './revisit.ts';
import { RobotsDesk, robotsOf } from './robots-desk.ts';
import { parseSitemap } from './sitemap.ts';
import { Visits } from './visits.ts';

export interface CrawlOptions {
  readonly guard: Guard;
  /** Of this crawl alone: segments and, until it has ended, the frontier. */
  readonly folder: string;
  /** The name of the collection. */
  readonly name: string;
  /** The file of pages that were fetched before, by any crawl. */
  readonly visits: string;
  readonly reader: PageReader;
  /** Product token of robots.txt, and the whole User-Agent with the operator's contact. */
  readonly agent: string;
  readonly userAgent: string;
  readonly contact: string;
  /** Answers recorded at most, redirects included. */
  readonly pages: number;
  /** Links from a seed at most. */
  readonly depth: number;
  readonly hosts: 'seed' | 'any';
  /** Whether sitemaps of the seeds' hosts are read. */
  readonly sitemaps: boolean;
  readonly delayMs: number;
  /** Fetch pages whole although they were captured before. */
  readonly whole?: boolean;
  readonly segmentBytesMax?: number;
  /** A segment is finished: it never changes again. */
  readonly onSegment: (path: string) => void;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

export interface CrawlOutcome {
  /** Answers recorded, redirects and revisits included. */
  readonly captures: number;
  /** Pages by what became of them: `fetched`, `refused`, `failed`, each by reason. */
  readonly by: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Links that were not taken in, by reason. */
  readonly dropped: Readonly<Record<string, number>>;
  /** URLs that were left when `pages` was reached. */
  readonly waiting: number;
  readonly hosts: number;
  readonly segments: readonly string[];
  /** What became of the URLs that it began with, and of those to which they redirect. */
  readonly seeds: readonly SeedFate[];
}

/** Whether a crawl in this folder was begun and has not ended. */
export function isUnfinished(folder: string): boolean {
  return existsSync(frontierPath(folder));
}

/** Forgets the frontier of a crawl whose segments are safe: the crawl has ended. */
export function endCrawl(folder: string): void {
  for (const ending of ['-wal', '-shm', '']) rmSync(`${frontierPath(folder)}${ending}`, { force: true });
}

/** Begins the crawl in `folder`, or goes on with it. Throws when aborted, and when the disk fails; failures of the web are counted. */
export async function crawl(seeds: readonly string[], options: CrawlOptions): Promise<CrawlOutcome> {
  mkdirSync(options.folder, { recursive: true });
  const run = new CrawlRun(options);
  try {
    return await run.of(seeds);
  } finally {
    run.close();
  }
}

function frontierPath(folder: string): string {
  return join(folder, 'frontier.sqlite');
}

/** URLs of one host that are refused in one go before others get their turn. */
const refusalsAtOnce = 200;
const progressEveryMs = 200;

type Task = { readonly robots: RobotsRequest } | { readonly entry: Waiting };

class CrawlRun {
  readonly #options: CrawlOptions;
  readonly #progress: Progress;
  readonly #frontier: Frontier;
  readonly #visits: Visits;
  readonly #discovery: Discovery;
  readonly #recording: Recording;
  readonly #requests: Requests;
  readonly #desk: RobotsDesk;
  readonly #lanes: Lanes;
  readonly #startedAt = performance.now();
  /** Aborts what is under way, when the caller or a failure of this machine says so. */
  readonly #stop = new AbortController();
  #running = 0;
  #pagesUnderWay = 0;
  #bytes = 0;
  #toldAt = 0;
  #wakeUp: () => void = () => {};

  constructor(options: CrawlOptions) {
    const { guard, userAgent, reader, visits, agent, delayMs } = options;
    this.#options = options;
    this.#progress = options.progress ?? silent;
    // Each request listens; Node would warn of a leak from the eleventh on.
    setMaxListeners(2 * limits.crawlRequestsAtOnce, this.#stop.signal);
    this.#frontier = new Frontier(frontierPath(options.folder));
    this.#visits = new Visits(visits);
    this.#discovery = new Discovery(this.#frontier, options);
    this.#recording = new Recording({ ...options, info: infoOf(options) }, this.#frontier, this.#visits, this.#discovery);
    this.#requests = new Requests({ guard, userAgent, signal: this.#stop.signal, mayBePage: (type) => reader.mayBePage(type) });
    this.#desk = new RobotsDesk(this.#frontier, agent);
    // Before, a host may have been asked a moment ago by a process that was killed.
    const resumed = this.#frontier.hostsWaiting().length > 0 || this.#recording.captures > 0;
    this.#lanes = new Lanes(delayMs, resumed ? this.#startedAt : Number.NEGATIVE_INFINITY);
  }

  async of(seeds: readonly string[]): Promise<CrawlOutcome> {
    const { signal } = this.#options;
    const onAbort = (): void => this.#end(signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted === true) onAbort();
    try {
      await this.#recording.open();
      this.#frontier.add(seeds.flatMap((url) => this.#discovery.seed(url) ?? []));
      for (const host of this.#frontier.hostsWaiting()) this.#lanes.wake(host);
      await this.#work();
      this.#recording.end();
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
    return {
      captures: this.#recording.captures,
      ...this.#frontier.outcome(),
      waiting: this.#frontier.waiting,
      segments: this.#recording.finished(),
      seeds: this.#frontier.seeds(),
    };
  }

  close(): void {
    this.#recording.close();
    this.#frontier.close();
    this.#visits.close();
  }

  /** Starts requests as turns come and slots are free, until nothing is left or enough pages are there. */
  async #work(): Promise<void> {
    const { signal } = this.#stop;
    for (;;) {
      if (signal.aborted && this.#running === 0) throw signal.reason;
      while (!signal.aborted && this.#hasRoom()) {
        const lane = this.#lanes.take(performance.now());
        if (lane === null) break;
        this.#turn(lane);
      }
      const nextAt = signal.aborted || !this.#hasRoom() ? null : this.#lanes.nextAt();
      if (this.#running === 0 && nextAt === null) {
        if (!signal.aborted) return;
        continue;
      }
      await this.#wait(nextAt);
    }
  }

  /** Pages under way count against the limit, so that it is never passed. */
  #hasRoom(): boolean {
    return this.#running < limits.crawlRequestsAtOnce && this.#recording.captures + this.#pagesUnderWay < this.#options.pages;
  }

  /** Until the next turn, or until something has ended. Timers may be early by a millisecond: whose turn it is decides the clock. */
  async #wait(nextAt: number | null): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wakeUp = resolve;
      if (nextAt !== null) timer = setTimeout(resolve, Math.max(0, Math.ceil(nextAt - performance.now())));
    });
    clearTimeout(timer);
  }

  #turn(lane: Lane): void {
    const task = this.#taskOf(lane);
    if (typeof task === 'string') {
      this.#lanes.release(lane);
      if (task === 'later') this.#lanes.wake(lane.host);
      return;
    }
    const isPage = 'entry' in task && task.entry.kind === 'page';
    this.#running += 1;
    this.#pagesUnderWay += isPage ? 1 : 0;
    void this.#one(lane, task)
      .catch((thrown: unknown) => this.#end(thrown))
      .finally(() => {
        this.#running -= 1;
        this.#pagesUnderWay -= isPage ? 1 : 0;
        this.#lanes.rest(lane, performance.now());
        this.#lanes.wake(lane.host);
        this.#wakeUp();
      });
  }

  /** What a lane asks next. `nothing`: it has nothing, or waits for a robots.txt; `later`: its turn is not now. */
  #taskOf(lane: Lane): Task | 'nothing' | 'later' {
    const robots = lane.robots.shift();
    if (robots !== undefined) return { robots };
    for (let refused = 0; refused < refusalsAtOnce; refused++) {
      const entry = this.#frontier.next(lane.host);
      if (entry === null) return 'nothing';
      const { origin } = new URL(entry.url);
      const known = this.#desk.of(origin);
      if (known === 'asked') return 'nothing';
      if (known === 'unknown') {
        this.#desk.ask(origin);
        return { robots: { origin, url: `${origin}/robots.txt`, redirects: 0, tries: 0 } };
      }
      const wanted = (known.robots.crawlDelay ?? 0) * 1000;
      lane.delayMs = Math.max(lane.delayMs, Math.min(wanted, limits.crawlDelayMsMax));
      const reason = this.#refusal(known, entry, wanted);
      if (reason !== null) this.#settle(entry, { fate: { state: 'refused', reason } });
      else if (lane.askedAt + lane.delayMs <= performance.now()) return { entry };
      else {
        lane.readyAt = Math.max(lane.readyAt, lane.askedAt + lane.delayMs);
        return 'later';
      }
    }
    return 'later';
  }

  #refusal({ robots, stored }: Exclude<ReturnType<RobotsDesk['of']>, string>, entry: Waiting, wantedMs: number): string | null {
    if (stored.verdict === 'refused') return 'address_refused';
    if (stored.verdict === 'unreachable') return 'robots_unreachable';
    if (wantedMs > limits.crawlDelayMsMax) return 'crawl_delay';
    return robots.allows(entry.url) ? null : 'robots';
  }

  async #one(lane: Lane, task: Task): Promise<void> {
    if ('robots' in task) await this.#askRobots(lane, task.robots);
    else await this.#fetch(lane, task.entry);
  }

  async #askRobots(lane: Lane, request: RobotsRequest): Promise<void> {
    const { origin, url, redirects, tries } = request;
    const asked = await this.#requests.file(url, limits.robotsBytesMax);
    if (asked instanceof Failure) return this.#knowRobots(origin, { verdict: 'refused', text: '', fetchedAt: Date.now() });
    const location = asked !== null && redirectStatuses.has(asked.status) ? asked.fields.get('location') : undefined;
    const target = location === undefined ? null : parseUrl(location, url);
    if (target !== null && redirects < limits.robotsRedirectsMax && /^https?:$/.test(target.protocol)) {
      this.#lanes.of(target.hostname).robots.push({ origin, url: target.href, redirects: redirects + 1, tries: 0 });
      this.#lanes.wake(target.hostname);
      return;
    }
    const found = asked === null ? 'again' : robotsOf(asked, decodeBody(asked.body, asked.fields).body);
    if (found !== 'again') return this.#knowRobots(origin, found);
    if (tries + 1 >= limits.crawlTriesMax) return this.#knowRobots(origin, { verdict: 'unreachable', text: '', fetchedAt: Date.now() });
    lane.robots.unshift({ ...request, tries: tries + 1 });
    this.#leaveAlone(lane, tries, asked);
  }

  #knowRobots(origin: string, stored: StoredRobots): void {
    const robots = this.#desk.keep(origin, stored);
    const { hostname } = new URL(origin);
    if (this.#options.sitemaps && this.#options.depth > 0 && (stored.verdict === 'rules' || stored.verdict === 'absent'))
      this.#addSitemaps(robots.sitemaps.length > 0 ? robots.sitemaps : [`${origin}/sitemap.xml`]);
    this.#lanes.wake(hostname);
  }

  #addSitemaps(urls: readonly string[]): void {
    for (const text of urls.slice(0, limits.sitemapsPerHostMax)) {
      const url = parseUrl(text);
      if (url === null || !/^https?:$/.test(url.protocol) || !this.#discovery.isOfSeed(url)) continue;
      const { href, hostname: host } = url;
      if (this.#frontier.countSitemaps(host) >= limits.sitemapsPerHostMax) continue;
      this.#frontier.add([{ key: `sitemap ${href}`, url: href, host, kind: 'sitemap', depth: 0, redirects: 0 }]);
      this.#lanes.wake(host);
    }
  }

  async #fetch(lane: Lane, entry: Waiting): Promise<void> {
    this.#frontier.tried(entry);
    const before = entry.kind === 'page' ? this.#before(entry) : null;
    const fetched =
      entry.kind === 'sitemap'
        ? await this.#requests.file(entry.url, limits.sitemapBytesMax)
        : await this.#requests.page(entry.url, limits.crawlBodyBytesMax, conditionsOf(before?.visit ?? null));
    if (fetched instanceof Failure) return this.#settle(entry, { fate: { state: 'refused', reason: 'address_refused' } });
    if (fetched === null || isTransient(fetched)) {
      lane.failures += 1;
      if (lane.failures >= limits.crawlHostFailuresMax) return this.#frontier.giveUp(lane.host, 'host_unreachable');
      this.#leaveAlone(lane, entry.tries, fetched);
      if (entry.tries + 1 < limits.crawlTriesMax) return;
      if (fetched === null) return this.#settle(entry, { fate: { state: 'failed', reason: 'unreachable' } });
    } else lane.failures = 0;
    if (entry.kind === 'sitemap') return this.#readSitemap(entry, fetched);
    this.#follow(await this.#recording.record(entry, fetched, before));
    this.#bytes += fetched.body.length;
    this.#tell();
  }

  /** A page that did not change is not sent again: where its links are wanted, they must come from the capture that has them. */
  #before(entry: Waiting): Before | null {
    const visit = this.#options.whole === true ? null : this.#visits.of(entry.key);
    if (visit === null) return null;
    if (entry.depth >= this.#options.depth) return { visit, page: null };
    const page = earlierPage(visit);
    return page === null ? null : { visit, page };
  }

  /** A host that fails is asked less and less often, and not before it says. */
  #leaveAlone(lane: Lane, tries: number, answer: Fetched | null): void {
    const wanted = answer === null ? 0 : retryAfterMs(answer);
    const pause = Math.max(wanted, Math.max(lane.delayMs, this.#options.delayMs) * 2 ** (tries + 1));
    lane.readyAt = Math.max(lane.readyAt, performance.now() + Math.min(pause, limits.crawlDelayMsMax));
  }

  #readSitemap(entry: Waiting, fetched: Fetched): void {
    const location = redirectStatuses.has(fetched.status) ? fetched.fields.get('location') : undefined;
    const target = location === undefined ? null : parseUrl(location, fetched.url);
    if (target !== null && entry.redirects < limits.redirectsMax && this.#discovery.isInScope(target))
      return this.#settle(entry, { fate: { state: 'moved', url: target.href, host: target.hostname } });
    if (fetched.status !== 200 || fetched.cut !== null)
      return this.#settle(entry, { fate: { state: 'failed', reason: `status_${fetched.status}` } });
    const { pages, sitemaps } = parseSitemap(decodeBody(fetched.body, fetched.fields).body);
    this.#addSitemaps(sitemaps);
    this.#settle(entry, { fate: { state: 'fetched', reason: 'sitemap' }, ...this.#discovery.listed(fetched.url, pages) });
  }

  /** What became of an entry for which there is no record. */
  #settle(entry: Waiting, { fate, found = [], dropped = {} }: Pick<Consequences, 'fate'> & Partial<Consequences>): void {
    this.#frontier.settle(entry, fate, found, dropped, null);
    this.#follow({ fate, found, dropped });
  }

  #follow({ fate, found }: Consequences): void {
    if (fate.state === 'moved') this.#lanes.wake(fate.host);
    for (const { host } of found) this.#lanes.wake(host);
  }

  #tell(): void {
    const now = performance.now();
    if (now - this.#toldAt < progressEveryMs) return;
    this.#toldAt = now;
    const { pages } = this.#options;
    this.#progress.update({
      task: 'crawl',
      step: 'fetching',
      done: this.#recording.captures,
      total: Math.min(pages, this.#recording.captures + this.#frontier.waiting),
      unit: 'pages',
      counts: { bytes: this.#bytes, requests: this.#running },
      elapsedMs: now - this.#startedAt,
    });
  }

  #end(reason: unknown): void {
    if (!this.#stop.signal.aborted) this.#stop.abort(reason ?? new Failure('cancelled'));
    this.#wakeUp();
  }
}

/** What a segment says of itself. */
function infoOf({ name, userAgent, contact }: CrawlOptions): Readonly<Record<string, string>> {
  return {
    software: userAgent.split(' ')[0] ?? userAgent,
    format: 'WARC File Format 1.1',
    conformsTo: 'https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/',
    isPartOf: name,
    operator: contact,
    robots: 'obey',
    'http-header-user-agent': userAgent,
  };
}
