import { InvalidArgumentError, type Command } from 'commander';
import type { ConfigFlags } from '../../base/config.ts';
import type { CrawlPlan } from '../../pipeline/plan-crawl.ts';
import type { Format } from '../answer-view.ts';
import type { Cli } from '../cli.ts';
import { count, size } from '../sizes.ts';
import { record, table } from '../table.ts';

interface PlanFlags extends ConfigFlags, Format {
  readonly megabits?: number;
}

export function addPlan(program: Command, cli: Cli): void {
  program
    .command('plan')
    .description('what an ingest of a part of a crawl would fetch, store and take; nothing is ingested')
    .argument('<source>', 'cc:CRAWL[:wat|:warc][:FROM-TO], as in cc:latest:wat:0-99')
    .option('--megabits <number>', 'megabits a second of the connection; default: 100', positive)
    .option('--json', 'print it as the API gives it')
    .action(async (source: string, _flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<PlanFlags>();
      const plan = await cli.withBackend(flags, (backend) => backend.plan(source, flags.megabits, cli.signal));
      if (flags.json === true) return cli.printJson(plan);
      cli.print(`${record(shown(plan), cli.style())}\nAssumptions:\n`);
      cli.print(
        table(
          ['name', 'value', 'unit', 'source'].map((field) => ({ field })),
          plan.assumptions.map((row) => ({ ...row })),
          cli.style(),
        ),
      );
    });
}

/** What a person wants to know of it, sizes and times in words. `~`: an estimate. */
function shown(plan: CrawlPlan): Readonly<Record<string, unknown>> {
  const { fetch_bytes, fetch_bytes_estimate } = plan;
  return {
    crawl: `${plan.crawl} (${plan.format}) at ${plan.base}`,
    files: `${count(plan.files)}, of which ${count(plan.files_in_index)} in the index`,
    to_fetch: `${count(plan.files_to_fetch)} files, ${fetch_bytes === null ? `~${size(fetch_bytes_estimate)}` : `${size(fetch_bytes)} (${count(fetch_bytes)} bytes)`}`,
    holds: `~${count(plan.pages_estimate)} pages, ~${count(plan.links_estimate)} links to other domains`,
    index: `~${size(plan.index_bytes_estimate)}`,
    disk: `~${size(plan.disk_bytes_estimate)} with the fetched files, ${size(plan.disk_bytes_free)} are free`,
    time: `~${time(plan.seconds_estimate)} (fetching ${time(plan.fetch_seconds_estimate)}, reading ${time(plan.read_seconds_estimate)})`,
  };
}

function time(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3_600).toFixed(1)} h`;
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 1_000_000)) throw new InvalidArgumentError('It is a number of megabits, above 0.');
  return value;
}
