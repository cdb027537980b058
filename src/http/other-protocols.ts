/** What is not answered in the envelope: numbers for Prometheus, and the Model Context Protocol. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { admit, type Admit } from './admission.ts';
import { identify, isLocal, type CheckKey, type Identity } from './identity.ts';
import type { Metrics } from './metrics.ts';

export type HandleMcp = (request: IncomingMessage, response: ServerResponse, identity: Identity, requestId: string) => Promise<void>;

/** Without a key only on this machine; from elsewhere with a read key. */
export function addMetrics(app: FastifyInstance, metrics: Metrics, checkKey: CheckKey): void {
  app.get('/metrics', async (request, reply) => {
    if (!isLocal(request)) identify(request, 'read', checkKey);
    return reply.type(metrics.contentType).send(await metrics.text());
  });
}

/** The handler reads the request and writes the response itself, once a read key was shown. */
export function addMcp(app: FastifyInstance, handle: HandleMcp, checkKey: CheckKey, limit: Admit): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.route({
      method: ['GET', 'POST', 'DELETE'],
      url: '/mcp',
      exposeHeadRoute: false,
      handler: async (request, reply) => {
        const identity = identify(request, 'read', checkKey);
        admit(identity, reply, limit);
        reply.hijack();
        for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
        await handle(request.raw, reply.raw, identity, request.id);
      },
    });
  });
}
