/**
 * A typed client of the HTTP API, without dependencies, for Node and browsers: `openbacklinks/client`. Its calls and their types (calls.ts) are
 * made from the OpenAPI document.
 *
 *   const openbacklinks = new OpenBacklinks({ address: 'http://127.0.0.1:8080', key });
 *   const { data } = await openbacklinks.call('summary', { body: { target: 'example.com' } });
 */
import { calls, type Calls } from './calls.ts';

export type { Calls } from './calls.ts';

export interface ClientOptions {
  /** Where the server answers: `http://127.0.0.1:8080`. */
  readonly address: string;
  /** A key; left out: only calls that need none. */
  readonly key?: string;
  readonly fetch?: typeof fetch;
}

export interface CallOptions {
  /** The same key on a repeat gets the same answer, charged once. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

/** What surrounds every answer. */
export interface Answer<Data> {
  readonly status: 'success';
  readonly request_id: string;
  readonly credits_used: number;
  readonly credits_remaining: number | null;
  readonly cached: boolean;
  readonly data: Data;
}

/** The server refused or failed: `code` is stable, `message` says the way out. */
export class OpenBacklinksError extends Error {
  readonly code: string;
  readonly http: number;
  readonly retryable: boolean;
  readonly requestId: string | null;

  constructor(http: number, { code, message, retryable }: { code: string; message: string; retryable: boolean }, requestId: string | null) {
    super(message);
    this.name = 'OpenBacklinksError';
    this.code = code;
    this.http = http;
    this.retryable = retryable;
    this.requestId = requestId;
  }
}

type Given<Name extends keyof Calls> = Calls[Name]['given'];
type Data<Name extends keyof Calls> = Calls[Name]['data'];

/** A row of a list's answer; of a dry run there are none. */
type RowIn<Answered> = Answered extends { rows: readonly (infer R)[] } ? R : never;
type Row<Name extends keyof Calls> = RowIn<Data<Name>>;

export class OpenBacklinks {
  readonly #address: string;
  readonly #key: string | undefined;
  readonly #fetch: typeof fetch;

  constructor({ address, key, fetch: fetchGiven = fetch }: ClientOptions) {
    this.#address = address.replace(/\/+$/, '');
    this.#key = key;
    this.#fetch = fetchGiven;
  }

  /** Makes a call by its name in the OpenAPI document; what is answered as a job is waited for. Throws OpenBacklinksError; what `fetch` throws when there is no answer. */
  async call<Name extends keyof Calls>(name: Name, given: Given<Name>, options: CallOptions = {}): Promise<Answer<Data<Name>>> {
    const { method, path } = calls[name];
    const { params = {}, query = {}, body } = given as { params?: Strings; query?: Strings; body?: unknown };
    const response = await this.#fetch(`${this.#address}${pathOf(path, params)}${queryOf(query)}`, {
      method,
      headers: {
        ...(this.#key !== undefined && { authorization: `Bearer ${this.#key}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(options.idempotencyKey !== undefined && { 'idempotency-key': options.idempotencyKey }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(options.signal && { signal: options.signal }),
    });
    const answer = (await response.json().catch(() => null)) as Answer<Data<Name>> | Refusal | null;
    if (response.status === 202 && answer !== null && !('error' in answer))
      return this.#whenDone(answer as unknown as Answer<Job>, options) as Promise<Answer<Data<Name>>>;
    if (response.ok && answer !== null && !('error' in answer)) return answer;
    const error = answer !== null && 'error' in answer ? answer.error : noAnswer(response.status);
    throw new OpenBacklinksError(response.status, error, response.headers.get('x-request-id'));
  }

  /** The answer of a question that reads too much to be answered at once: its job is waited for. An aborted signal ends the waiting, not the job. */
  async #whenDone({ data: { job_id: id } }: Answer<Job>, options: CallOptions): Promise<Answer<unknown>> {
    for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
      options.signal?.throwIfAborted();
      const { data: job } = (await this.call('job', { params: { id } }, options)) as Answer<Job>;
      if (job.status === 'complete') return this.call('jobResult', { params: { id } }, options);
      if (job.error !== null) throw new OpenBacklinksError(200, { ...job.error, retryable: false }, null);
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }

  /** All rows of a list, page by page, of one release. */
  async *rows<Name extends keyof Calls>(name: Name, given: Given<Name>, options: CallOptions = {}): AsyncGenerator<Row<Name>> {
    const { body, ...rest } = given as { body?: Record<string, unknown> };
    let cursor: string | null | undefined;
    do {
      const page = { ...rest, body: { ...body, ...(cursor !== undefined && { cursor }) } };
      const { data } = await this.call(name, page, options);
      const list = data as unknown as { rows: Row<Name>[]; cursor: string | null };
      yield* list.rows;
      ({ cursor } = list);
    } while (cursor !== null && cursor !== undefined);
  }
}

const firstWaitMs = 200;
const longestWaitMs = 5_000;

interface Job {
  readonly job_id: string;
  readonly status: string;
  readonly error: { readonly code: string; readonly message: string } | null;
}

type Strings = Readonly<Record<string, string | number | boolean | undefined>>;

interface Refusal {
  readonly error: { readonly code: string; readonly message: string; readonly retryable: boolean };
}

function noAnswer(status: number): Refusal['error'] {
  return { code: 'no_answer', message: `The server answered ${status} and nothing that can be read.`, retryable: status >= 500 };
}

function pathOf(path: string, params: Strings): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name] ?? '')));
}

function queryOf(query: Strings): string {
  const said = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as [string, string]]));
  return said.length === 0 ? '' : `?${new URLSearchParams(said).toString()}`;
}
