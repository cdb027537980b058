import type { IncomingMessage, ServerResponse } from 'node:http';
import { localhostOriginValidation, toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, type AuthInfo } from '@modelcontextprotocol/server';
import type { Failure } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { Caller } from '../meter/call.ts';
import type { Backend } from '../service/backend.ts';
import { version } from '../service/version.ts';
import { createMcpServer } from './server.ts';

export interface McpHttp {
  /** Answers one request to /mcp. Who makes it was checked before. */
  handle(request: IncomingMessage, response: ServerResponse, caller: Caller | null): Promise<void>;
  close(): Promise<void>;
}

/**
 * Streamable HTTP, without sessions: every request brings all it needs, so that any process can answer it.
 * A page of a foreign origin is refused (https://modelcontextprotocol.io/specification, "Security Warning").
 */
export function mcpOverHttp(backend: Backend, onUnexpected: (thrown: Failure | Error) => void): McpHttp {
  const maxRequestBodySize = limits.requestBytesMax;
  const handler = createMcpHandler(({ authInfo }) => createMcpServer(backend, { version, onUnexpected, caller: callerOf(authInfo) }), {
    onerror: onUnexpected,
    maxRequestBodySize,
  });
  const answer = toNodeHandler(handler, { onerror: onUnexpected, maxRequestBodySize });
  const isFromHere = localhostOriginValidation();
  return {
    handle: async (request, response, caller) => {
      // A request that a server got has both; only its type does not say so.
      const { method = 'GET', url = '/mcp' } = request;
      if (isFromHere(request, response))
        await answer(Object.assign(request, { method, url, ...(caller !== null && { auth: authOf(caller) }) }), response);
    },
    close: async () => handler.close(),
  };
}

/** Who makes a request, in the form in which the library passes it on. The key itself stays out. */
function authOf(caller: Caller): AuthInfo {
  return { token: '', clientId: caller.holder.id, scopes: [...caller.holder.scopes], extra: { caller } };
}

function callerOf(auth: AuthInfo | undefined): Caller | null {
  return (auth?.extra?.caller as Caller | undefined) ?? null;
}
