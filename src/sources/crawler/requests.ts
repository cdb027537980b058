import { Failure } from '../../base/errors.ts';
import type { Guard } from '../guard.ts';
import { fetchPage, type Fetched } from './fetch-page.ts';

/** An answer; null when the network gave none; the guard's Failure when the address may not be asked. */
export type Asked = Fetched | Failure | null;

export interface RequestsOptions {
  readonly guard: Guard;
  readonly userAgent: string;
  readonly signal: AbortSignal;
  /** Whether an answer of this Content-Type may be a page: the bodies of others are not fetched. */
  readonly mayBePage: (contentType: string) => boolean;
}

/** The requests of one crawl: who asks, and what is taken. Throws only when it is aborted. */
export class Requests {
  readonly #options: RequestsOptions;

  constructor(options: RequestsOptions) {
    this.#options = options;
  }

  async page(url: string, bytesMax: number, conditions: Readonly<Record<string, string>>): Promise<Asked> {
    const headers = { accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.1', ...conditions };
    return this.#ask(url, bytesMax, headers, (contentType) => this.#options.mayBePage(contentType));
  }

  /** A file of any type: robots.txt, a sitemap. */
  async file(url: string, bytesMax: number): Promise<Asked> {
    return this.#ask(url, bytesMax, { accept: '*/*' }, () => true);
  }

  async #ask(
    url: string,
    bytesMax: number,
    fields: Readonly<Record<string, string>>,
    wants: (contentType: string) => boolean,
  ): Promise<Asked> {
    const { guard, userAgent, signal } = this.#options;
    const headers = { 'user-agent': userAgent, ...fields, 'accept-encoding': 'gzip, br' };
    try {
      return await fetchPage(url, { guard, bytesMax, signal, headers, wants: (_, answered) => wants(answered.get('content-type') ?? '') });
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      // Whatever the network says is one thing here: no answer. It is tried again, and counted.
      return thrown instanceof Failure ? thrown : null;
    }
  }
}

/** The server could not answer now, or the answer broke off: another try may bring the page. */
export function isTransient({ status, cut }: Fetched): boolean {
  return status === 429 || status >= 500 || cut === 'disconnect' || cut === 'time';
}

/** How long the server asks to be left alone (RFC 9110 section 10.2.3): seconds, or a date. */
export function retryAfterMs({ fields }: Fetched): number {
  const value = fields.get('retry-after');
  if (value === undefined) return 0;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? 0 : Math.max(0, ms);
}
