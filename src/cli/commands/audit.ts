import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { ConfigFlags } from '../../base/config.ts';
import { fail } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import type { JobView } from '../../service/backend.ts';
import type { Cli } from '../cli.ts';
import { wholeNumber } from '../whole-number.ts';

interface AuditFlags extends ConfigFlags {
  readonly file?: string;
  readonly competitors?: string;
  readonly sinceRelease?: number;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export function addAudit(program: Command, cli: Cli): void {
  program
    .command('audit')
    .description(`audit up to ${limits.auditTargetsMax.toLocaleString('en-US')} targets as one job, and print what was found`)
    .argument('[target...]', 'domains, hosts, folders or pages')
    .option('--file <path>', 'targets, one a line')
    .option('--competitors <targets>', 'competitors of all of them, with commas; default: the nearest of each')
    .option('--since-release <number>', 'what came and went since this release, instead of in 90 days', wholeNumber)
    .option('--dry-run', 'say what it would cost, and start nothing')
    .option('--json', 'print one result a line, as the API gives it')
    .action(async (given: readonly string[], _flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<AuditFlags>();
      const targets = [...given, ...linesOf(flags.file)];
      if (targets.length === 0) fail('usage', { reason: 'No target is named. Name some, or give --file.' });
      const asked = {
        targets,
        ...(flags.competitors !== undefined && { competitors: flags.competitors.split(',').map((name) => name.trim()) }),
        ...(flags.sinceRelease !== undefined && { since_release: flags.sinceRelease }),
        ...(flags.dryRun === true && { dry_run: true }),
      };
      const progress = cli.progress(false);
      try {
        await cli.withLastingBackend(flags, async (backend) => {
          const started = await backend.startAudit(asked);
          if ('dry_run' in started) return cli.printJson(started);
          const job = await backend.followJob(started.job_id, progress, cli.signal);
          progress.end();
          for (let after = 0; ;) {
            const results = await backend.auditResults(job.job_id, after, limits.auditResultsPerAnswerMax);
            for (const { target, result } of results)
              cli.print(flags.json === true ? `${JSON.stringify({ target, result })}\n` : told(target, result));
            const last = results.at(-1);
            if (last === undefined) return tell(cli, job);
            after = last.place;
          }
        });
      } finally {
        progress.end();
      }
    });
}

function linesOf(file: string | undefined): string[] {
  if (file === undefined) return [];
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  } catch (thrown) {
    return fail('source_unreadable', { path: file, reason: 'it cannot be opened' }, thrown);
  }
}

/** A target with its next steps. */
function told(target: string, result: unknown): string {
  const { error, next_steps = [] } = result as { error?: { message: string }; next_steps?: readonly { step: string; gain: number }[] };
  const lines =
    error === undefined ? next_steps.map(({ step, gain }) => `  ${gain.toFixed(1).padStart(5)}  ${step}`) : [`  ${error.message}`];
  return `${[target, ...lines].join('\n')}\n`;
}

function tell(cli: Cli, { job_id }: JobView): void {
  cli.tell(`Audit ${job_id} is done.`);
}
