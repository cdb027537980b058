import { Command, CommanderError } from 'commander';
import { Failure } from '../base/errors.ts';
import { version } from '../service/version.ts';
import type { Cli } from './cli.ts';
import { addCrawl } from './commands/crawl.ts';
import { addCredits } from './commands/credits.ts';
import { addDisavow } from './commands/disavow.ts';
import { addDoctor } from './commands/doctor.ts';
import { addEnrich } from './commands/enrich.ts';
import { addEvidence } from './commands/evidence.ts';
import { addExtendTopics } from './commands/extend-topics.ts';
import { addFilters } from './commands/filters.ts';
import { addIndex } from './commands/index.ts';
import { addIngest } from './commands/ingest.ts';
import { addJobs } from './commands/jobs.ts';
import { addKeys } from './commands/keys.ts';
import { addMcp } from './commands/mcp.ts';
import { addMonitors } from './commands/monitors.ts';
import { addPlan } from './commands/plan.ts';
import { addPrices } from './commands/prices.ts';
import { addQuery } from './commands/query.ts';
import { addRefresh } from './commands/refresh.ts';
import { addRecrawl } from './commands/recrawl.ts';
import { addReleases } from './commands/releases.ts';
import { addServe } from './commands/serve.ts';
import { addStart } from './commands/start.ts';
import { addUsage } from './commands/usage.ts';
import { addVerify } from './commands/verify.ts';
import { addVerdicts } from './commands/verdicts.ts';
import { addAudit } from './commands/audit.ts';

/** Runs one command and returns its exit status. Every failure is told in one line; nothing is thrown. */
export async function runProgram(cli: Cli, args: readonly string[]): Promise<number> {
  const program = programOf(cli);
  try {
    await program.parseAsync(args, { from: 'user' });
    return cli.exitStatus;
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return 0;
    const failure = thrown instanceof CommanderError ? usageFailure(thrown, program, args) : thrown;
    return cli.tellFailure(failure, { json: args.includes('--json'), verbose: args.includes('--verbose') });
  }
}

function programOf(cli: Cli): Command {
  const program = new Command('openbacklinks')
    .description('An open backlinks index: ingest web archives, build a release, ask who links where.')
    .version(version, '--version', 'print the version')
    .option('--data <folder>', 'the data directory (OPENBACKLINKS_DATA, ./data)')
    .option('--verbose', 'show the cause of a failure')
    .helpOption('-h, --help', 'print this help')
    .showSuggestionAfterError(true)
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .configureOutput({ writeOut: (text) => cli.print(text), outputError: () => {}, writeErr: () => {} });
  for (const add of [
    addStart,
    addServe,
    addIngest,
    addPlan,
    addCrawl,
    addEnrich,
    addVerify,
    addRecrawl,
    addRefresh,
    addReleases,
    addQuery,
    addFilters,
    addEvidence,
    addVerdicts,
    addAudit,
    addDisavow,
    addExtendTopics,
    addIndex,
    addMcp,
    addKeys,
    addCredits,
    addUsage,
    addPrices,
    addJobs,
    addMonitors,
    addDoctor,
  ]) {
    add(program, cli);
  }
  return program;
}

/** Commander's own complaints, with its suggestion, as one sentence. */
function usageFailure(error: CommanderError, program: Command, args: readonly string[]): Failure {
  if (error.code === 'commander.help')
    return new Failure('usage', { reason: `A command is missing. There are: ${names(nearestCommand(program, args))}.` });
  const text = error.message
    .replace(/^error: /, '')
    .replace(/\s*\(Did you mean (.*)\?\)$/s, '. Did you mean $1?')
    .replace(/[^.?]$/, (last) => `${last}.`);
  return new Failure('usage', { reason: `${text.charAt(0).toUpperCase()}${text.slice(1)} "openbacklinks --help" shows what there is.` });
}

/** The command that was meant as far as it was written. */
function nearestCommand(program: Command, args: readonly string[]): Command {
  return args.reduce((command, arg) => command.commands.find((inner) => inner.name() === arg) ?? command, program);
}

function names(command: Command): string {
  return command.commands.map((inner) => inner.name()).join(', ');
}
