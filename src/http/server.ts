import { rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { FastifyInstance } from 'fastify';
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { Backend } from '../service/backend.ts';
import { buildApp, type AppOptions } from './app.ts';
import { trustConnection } from './identity.ts';

export interface ServerOptions extends AppOptions {
  readonly host: string;
  /** 0: any free port; null: none, only the socket file is listened on. */
  readonly port: number | null;
  /** The owner's socket file: whoever can open it is admin without a key. null: none. */
  readonly socketPath: string | null;
}

export interface RunningServer {
  /** `http://127.0.0.1:8080`; `unix:PATH` without a port */
  readonly address: string;
  /** Takes no new calls, lets those in flight end for `closeMs`, then cuts them off. */
  close(): Promise<void>;
}

/** One app on TCP and on the socket file. Throws `port_taken` or `data_unwritable`. */
export async function startServer(backend: Backend, options: ServerOptions): Promise<RunningServer> {
  const app = buildApp(backend, options);
  await app.ready();
  const socket = options.socketPath === null ? null : await listenOnFile(app, options.socketPath);
  try {
    const address =
      options.port === null ? `unix:${options.socketPath ?? ''}` : await app.listen({ host: options.host, port: options.port });
    return { address, close: async () => closeAll(app, socket, options.socketPath) };
  } catch (thrown) {
    await closeAll(app, socket, options.socketPath);
    if (isCode(thrown, 'EADDRINUSE')) return fail('port_taken', { port: options.port ?? 0 }, thrown);
    throw thrown;
  }
}

async function listenOnFile(app: FastifyInstance, path: string): Promise<Server> {
  // Left by a crash: the data directory's lock is ours, so that nobody listens on it.
  rmSync(path, { force: true });
  const server = createServer({ requestTimeout: limits.requestReadMs }, (request, response) => app.routing(request, response));
  server.on('connection', trustConnection);
  // The file must never be open to others, not even between bind and chmod: it is made under a mask. Binding is synchronous.
  const mask = process.umask(0o177);
  try {
    server.listen(path);
  } finally {
    process.umask(mask);
  }
  try {
    await once(server, 'listening');
  } catch (thrown) {
    return fail('data_unwritable', { path, reason: thrown instanceof Error ? thrown.message : String(thrown) }, thrown);
  }
  return server;
}

async function closeAll(app: FastifyInstance, socket: Server | null, path: string | null): Promise<void> {
  const cut = setTimeout(() => {
    app.server.closeAllConnections();
    socket?.closeAllConnections();
  }, limits.closeMs);
  const closed = socket === null ? undefined : new Promise((resolve) => socket.close(resolve));
  socket?.closeIdleConnections();
  await Promise.all([app.close(), closed]);
  clearTimeout(cut);
  if (path !== null) rmSync(path, { force: true });
}

function isCode(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code;
}
