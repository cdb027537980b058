/**
 * The HTTP server's inside: hooks, routes and the failures they end in. It does nothing itself but parse and pass on, so
 * that answers do not wait for one another.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import Fastify, { LogController, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { fail, Failure } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { ShownPrice } from '../meter/price.ts';
import type { Backend } from '../service/backend.ts';
import type { CallLog } from '../service/call-log.ts';
import { addDataForSeo } from './dataforseo/surface.ts';
import { answerFailure, answerUnreadable } from './failures.ts';
import { noLimit, type Admit } from './admission.ts';
import type { CheckKey } from './identity.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { addMcp, addMetrics, type HandleMcp } from './other-protocols.ts';
import { addReference } from './reference/routes.ts';
import { addRoutes, refuseOtherMethods } from './routing.ts';

export interface AppOptions {
  readonly logLevel: string;
  readonly checkKey: CheckKey;
  /** Holds keys to their calls a second. */
  readonly admit?: Admit;
  /** Shown in the reference. */
  readonly prices?: readonly ShownPrice[];
  readonly version: string;
  /** Remembers calls of the DataForSEO contract. */
  readonly callLog?: CallLog;
  /** Answers /mcp. It reads the request itself. */
  readonly mcp?: HandleMcp;
}

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
  app.server.maxConnections = limits.connectionsMax;
  const metrics = createMetrics(backend);
  readBodies(app);
  app.addHook('onRequest', async (request, reply) => void reply.headers(headersOf(request)));
  app.addHook('onResponse', async (request, reply) => record(metrics, request, reply));
  app.addHook('onClose', async () => metrics.close());
  app.setErrorHandler<Error>(answerFailure);
  app.setNotFoundHandler((request) => fail('not_found', { what: `The address ${request.url.split('?')[0]?.slice(0, 200) ?? ''}` }));

  addRoutes(app, backend, { admit: noLimit, ...options });
  addMetrics(app, metrics, options.checkKey);
  addReference(app, options.version, options.prices ?? []);
  if (options.mcp !== undefined) addMcp(app, options.mcp, options.checkKey, options.admit ?? noLimit);
  addDataForSeo(app, backend, {
    checkKey: options.checkKey,
    admit: options.admit ?? noLimit,
    version: options.version,
    callLog: options.callLog,
  });
  refuseOtherMethods(app, ['/metrics', '/openapi.json', '/docs']);
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
