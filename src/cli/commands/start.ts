import type { Command } from 'commander';
import type { ConfigFlags } from '../../base/config.ts';
import { demoKey, exampleQuestion, firstRun, type Example } from '../../service/first-run.ts';
import type { Cli } from '../cli.ts';
import { addListenFlags, serving } from './serve.ts';

export function addStart(program: Command, cli: Cli): void {
  addListenFlags(program.command('start').description('serve; when the index is empty, make and index the sample web first')).action(
    async (_flags: unknown, self: Command) => {
      const config = cli.config(self.optsWithGlobals<ConfigFlags>());
      await cli.withOwned(config, async (owned) => {
        const progress = cli.progress(false);
        await firstRun(owned, progress, cli.signal).finally(() => progress.end());
        await serving(cli, config, owned, async ({ address }) => {
          cli.print(welcome(address, await demoKey(owned.instance), await exampleQuestion(owned)));
        });
      });
    },
  );
}

function welcome(address: string, key: string | null, { method, path, body, data }: Example): string {
  const asked = body === null ? '' : ` \\\n    -H 'content-type: application/json' -d '${JSON.stringify(body)}'`;
  return `
OpenBacklinks answers at ${address} (every address is described at ${address}/docs)
Demo key: ${key ?? 'it was revoked; "openbacklinks keys create NAME" makes another'}

A question:
  curl -s ${method === 'GET' ? '' : '-X POST '}${address}${path} -H 'Authorization: Bearer ${key ?? 'KEY'}'${asked}
Its answer:
${JSON.stringify(data, null, 2)}

Ctrl-C stops it.
`;
}
