import type { Command } from 'commander';
import type { ConfigFlags } from '../../base/config.ts';
import type { JobResults } from '../../service/backend.ts';
import type { Cli } from '../cli.ts';
import { runJob } from '../job-run.ts';

export function addRefresh(program: Command, cli: Cli): void {
  program
    .command('refresh')
    .description('build a release of what was ingested, and publish it')
    .option('--full', 'compute everything anew, sharing nothing with the release before')
    .option('--json', 'print events as JSON, a line each')
    .action(async (_flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<ConfigFlags & { full?: boolean; json?: boolean }>();
      const job = await runJob(cli, flags, 'refresh', flags.full === true ? { full: true } : {}, flags.json === true);
      if (flags.json !== true) cli.print(`${sentence(job.result as JobResults['refresh'])}\n`);
    });
}

function sentence({ release, built, facts }: JobResults['refresh']): string {
  if (!built) return `Release ${release} holds everything that was ingested already.`;
  const links = `${facts.backlinks_live.toLocaleString('en-US')} live and ${facts.backlinks_lost.toLocaleString('en-US')} lost links`;
  return `Release ${release} is live: ${links}, ${facts.domains.toLocaleString('en-US')} domains, built in ${facts.built_from.seconds} s.`;
}
