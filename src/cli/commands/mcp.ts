import type { Command } from 'commander';
import type { ConfigFlags } from '../../base/config.ts';
import type { Cli } from '../cli.ts';

export function addMcp(program: Command, cli: Cli): void {
  program
    .command('mcp')
    .description('answer an agent on this machine: MCP over standard input and output')
    .action(async (_flags: unknown, self: Command) => {
      await cli.withLastingBackend(self.optsWithGlobals<ConfigFlags>(), (backend) =>
        Promise.race([cli.surfaces.mcp(backend), cli.untilAsked()]),
      );
    });
}
