import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { ConfigFlags } from '../../base/config.ts';
import { fail } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import type { VerifyResult } from '../../pipeline/verify.ts';
import type { Cli } from '../cli.ts';
import { runJob } from '../job-run.ts';
import { table } from '../table.ts';
import { amount, wholeNumber } from '../whole-number.ts';

interface VerifyFlags extends ConfigFlags {
  readonly ids?: string;
  readonly links?: string;
  readonly limit?: number;
  readonly delay?: number;
  readonly refresh?: boolean;
  readonly json?: boolean;
}

const columns = ['source_url', 'target', 'state_before', 'seen', 'reason', 'anchor', 'followed', 'checked_at'].map((field) => ({ field }));

export function addVerify(program: Command, cli: Cli): void {
  program
    .command('verify')
    .description('look now whether links are still there, and keep what was seen')
    .argument('[target]', 'a target whose backlinks are looked at, those verified longest ago first')
    .option('--ids <ids>', 'backlinks by id, with commas between them')
    .option('--links <file>', 'links by their ends: a line each, source and target with a tab or a comma between them')
    .option('--limit <number>', `backlinks of the target at most (${limits.verifyLinksDefault})`, wholeNumber)
    .option('--delay <seconds>', 'pause between two requests to one host (1)', amount)
    .option('--refresh', 'build and publish a release when it is done')
    .option('--contact <address>', 'who answers for the requests (OPENBACKLINKS_CONTACT)')
    .option('--allow-hosts <hosts>', 'hosts that may be fetched although they are not public (OPENBACKLINKS_ALLOW_HOSTS)')
    .option('--json', 'print events as JSON, a line each')
    .action(async (target: string | undefined, _flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<VerifyFlags>();
      const input = {
        ...(target !== undefined && { target }),
        ...(flags.ids !== undefined && { ids: flags.ids.split(',').map((id) => id.trim()) }),
        ...(flags.links !== undefined && { links: linksIn(flags.links) }),
        ...(flags.limit !== undefined && { limit: flags.limit }),
        ...(flags.delay !== undefined && { delay_seconds: flags.delay }),
        ...(flags.refresh === true && { refresh: true }),
      };
      const job = await runJob(cli, flags, 'verify', input, flags.json === true);
      if (flags.json === true) return;
      const { each, links, pages } = job.result as VerifyResult;
      const counts = Object.entries(links).flatMap(([seen, count]) => (count === 0 ? [] : [`${count.toLocaleString('en-US')} ${seen}`]));
      cli.print(
        `${table(
          columns,
          each.map((link) => ({ ...link })),
          cli.style(),
        )}\nLooked at ${pages.toLocaleString('en-US')} pages: ${counts.join(', ')}.\n`,
      );
    });
}

/** Throws `source_missing`, and `usage` for a line that is not two columns. */
function linksIn(path: string): { source_url: string; target: string }[] {
  const lines = textOf(path).split(/\r?\n/);
  return lines.flatMap((line, i) => {
    if (line.trim() === '') return [];
    const [source_url = '', target = '', ...others] = (line.includes('\t') ? line.split('\t') : line.split(',')).map((cell) => cell.trim());
    if (target === '' || others.length > 0) fail('usage', { reason: `Line ${i + 1} of ${path} is not a source and a target.` });
    return [{ source_url, target }];
  });
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    return fail('source_missing', { path }, thrown);
  }
}
