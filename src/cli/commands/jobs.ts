import type { Command } from 'commander';
import type { ConfigFlags } from '../../base/config.ts';
import type { JobView } from '../../service/backend.ts';
import type { Format } from '../answer-view.ts';
import type { Cli } from '../cli.ts';
import { printList } from '../list-view.ts';
import { record } from '../table.ts';

const columns = ['job_id', 'kind', 'status', 'step', 'done', 'created_at', 'ended_at', 'error'].map((field) => ({ field }));

export function addJobs(program: Command, cli: Cli): void {
  const jobs = program.command('jobs').description('ingests and refreshes, running, waiting and ended');
  jobs
    .command('list', { isDefault: true })
    .description('list them, newest first; with an id, show that one')
    .argument('[id]', 'a job')
    .option('--json', 'print as the API gives it')
    .option('--csv', 'print as CSV')
    .action(async (id: string | undefined, _flags: unknown, self: Command) => {
      if (id !== undefined) return show(cli, id, self);
      const flags = self.optsWithGlobals<ConfigFlags & Format>();
      const all = await cli.withBackend(flags, (backend) => backend.jobs());
      printList(cli, all, columns, all.map(rowOf), flags);
    });
  jobs
    .command('show')
    .description('show one job')
    .argument('<id>', 'the job')
    .option('--json', 'print it as the API gives it')
    .action(async (id: string, _flags: unknown, self: Command) => show(cli, id, self));
  jobs
    .command('cancel')
    .description('stop a job; what was finished before stays')
    .argument('<id>', 'the job')
    .option('--json', 'print it as the API gives it')
    .action(async (id: string, _flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<ConfigFlags & Format>();
      const job = await cli.withBackend(flags, (backend) => backend.cancelJob(id));
      if (flags.json === true) cli.printJson(job);
      else cli.print(`Job ${job.job_id} is ${job.status === 'running' ? 'being stopped' : job.status}.\n`);
    });
}

async function show(cli: Cli, id: string, self: Command): Promise<void> {
  const flags = self.optsWithGlobals<ConfigFlags & Format>();
  const job = await cli.withBackend(flags, (backend) => backend.job(id));
  if (flags.json === true) return cli.printJson(job);
  const { result, error, ...facts } = job;
  cli.print(
    record(
      { ...facts, ...(error !== null && { error: `${error.code}: ${error.message}` }), ...(result !== null && { result }) },
      cli.style(),
    ),
  );
}

function rowOf({ job_id, kind, status, progress, created_at, ended_at, error }: JobView): Readonly<Record<string, unknown>> {
  const { done = 0, total = null, step = null } = progress ?? {};
  const share = total === null || total === 0 ? null : `${Math.floor((100 * done) / total)} %`;
  return { job_id, kind, status, step, done: status === 'complete' ? '100 %' : share, created_at, ended_at, error: error?.code ?? null };
}
