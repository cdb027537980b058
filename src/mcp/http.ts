import type { IncomingMessage, ServerResponse } from 'node:http';
import { localhostOriginValidation, toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, type AuthInfo } from '@modelcontextprotocol/server';
import { fail, toFailure, type Failure } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { Caller } from '../meter/call.ts';
import type { Backend } from '../service/backend.ts';
import { version } from '../service/version.ts';
import { SessionBudgets, type Budget } from './budget.ts';
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
export function mcpOverHttp(backend: Backend, charges: boolean, onUnexpected: (thrown: Failure | Error) => void): McpHttp {
  const maxRequestBodySize = limits.requestBytesMax;
  const handler = createMcpHandler(
    ({ authInfo }) => createMcpServer(backend, { version, onUnexpected, charges, ...(authInfo?.extra as Asking | undefined) }),
    {
      onerror: onUnexpected,
      maxRequestBodySize,
    },
  );
  const answer = toNodeHandler(handler, { onerror: onUnexpected, maxRequestBodySize });
  const isFromHere = localhostOriginValidation();
  const budgets = new SessionBudgets();
  const budgetOf = (request: IncomingMessage, caller: Caller | null): Budget | null => {
    const { session, credits } = budgetGiven(request);
    return budgets.of(caller?.holder.id ?? 'owner', session, credits);
  };
  return {
    handle: async (request, response, caller) => {
      // A request that a server got has both; only its type does not say so.
      const { method = 'GET', url = '/mcp' } = request;
      if (!isFromHere(request, response)) return;
      try {
        await answer(Object.assign(request, { method, url, auth: authOf(caller, budgetOf(request, caller)) }), response);
      } catch (thrown) {
        refuse(response, toFailure(thrown));
      }
    },
    close: async () => handler.close(),
  };
}

/** Who asks in a request, and what may be spent in its session. */
interface Asking {
  readonly caller: Caller | null;
  readonly budget: Budget | null;
}

/** The same in the form in which the library passes it on. The key itself stays out. */
function authOf(caller: Caller | null, budget: Budget | null): AuthInfo {
  const asking: Asking = { caller, budget };
  return { token: '', clientId: caller?.holder.id ?? 'owner', scopes: [...(caller?.holder.scopes ?? [])], extra: { ...asking } };
}

const named = new RegExp(`^[\\x21-\\x7e]{1,${limits.mcpSessionNameCharsMax}}$`);

/** `openbacklinks-budget: 50`, and `openbacklinks-session: NAME` for a client that has several. Throws `invalid_input`. */
function budgetGiven({ headers }: IncomingMessage): { readonly session: string; readonly credits: number | null } {
  const { 'openbacklinks-budget': budget, 'openbacklinks-session': session = 'session' } = headers;
  const credits = budget === undefined ? null : Number(budget);
  if (credits !== null && !(credits > 0))
    return fail('invalid_input', { reason: 'The header openbacklinks-budget is a number of credits over 0.' });
  if (typeof session !== 'string' || !named.test(session))
    return fail('invalid_input', {
      reason: `The header openbacklinks-session is a name of 1 to ${limits.mcpSessionNameCharsMax} printable ASCII characters.`,
    });
  return { session, credits };
}

/** What is wrong with the request itself: nobody else would answer it. */
function refuse(response: ServerResponse, { http, code, message }: Failure): void {
  if (response.headersSent) return void response.end();
  response.writeHead(http, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify({ error: { code, message } }));
}
