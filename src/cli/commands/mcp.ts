import { InvalidArgumentError, type Command } from 'commander';
import type { ConfigFlags } from '../../base/config.ts';
import type { Cli } from '../cli.ts';

export function addMcp(program: Command, cli: Cli): void {
  program
    .command('mcp')
    .description('answer an agent on this machine: MCP over standard input and output')
    .option('--budget <credits>', 'what the agent may spend in this session, by the price list', creditsGiven)
    .action(async (_flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<ConfigFlags & { budget?: number }>();
      await cli.withLastingBackend(flags, (backend) => Promise.race([cli.surfaces.mcp(backend, flags.budget ?? null), cli.untilAsked()]));
    });
}

function creditsGiven(text: string): number {
  const credits = Number(text);
  if (!(credits > 0)) throw new InvalidArgumentError('It must be a number over 0.');
  return credits;
}
