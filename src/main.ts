/** The bin: one command a run. The only place that knows all surfaces; what a command does not need is not loaded. */
import { Cli, type Running, type Surfaces } from './cli/cli.ts';
import { runProgram } from './cli/program.ts';
import { shownPrices } from './meter/price.ts';
import { version } from './service/version.ts';

const surfaces: Surfaces = {
  listen: async ({ backend, instance }, { host, port }): Promise<Running> => {
    const [{ startServer }, { mcpOverHttp }] = await Promise.all([import('./http/server.ts'), import('./mcp/http.ts')]);
    const { config, folder, keys, rates, meter, callLog } = instance;
    const mcp = mcpOverHttp(backend, meter.charges, (thrown) => console.error(thrown));
    const server = await startServer(backend, {
      host,
      port,
      socketPath: folder.socket,
      // A command that answers others beside its own work talks of that work.
      logLevel: port === null ? 'error' : config.logLevel,
      checkKey: (key) => keys.check(key),
      admit: (holder) => rates.admit(holder),
      callLog,
      version,
      prices: shownPrices(meter.prices),
      mcp: async (request, response, { holder }, requestId) => mcp.handle(request, response, holder && { holder, requestId }),
    });
    return {
      address: server.address,
      close: async () => {
        await mcp.close();
        await server.close();
      },
    };
  },
  mcp: async (backend, credits) => {
    const { serveStdio } = await import('./mcp/stdio.ts');
    await serveStdio(backend, end.signal, credits);
  },
};

/** Asked to end, a command ends its work in order; asked again, it ends at once. */
const end = new AbortController();
const endedBySignal = 130;
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    if (end.signal.aborted) process.exit(endedBySignal);
    end.abort();
  });
}
// Whoever read the output has had enough (`| head`): that is no failure.
process.stdout.on('error', (thrown: NodeJS.ErrnoException) => {
  if (thrown.code === 'EPIPE') process.exit(0);
  throw thrown;
});

const cli = new Cli(surfaces, end.signal, process);
const args = process.argv.slice(2);
// A defect is told like a failure; what the command had acknowledged is safe, because owners may be killed at any moment.
process.on('uncaughtException', (thrown) =>
  process.exit(cli.tellFailure(thrown, { json: args.includes('--json'), verbose: args.includes('--verbose') })),
);
process.exitCode = await runProgram(cli, args);
