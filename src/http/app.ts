/**
 * The HTTP server's inside: hooks, routes and the failures they end in. It does nothing itself but parse and pass on, so
 * that answers do not wait for one another.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import Fastify, { LogController, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { fail, Failure } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { operationNamed } from '../query/operations.ts';
import type { Backend } from '../service/backend.ts';
import { success } from './envelope.ts';
import { answerFailure, answerUnreadable } from './failures.ts';
import { identify, isLocal, type CheckKey, type Identity } from './identity.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { addReference } from './reference/routes.ts';
import type { Route } from './route.ts';
import { routes } from './routes.ts';

type HandleMcp = (request: IncomingMessage, response: ServerResponse, identity: Identity) => Promise<void>;

export interface AppOptions {
  readonly logLevel: string;
  readonly checkKey: CheckKey;
  readonly version: string;
  /** Answers /mcp. It reads the request itself. */
  readonly mcp?: HandleMcp;
}

const allMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** The app without its listeners: for tests, and for startServer. */
export function buildApp(backend: Backend, options: AppOptions): FastifyInstance {
  const app = Fastify({
    // Answers are data, logs are talk: logs go to stderr.
    logger: { level: options.logLevel, stream: process.stderr },
    // One line a call, written when it is answered (record).
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request' }),
    genReqId,
    bodyLimit: limits.requestBytesMax,
    requestTimeout: limits.requestReadMs,
    routerOptions: { maxParamLength: limits.pathPartCharsMax },
    frameworkErrors: (error, request, reply) => answerFailure(error, request, reply.headers(headersOf(request))),
    clientErrorHandler: answerUnreadable,
  });
  const metrics = createMetrics(backend);
  readBodies(app);
  app.addHook('onRequest', async (request, reply) => void reply.headers(headersOf(request)));
  app.addHook('onResponse', async (request, reply) => record(metrics, request, reply));
  app.addHook('onClose', async () => metrics.close());
  app.setErrorHandler<Error>(answerFailure);
  app.setNotFoundHandler((request) => fail('not_found', { what: `The address ${request.url.split('?')[0]?.slice(0, 200) ?? ''}` }));

  const streams = streamsOf(app);
  for (const route of routes) addRoute(app, route, backend, options, streams);
  addMetrics(app, metrics, options.checkKey);
  addReference(app, options.version);
  if (options.mcp !== undefined) addMcp(app, options.mcp, options.checkKey);
  refuseOtherMethods(app);
  app.all<{ Params: { operation: string } }>('/v1/backlinks/:operation', ({ params }) => {
    const { name } = operationNamed(params.operation);
    return fail('unknown_operation', { name: params.operation.slice(0, 100), suggestion: `Did you mean "${name}"?` });
  });
  return app;
}

/** Whatever its content type says, a body is JSON or refused: keys travel in a header, so that no form of another site can make a call. */
function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<string>('*', { parseAs: 'string' }, (_, body, done) => {
    try {
      done(null, body === '' ? undefined : JSON.parse(body));
    } catch (thrown) {
      done(new Failure('invalid_input', { reason: 'The body is not valid JSON.' }, thrown));
    }
  });
}

/** Streams last as long as the work they tell of; a closing server does not wait for that. */
function streamsOf(app: FastifyInstance): Set<Readable> {
  const streams = new Set<Readable>();
  app.addHook('preClose', async () => streams.forEach((stream) => stream.destroy()));
  return streams;
}

function addRoute(app: FastifyInstance, route: Route, backend: Backend, { checkKey, version }: AppOptions, streams: Set<Readable>): void {
  app.route({
    method: route.method,
    url: route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
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

/** Without a key only on this machine; from elsewhere with a read key. */
function addMetrics(app: FastifyInstance, metrics: Metrics, checkKey: CheckKey): void {
  app.get('/metrics', async (request, reply) => {
    if (!isLocal(request)) identify(request, 'read', checkKey);
    return reply.type(metrics.contentType).send(await metrics.text());
  });
}

function addMcp(app: FastifyInstance, handle: HandleMcp, checkKey: CheckKey): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.route({
      method: ['GET', 'POST', 'DELETE'],
      url: '/mcp',
      exposeHeadRoute: false,
      handler: async (request, reply) => {
        const identity = identify(request, 'read', checkKey);
        reply.hijack();
        for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
        await handle(request.raw, reply.raw, identity);
      },
    });
  });
}

/** Every known path says which methods it answers. */
function refuseOtherMethods(app: FastifyInstance): void {
  const paths = new Set([...routes.map(({ path }) => path.replaceAll(/\{(\w+)\}/g, ':$1')), '/metrics', '/openapi.json', '/docs']);
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

const securityHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const;

function headersOf({ id }: FastifyRequest): Record<string, string> {
  return { ...securityHeaders, 'x-request-id': id };
}

/** A caller may name its request, in a form that cannot harm a log. */
function genReqId({ headers }: { readonly headers: IncomingMessage['headers'] }): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && /^[\w.-]{8,64}$/.test(given) ? given : randomUUID();
}

function record(metrics: Metrics, request: FastifyRequest, reply: FastifyReply): void {
  const route = request.routeOptions.url ?? 'unknown';
  metrics.count(route, request.method, reply.statusCode, reply.elapsedTime / 1000);
  request.log.info({ method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime * 10) / 10 }, 'answered');
}
