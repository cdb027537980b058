import type { ConfigFlags } from '../base/config.ts';
import type { Operation } from '../query/operation.ts';
import { printAnswer, type Format } from './answer-view.ts';
import type { Cli } from './cli.ts';
import { printPieces } from './whole-answer-view.ts';

/** Has a question answered as a job, follows it, and prints what it answered as if it had been asked. */
export async function printAsJob(
  cli: Cli,
  operation: Operation,
  input: Readonly<Record<string, unknown>>,
  flags: ConfigFlags & Format & { readonly all?: boolean },
): Promise<void> {
  const progress = cli.progress(false);
  try {
    await cli.withLastingBackend(flags, async (backend) => {
      const started = await backend.startAnswer(operation.name, input, flags.all === true);
      cli.tell(`This reads more rows than a question may: it is answered as ${started.job_id}.`);
      const { job_id: job } = await backend.followJob(started.job_id, progress, cli.signal);
      progress.end();
      if (flags.all === true) return printPieces(cli, backend.answerPieces(job), operation, flags);
      printAnswer(cli, operation, await backend.answerOf(job), flags);
    });
  } finally {
    progress.end();
  }
}
