/** The list of routes, as the server library takes it. */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { notCharged, type Bill, type Caller } from '../meter/call.ts';
import { operationNamed } from '../query/operations.ts';
import type { Backend } from '../service/backend.ts';
import { admit, type Admit } from './admission.ts';
import { success } from './envelope.ts';
import { identify, type CheckKey, type Identity } from './identity.ts';
import { Accepted, Billed, Csv, Streamed, type Route } from './route.ts';
import { routes } from './routes.ts';

interface Around {
  readonly checkKey: CheckKey;
  readonly admit: Admit;
  readonly version: string;
}

export function addRoutes(app: FastifyInstance, backend: Backend, around: Around): void {
  const streams = streamsOf(app);
  for (const route of routes) addRoute(app, route, backend, around, streams);
  addLaterCalls(app, around);
  app.all<{ Params: { operation: string } }>('/v1/backlinks/:operation', ({ params }) => {
    const { name } = operationNamed(params.operation);
    return fail('unknown_operation', { name: params.operation.slice(0, 100), suggestion: `Did you mean "${name}"?` });
  });
}

/** Calls of the Local SEO Data API that need data which no source brings yet. */
const laterCalls = [
  '/v1/audit/citation',
  '/v1/audit/citation-consistency',
  '/v1/score/local-authority',
  '/v1/brand/mentions',
  '/v1/ai/mentions',
  '/v1/ai/top-sources',
  '/v1/ai/top-pages',
  '/v1/ai/visibility',
  '/v1/ai/compare',
  '/v1/ai/llm-response',
] as const;

/** Says that a call is known and not answered yet, to those who may ask at all. */
function addLaterCalls(app: FastifyInstance, { checkKey, admit: limit }: Around): void {
  for (const call of laterCalls)
    app.post(call, (request, reply) => {
      admit(identify(request, 'read', checkKey), reply, limit);
      return fail('not_available_yet', { call });
    });
}

const allMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** Every known path says which methods it answers. Called when all routes stand. */
export function refuseOtherMethods(app: FastifyInstance, alsoKnown: readonly string[]): void {
  const paths = new Set([...routes.map(pathOf), ...alsoKnown]);
  for (const url of paths) {
    const others = allMethods.filter((method) => !app.hasRoute({ method, url }));
    const allowed = allMethods.filter((method) => !others.includes(method)).join(', ');
    app.route({
      method: others,
      url,
      handler: async ({ method }, reply) => {
        reply.header('allow', allowed);
        return fail('method_not_allowed', { method, allowed });
      },
    });
  }
}

/** Streams last as long as the work they tell of; a closing server does not wait for that. */
function streamsOf(app: FastifyInstance): Set<Readable> {
  const streams = new Set<Readable>();
  app.addHook('preClose', async () => streams.forEach((stream) => stream.destroy()));
  return streams;
}

function addRoute(app: FastifyInstance, route: Route, backend: Backend, around: Around, streams: Set<Readable>): void {
  const { checkKey, version } = around;
  const identities = new WeakMap<FastifyRequest, Identity>();
  app.route({
    method: route.method,
    url: pathOf(route),
    onRequest: async (request, reply) => {
      if (route.scope === null) return;
      const identity = identify(request, route.scope, checkKey);
      identities.set(request, identity);
      request.log = request.log.child({ key: identity.id });
      admit(identity, reply, around.admit);
    },
    handler: async (request, reply) => {
      const { params, query, body, id, log, headers } = request;
      const caller = callerOf(request, identities.get(request));
      const answer = await route.handle(backend, {
        params,
        query,
        body,
        accept: headers.accept,
        signal: untilGone(reply),
        version,
        caller,
      });
      if (answer instanceof Billed) return billed(reply, id, answer);
      if (answer instanceof Accepted) return reply.code(202).send(success(id, answer.data, await freeBill(backend, caller)));
      if (answer instanceof Csv) return reply.type('text/csv; charset=utf-8').send(answer.text);
      const { type, text } = answer instanceof Streamed ? answer : { type: ndjson, text: answer };
      if (!(text instanceof Readable)) return success(id, answer, await freeBill(backend, caller));
      streams.add(text);
      text.once('close', () => streams.delete(text)).once('error', (thrown) => log.error({ err: thrown }, 'a stream broke off'));
      return reply.type(type).send(text);
    },
  });
}

const ndjson = 'application/x-ndjson; charset=utf-8';

/** A repeated call has the name of the call that it repeats. */
function billed(reply: FastifyReply, id: string, { data, bill }: Billed): unknown {
  const { request_id = id, ...charges } = bill;
  reply.header('x-request-id', request_id);
  return success(request_id, data, charges);
}

/** Of a call that costs nothing: what the account has left after it. */
async function freeBill(backend: Backend, caller: Caller | null): Promise<Bill> {
  if (caller === null) return notCharged;
  const { credits_remaining } = await backend.balance(caller.holder.account);
  return { ...notCharged, credits_remaining };
}

function callerOf({ id, headers }: FastifyRequest, identity: Identity | undefined): Caller | null {
  const holder = identity?.holder ?? null;
  if (holder === null) return null;
  const given = headers['idempotency-key'];
  if (given === undefined) return { holder, requestId: id };
  if (typeof given !== 'string' || !new RegExp(`^[\\x21-\\x7e]{1,${limits.idempotencyKeyCharsMax}}$`).test(given))
    return fail('invalid_input', { reason: `An Idempotency-Key has 1 to ${limits.idempotencyKeyCharsMax} printable ASCII characters.` });
  return { holder, requestId: id, idempotencyKey: given };
}

/**
 * Aborts when the connection closes before the answer is out. `request.signal` is no use here: the request's own `close`
 * comes as soon as its body has been read.
 */
function untilGone({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) gone.abort();
  });
  return gone.signal;
}

/** `/v1/jobs/{id}` as `/v1/jobs/:id`. */
function pathOf({ path }: Route): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}
