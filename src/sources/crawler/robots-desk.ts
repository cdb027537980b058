import { limits } from '../../base/limits.ts';
import type { Fetched } from './fetch-page.ts';
import type { Frontier, StoredRobots } from './frontier.ts';
import { allowAll, allowNone, parseRobots, type Robots } from './robots.ts';

/** How long a file is believed (RFC 9309 section 2.4). */
const believedMs = 24 * 3_600_000;
const rememberedMax = 10_000;

/** What origins (scheme, host, port) allow: kept in the frontier, so that a resumed crawl does not ask again. */
export class RobotsDesk {
  readonly #frontier: Frontier;
  readonly #agent: string;
  readonly #remembered = new Map<string, { readonly robots: Robots; readonly stored: StoredRobots }>();
  /** Origins whose file is being fetched. */
  readonly #asked = new Set<string>();

  constructor(frontier: Frontier, agent: string) {
    this.#frontier = frontier;
    this.#agent = agent;
  }

  /** `unknown`: nobody asked yet; `asked`: the answer is under way. */
  of(origin: string): { readonly robots: Robots; readonly stored: StoredRobots } | 'unknown' | 'asked' {
    if (this.#asked.has(origin)) return 'asked';
    const known = this.#remembered.get(origin) ?? this.#load(origin);
    return known === null || Date.now() - known.stored.fetchedAt > believedMs ? 'unknown' : known;
  }

  /** The file of this origin is going to be fetched. */
  ask(origin: string): void {
    this.#asked.add(origin);
  }

  keep(origin: string, stored: StoredRobots): Robots {
    this.#frontier.keepRobots(origin, stored);
    this.#asked.delete(origin);
    return this.#remember(origin, stored).robots;
  }

  #load(origin: string): { robots: Robots; stored: StoredRobots } | null {
    const stored = this.#frontier.robots(origin);
    return stored === null ? null : this.#remember(origin, stored);
  }

  #remember(origin: string, stored: StoredRobots): { robots: Robots; stored: StoredRobots } {
    if (this.#remembered.size >= rememberedMax) this.#remembered.clear();
    const known = { robots: this.#read(stored), stored };
    this.#remembered.set(origin, known);
    return known;
  }

  #read({ verdict, text }: StoredRobots): Robots {
    if (verdict === 'rules') return parseRobots(text, this.#agent);
    return verdict === 'absent' ? allowAll : allowNone;
  }
}

/** What an answer means (RFC 9309 section 2.3.1); `again`: the server could not say now. Redirects were followed before. */
export function robotsOf({ status, body, cut }: Fetched, decoded: Buffer): StoredRobots | 'again' {
  const fetchedAt = Date.now();
  if (status >= 200 && status < 300) {
    // A file that is longer than what is read counts as far as it was read; one that broke off does not.
    if (cut === 'disconnect' || cut === 'time') return 'again';
    const text = (decoded.length > 0 ? decoded : body).subarray(0, limits.robotsBytesMax).toString('utf8');
    return { verdict: 'rules', text, fetchedAt };
  }
  // "Unavailable": any other answer than an error of the server; also a redirect that leads nowhere. 429 asks to be left alone.
  return status >= 500 || status === 429 ? 'again' : { verdict: 'absent', text: '', fetchedAt };
}
