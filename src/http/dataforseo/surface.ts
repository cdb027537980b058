/**
 * The Backlinks API of DataForSEO, as its published clients speak it: change the base address and the credentials, and they work against this
 * index. Each call becomes questions of our own API, metered as those are. What a field is made of stands in docs/dataforseo.md.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Failure, toFailure } from '../../base/errors.ts';
import type { Caller } from '../../meter/call.ts';
import type { Backend } from '../../service/backend.ts';
import type { CallLog } from '../../service/call-log.ts';
import { admit, type Admit } from '../admission.ts';
import { identify, type CheckKey, type Identity } from '../identity.ts';
import { compactAnswer } from './compact.ts';
import type { Endpoint } from './endpoint.ts';
import { endpoints } from './endpoints.ts';
import { coded, envelopeOf, money, refusedEnvelope, seconds, taskId, type TaskAnswer } from './envelope.ts';
import { reasonOf, Refused, statusOf, statusOfFailure, type Status } from './status.ts';
import { parsedTask, tasksOf } from './tasks.ts';

export interface DataForSeoOptions {
  readonly checkKey: CheckKey;
  readonly admit: Admit;
  readonly version: string;
  /** Remembers what was called; left out, `id_list` and `errors` know nothing. */
  readonly callLog: CallLog | undefined;
}

/** Adds every path of the contract, each also with `.ai` behind it, and the contract's own answer to paths that it does not have. */
export function addDataForSeo(app: FastifyInstance, backend: Backend, options: DataForSeoOptions): void {
  void app.register(async (scope) => {
    scope.setErrorHandler<Error>((thrown, request, reply) => refuse(thrown, request, reply, options.version));
    for (const endpoint of endpoints) for (const suffix of ['', '.ai']) addEndpoint(scope, backend, endpoint, suffix, options);
    scope.all('/v3/*', (request) => {
      identityOf(request, options.checkKey);
      throw new Refused(statusOf('path'));
    });
  });
}

function addEndpoint(app: FastifyInstance, backend: Backend, endpoint: Endpoint, suffix: string, options: DataForSeoOptions): void {
  const identities = new WeakMap<FastifyRequest, Identity>();
  app.route({
    method: endpoint.method,
    url: `/v3/${endpoint.path}${suffix}`,
    onRequest: async (request, reply) => {
      const identity = identityOf(request, options.checkKey);
      identities.set(request, identity);
      limitHeaders(reply, () => admit(identity, reply, options.admit));
    },
    handler: async (request, reply) => {
      const startedAt = performance.now();
      const identity = identities.get(request);
      const tasks = endpoint.method === 'GET' ? [{}] : tasksOf(request.body);
      const answers: TaskAnswer[] = [];
      // A live call has one task: the first is done, the others are refused one by one.
      for (const [i, given] of tasks.entries()) {
        const run = new TaskRun(backend, endpoint, request, identity, options);
        const asked = suffix === '.ai' ? shortTask(endpoint, given) : given;
        answers.push(i === 0 ? await run.answer(asked) : run.refused(given, new Refused(statusOf('one_task')), 0));
      }
      const [first] = answers;
      const http = answers.length === 1 && first !== undefined ? httpOf(first) : 200;
      reply.code(http);
      if (suffix === '.ai' && first !== undefined) return compactAnswer(first);
      return envelopeOf(options.version, answers, performance.now() - startedAt);
    },
  });
}

const shortRows = 10;

/** A task of a short answer: fewer rows, when it does not say how many. */
function shortTask({ task }: Endpoint, given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const isList = 'limit' in task.shape && (given['limit'] === undefined || given['limit'] === null);
  return isList ? { ...given, limit: shortRows } : given;
}

/** The few statuses of a task that the whole call takes on. */
const ofWholeCall = ['funds', 'payment', 'internal'] as const;

function httpOf({ status_code }: TaskAnswer): number {
  return ofWholeCall.map(statusOf).find(({ code }) => code === status_code)?.http ?? 200;
}

/** One task from what it says to its answer, remembered in the log. */
class TaskRun {
  readonly #backend: Backend;
  readonly #endpoint: Endpoint;
  readonly #request: FastifyRequest;
  readonly #identity: Identity | undefined;
  readonly #options: DataForSeoOptions;
  readonly #postedAt = new Date();
  readonly #startedAt = performance.now();
  readonly #id = taskId(this.#postedAt);
  #credits = 0;

  constructor(backend: Backend, endpoint: Endpoint, request: FastifyRequest, identity: Identity | undefined, options: DataForSeoOptions) {
    this.#backend = backend;
    this.#endpoint = endpoint;
    this.#request = request;
    this.#identity = identity;
    this.#options = options;
  }

  async answer(given: Readonly<Record<string, unknown>>): Promise<TaskAnswer> {
    try {
      const task = parsedTask(this.#endpoint.task, given);
      const account = this.#identity?.holder?.account ?? '';
      const result = await this.#endpoint.answer(
        {
          backend: this.#backend,
          identity: this.#identity ?? null,
          calls: (wanted) => this.#options.callLog?.list(account, wanted) ?? [],
          ask: async <Data>(operation: string, input: Readonly<Record<string, unknown>>) => this.#ask<Data>(operation, input, given),
        },
        task,
      );
      return this.#told(given, statusOf('ok'), result, await this.#cost());
    } catch (thrown) {
      return this.refused(given, thrown, await this.#cost());
    }
  }

  /** `cost`: of questions that were answered before another one failed. */
  refused(given: Readonly<Record<string, unknown>>, thrown: unknown, cost: number): TaskAnswer {
    if (thrown instanceof Refused) return this.#told(given, thrown.status, null, cost, thrown.reason);
    const failure = thrown instanceof Failure ? thrown : toFailure(thrown, this.#request.id);
    if (failure.http >= 500) this.#request.log.error({ code: failure.code, err: failure.cause ?? failure }, failure.message);
    return this.#told(given, statusOfFailure(failure, Object.keys(given)), null, cost, reasonOf(failure));
  }

  async #ask<Data>(operation: string, input: Readonly<Record<string, unknown>>, { tag }: Readonly<Record<string, unknown>>): Promise<Data> {
    const holder = this.#identity?.holder ?? null;
    const caller: Caller | undefined = holder === null ? undefined : { holder, requestId: this.#request.id };
    const named = typeof tag === 'string' && /^[^\p{Cc}]{1,64}$/u.test(tag) ? { ...input, tag } : input;
    const { data, bill } = await this.#backend.ask(operation, named, undefined, caller);
    this.#credits += bill.credits_used;
    return data as Data;
  }

  async #cost(): Promise<number> {
    if (this.#credits === 0) return 0;
    const { credit } = await this.#backend.prices();
    return money(this.#credits * credit.amount);
  }

  #told(
    given: Readonly<Record<string, unknown>>,
    status: Status,
    result: readonly unknown[] | null,
    cost: number,
    reason: string | null = null,
  ): TaskAnswer {
    const path = ['v3', ...this.#endpoint.path.split('/')];
    const [, api = '', name = ''] = path;
    const answer: TaskAnswer = {
      id: this.#id,
      ...coded(status),
      time: seconds(performance.now() - this.#startedAt),
      cost,
      result_count: result?.length ?? 0,
      path,
      data: { api, function: name, ...given },
      result,
      ...(reason !== null && { openbacklinks: { reason } }),
    };
    this.#options.callLog?.record(this.#identity?.holder?.account ?? '', {
      id: this.#id,
      posted_at: this.#postedAt.toISOString(),
      done_at: new Date().toISOString(),
      function: this.#endpoint.path,
      url: this.#request.url.slice(0, 200),
      method: this.#request.method,
      http: httpOf(answer),
      ...coded(status),
      cost,
      task: given,
    });
    return answer;
  }
}

/** The password of Basic authentication is the key, whatever the login; a bearer key does too. */
function identityOf(request: FastifyRequest, checkKey: CheckKey): Identity {
  const basic = /^Basic +([A-Za-z0-9+/=_-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (basic === undefined) return identify(request, 'read', checkKey);
  const pair = Buffer.from(basic, 'base64').toString('utf8');
  const authorization = `Bearer ${pair.slice(pair.indexOf(':') + 1)}`;
  return identify({ socket: request.socket, headers: { authorization } }, 'read', checkKey);
}

/** The contract's own names for what the limits of a key leave; a key without limits has none to tell. */
function limitHeaders(reply: FastifyReply, admitted: () => void): void {
  try {
    admitted();
  } finally {
    const { 'ratelimit-limit': limit, 'ratelimit-remaining': remaining } = reply.getHeaders();
    if (limit !== undefined) reply.header('x-ratelimit-limit', limit);
    if (remaining !== undefined) reply.header('x-ratelimit-remaining', remaining);
  }
}

function refuse(thrown: Error, request: FastifyRequest, reply: FastifyReply, version: string): void {
  const failure = thrown instanceof Refused ? null : toFailure(thrown, request.id);
  const unreadable = 'code' in thrown && typeof thrown.code === 'string' && thrown.code.startsWith('FST_');
  const status =
    thrown instanceof Refused ? thrown.status : failure === null || unreadable ? statusOf('invalid') : statusOfFailure(failure);
  if (status.code === 50_000) request.log.error({ code: failure?.code, err: failure?.cause ?? thrown }, thrown.message);
  if (status.code === 40_100) reply.header('www-authenticate', 'Basic realm="openbacklinks"');
  if (failure?.params.retry_after !== undefined) reply.header('retry-after', String(failure.params.retry_after));
  void reply.code(status.http).send(refusedEnvelope(version, status, reply.elapsedTime));
}
