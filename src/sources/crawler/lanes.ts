/** Whose turn it is: each host has one lane, on which one request runs at a time, and the next one not before its delay is over. */
export interface Lane {
  readonly host: string;
  /** When its turn is, by `performance.now()`. */
  readyAt: number;
  /** When its last request ended. */
  askedAt: number;
  /** From there to the next request. */
  delayMs: number;
  /** Failed requests in a row. */
  failures: number;
  /** What must be asked before the pages: files of robots.txt, by URL, with the origin that they speak for. */
  readonly robots: RobotsRequest[];
}

export interface RobotsRequest {
  readonly origin: string;
  readonly url: string;
  readonly redirects: number;
  readonly tries: number;
}

/** Lanes by host, and those that have something to do in the order of their turns. Memory: a lane for each host that was met. */
export class Lanes {
  readonly #all = new Map<string, Lane>();
  /** A heap by `readyAt`; each lane stands in it at most once. */
  readonly #turns: Lane[] = [];
  readonly #queued = new Set<Lane>();
  readonly #busy = new Set<Lane>();
  readonly #delayMs: number;
  readonly #askedAt: number;

  /** @param askedAt when any host may have been asked last, by an earlier process of the same crawl */
  constructor(delayMs: number, askedAt: number) {
    this.#delayMs = delayMs;
    this.#askedAt = askedAt;
  }

  of(host: string): Lane {
    const known = this.#all.get(host);
    if (known !== undefined) return known;
    const lane: Lane = {
      host,
      readyAt: this.#askedAt + this.#delayMs,
      askedAt: this.#askedAt,
      delayMs: this.#delayMs,
      failures: 0,
      robots: [],
    };
    this.#all.set(host, lane);
    return lane;
  }

  /** This host has something to do. A lane that is busy is queued again when it is released. */
  wake(host: string): void {
    const lane = this.of(host);
    if (this.#queued.has(lane) || this.#busy.has(lane)) return;
    this.#queued.add(lane);
    this.#turns.push(lane);
    this.#rise(this.#turns.length - 1);
  }

  /** When the next turn is; null when nothing waits. */
  nextAt(): number | null {
    return this.#turns[0]?.readyAt ?? null;
  }

  /** The lane whose turn it is, which is busy from now on; null when none is ready. */
  take(now: number): Lane | null {
    const [lane] = this.#turns;
    if (lane === undefined || lane.readyAt > now) return null;
    const last = this.#turns.pop();
    if (last !== undefined && last !== lane) {
      this.#turns[0] = last;
      this.#sink();
    }
    this.#queued.delete(lane);
    this.#busy.add(lane);
    return lane;
  }

  /** The request of this lane has ended; its host is left alone for a while. */
  rest(lane: Lane, now: number): void {
    this.#busy.delete(lane);
    lane.askedAt = now;
    lane.readyAt = Math.max(lane.readyAt, now + lane.delayMs);
  }

  /** Nothing was asked on this lane's turn. */
  release(lane: Lane): void {
    this.#busy.delete(lane);
  }

  #rise(from: number): void {
    for (let at = from; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfLater(parent, at)) return;
      at = parent;
    }
  }

  #sink(): void {
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const child = this.#readyAt(right) < this.#readyAt(left) ? right : left;
      if (!this.#swapIfLater(at, child)) return;
      at = child;
    }
  }

  #swapIfLater(parent: number, child: number): boolean {
    const [above, below] = [this.#turns[parent], this.#turns[child]];
    if (above === undefined || below === undefined || above.readyAt <= below.readyAt) return false;
    this.#turns[parent] = below;
    this.#turns[child] = above;
    return true;
  }

  #readyAt(at: number): number {
    return this.#turns[at]?.readyAt ?? Number.POSITIVE_INFINITY;
  }
}
