import { serveStdio as serveConnection, StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import type { Backend } from '../service/backend.ts';
import { version } from '../service/version.ts';
import { Budget } from './budget.ts';
import { createMcpServer } from './server.ts';

/**
 * Serves the tools over stdin and stdout until stdin ends or the signal aborts. Nothing else may write to stdout meanwhile.
 * @param credits what may be spent in this session; null: nothing bounds it
 */
export async function serveStdio(backend: Backend, signal?: AbortSignal, credits: number | null = null): Promise<void> {
  const budget = credits === null ? null : new Budget(credits);
  const onUnexpected = (thrown: Error): void => console.error(thrown);
  const transport = new StdioServerTransport();
  const ended = new Promise<void>((resolve) => {
    process.stdin.once('end', resolve).once('close', resolve);
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
  const handle = serveConnection(() => createMcpServer(backend, { version, onUnexpected, budget }), { transport, onerror: onUnexpected });
  await ended;
  await handle.close();
}
