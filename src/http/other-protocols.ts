/** What is not answered in the envelope: numbers for Prometheus, and the Model Context Protocol. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
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

/**
 * What protects /mcp, as clients of the protocol look for it (RFC 9728): keys in a header, made by whoever runs this server. There is no
 * authorization server to send them to.
 */
function addProtection(app: FastifyInstance): void {
  for (const path of ['', '/mcp'])
    app.get(`/.well-known/oauth-protected-resource${path}`, async (request) => ({
      resource: `${originOf(request)}/mcp`,
      resource_name: 'OpenBacklinks',
      bearer_methods_supported: ['header'],
      scopes_supported: ['read'],
      resource_documentation: `${originOf(request)}/docs`,
    }));
}

/** As the caller names this server, which behind a proxy is not what it listens on. */
function originOf({ protocol, host }: FastifyRequest): string {
  return `${protocol}://${host}`;
}

/** Throws `unauthenticated`, and then says where it stands how to be authenticated. */
function mcpIdentity(request: FastifyRequest, reply: FastifyReply, checkKey: CheckKey): Identity {
  try {
    return identify(request, 'read', checkKey);
  } catch (thrown) {
    reply.header(
      'www-authenticate',
      `Bearer realm="openbacklinks", resource_metadata="${originOf(request)}/.well-known/oauth-protected-resource/mcp"`,
    );
    throw thrown;
  }
}

/** The handler reads the request and writes the response itself, once a read key was shown. */
export function addMcp(app: FastifyInstance, handle: HandleMcp, checkKey: CheckKey, limit: Admit): void {
  addProtection(app);
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.route({
      method: ['GET', 'POST', 'DELETE'],
      url: '/mcp',
      exposeHeadRoute: false,
      handler: async (request, reply) => {
        const identity = mcpIdentity(request, reply, checkKey);
        admit(identity, reply, limit);
        reply.hijack();
        for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
        await handle(request.raw, reply.raw, identity, request.id);
      },
    });
  });
}
