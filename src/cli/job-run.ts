import type { ConfigFlags } from '../base/config.ts';
import type { Backend, JobInputs, JobKind, JobView } from '../service/backend.ts';
import type { Cli } from './cli.ts';

/** Starts a job and follows it to its end. Asked to end, it cancels the job and waits until that is done. */
export async function runJob<Kind extends JobKind>(
  cli: Cli,
  flags: ConfigFlags,
  kind: Kind,
  input: JobInputs[Kind],
  json: boolean,
): Promise<JobView> {
  return followJob(cli, flags, (backend) => backend.startJob(kind, input), json);
}

/** The same for a job that is started in another way. */
export async function followJob(
  cli: Cli,
  flags: ConfigFlags,
  start: (backend: Backend) => Promise<JobView>,
  json: boolean,
): Promise<JobView> {
  const progress = cli.progress(json);
  try {
    const ended = await cli.withLastingBackend(flags, async (backend) => {
      const job = await start(backend);
      return backend.followJob(job.job_id, progress, cli.signal);
    });
    if (json) cli.print(`${JSON.stringify({ event: 'end', job: ended })}\n`);
    return ended;
  } finally {
    progress.end();
  }
}
