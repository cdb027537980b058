/** The list of routes, as the server library takes it. */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { fail } from '../base/errors.ts';
import { operationNamed } from '../query/operations.ts';
import type { Backend } from '../service/backend.ts';
import { success } from './envelope.ts';
import { identify, type CheckKey } from './identity.ts';
import type { Route } from './route.ts';
import { routes } from './routes.ts';

interface Around {
  readonly checkKey: CheckKey;
  readonly version: string;
}

export function addRoutes(app: FastifyInstance, backend: Backend, around: Around): void {
  const streams = streamsOf(app);
  for (const route of routes) addRoute(app, route, backend, around, streams);
  app.all<{ Params: { operation: string } }>('/v1/backlinks/:operation', ({ params }) => {
    const { name } = operationNamed(params.operation);
    return fail('unknown_operation', { name: params.operation.slice(0, 100), suggestion: `Did you mean "${name}"?` });
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

function addRoute(app: FastifyInstance, route: Route, backend: Backend, { checkKey, version }: Around, streams: Set<Readable>): void {
  app.route({
    method: route.method,
    url: pathOf(route),
    onRequest: async (request) => {
      if (route.scope !== null) request.log = request.log.child({ key: identify(request, route.scope, checkKey).id });
    },
    handler: async ({ params, query, body, id, log }, reply) => {
      const answer = await route.handle(backend, { params, query, body, signal: untilGone(reply), version });
      if (!(answer instanceof Readable)) return success(id, answer);
      streams.add(answer);
      answer.once('close', () => streams.delete(answer)).once('error', (thrown) => log.error({ err: thrown }, 'a stream broke off'));
      return reply.type('application/x-ndjson; charset=utf-8').send(answer);
    },
  });
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
