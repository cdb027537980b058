import { readFileSync, statSync } from 'node:fs';
import { InvalidArgumentError, type Command } from 'commander';
import type { ConfigFlags } from '../../base/config.ts';
import { fail } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import { parseDisavow } from '../../model/disavow.ts';
import type { Cli } from '../cli.ts';

export function addDisavow(program: Command, cli: Cli): void {
  const disavow = program.command('disavow').description("disavow files in Google's format");
  disavow
    .command('make <target>')
    .description('print the file for a target: toxic linking domains with their reasons, and what you disavowed before')
    .option('--spam-min <score>', 'least spam score of a link', scoreGiven, limits.toxicSpamMin)
    .action(async (target: string, _flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<ConfigFlags & { spamMin: number }>();
      const { data } = await cli.withBackend(flags, (backend) => backend.ask('disavow', { target, spam_min: flags.spamMin }, cli.signal));
      cli.print((data as { file: string }).file);
    });
  disavow
    .command('import <file>')
    .description('take a disavow file as your verdicts: shown beside scores, filtered by, and in the next file')
    .option('--target <domain>', 'only for links to this domain')
    .action(async (file: string, _flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<ConfigFlags & { target?: string }>();
      const { lines, passedOver } = parseDisavow(readBounded(file));
      const given = lines.map(({ kind, name, note }) => ({
        ...(kind === 'domain' ? { domain: name } : { page: name }),
        ...(flags.target !== undefined && { target: flags.target }),
        verdict: 'disavowed' as const,
        ...(note !== null && { note: note.slice(0, limits.noteCharsMax) }),
      }));
      await cli.withBackend(flags, async (backend) => {
        for (let at = 0; at < given.length; at += limits.verdictsPerCallMax)
          await backend.setVerdicts(given.slice(at, at + limits.verdictsPerCallMax));
      });
      for (const { line, text, reason } of passedOver.slice(0, namedMax)) cli.tell(`Line ${line} is passed over (${reason}): ${text}`);
      cli.print(`${given.length} taken as disavowed, ${passedOver.length} lines passed over.\n`);
    });
}

/** Lines passed over that are named one by one; the others are counted. */
const namedMax = 20;

function readBounded(file: string): string {
  let size: number;
  try {
    ({ size } = statSync(file));
  } catch (thrown) {
    return fail('source_missing', { path: file }, thrown);
  }
  if (size > limits.disavowBytesMax)
    fail('invalid_input', { reason: `${file} is larger than a disavow file may be (${limits.disavowBytesMax} bytes).` });
  return readFileSync(file, 'utf8');
}

function scoreGiven(text: string): number {
  const score = Number(text);
  if (!/^\d+$/.test(text) || score > 100) throw new InvalidArgumentError('a whole number from 0 to 100.');
  return score;
}
