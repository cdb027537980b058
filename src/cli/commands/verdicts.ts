import { Option, type Command } from 'commander';
import type { ConfigFlags } from '../../base/config.ts';
import { verdictWords, type VerdictWord } from '../../model/verdict.ts';
import type { Cli } from '../cli.ts';

interface Subject {
  readonly link?: string;
  readonly page?: string;
  readonly domain?: string;
  readonly target?: string;
}
type SayFlags = ConfigFlags & Subject & { readonly tag?: string; readonly note?: string };

export function addVerdicts(program: Command, cli: Cli): void {
  const verdicts = program.command('verdicts').description('what you think of links; the question "verdicts" lists it');
  about(
    verdicts
      .command('say')
      .description('say it of a link, a page or a domain, in place of what was said before')
      .addOption(new Option('--verdict <verdict>', 'what to make of it').choices(verdictWords))
      .option('--tag <tag>', 'a word to find it by')
      .option('--note <text>', 'for yourself'),
  ).action(async (_flags: unknown, self: Command) => {
    const flags = self.optsWithGlobals<SayFlags & { readonly verdict?: VerdictWord }>();
    const { set } = await cli.withBackend(flags, (backend) =>
      backend.setVerdicts([{ ...subjectOf(flags), verdict: flags.verdict, tag: flags.tag, note: flags.note }]),
    );
    cli.print(set === 0 ? 'Nothing was said: give --verdict, --tag or --note.\n' : 'Said.\n');
  });
  about(verdicts.command('forget').description('forget what was said')).action(async (_flags: unknown, self: Command) => {
    const flags = self.optsWithGlobals<SayFlags>();
    const { removed } = await cli.withBackend(flags, (backend) => backend.setVerdicts([subjectOf(flags)]));
    cli.print(removed === 0 ? 'Nothing had been said.\n' : 'Forgotten.\n');
  });
}

function about(command: Command): Command {
  return command
    .option('--link <id>', 'of one backlink')
    .option('--page <address>', 'of all links of a page')
    .option('--domain <domain>', 'of all links of a domain')
    .option('--target <domain>', 'only for links to this domain');
}

function subjectOf({ link, page, domain, target }: Subject): Subject {
  return { ...(link && { link }), ...(page && { page }), ...(domain && { domain }), ...(target && { target }) };
}
