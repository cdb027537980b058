import type { Command } from 'commander';
import type { ConfigFlags } from '../../base/config.ts';
import { failureTable } from '../../base/errors.ts';
import type { Cli } from '../cli.ts';
import { terminalText } from '../terminal-text.ts';

export function addDoctor(program: Command, cli: Cli): void {
  program
    .command('doctor')
    .description('look at an installation: what is right, what is wrong, what to do')
    .option('--mend', 'mend what can be mended without losing anything')
    .option('--json', 'print the checks as JSON')
    .action(async (_flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<ConfigFlags & { mend?: boolean; json?: boolean }>();
      // It knows the engine, which other commands start without.
      const { examine } = await import('../../service/doctor.ts');
      const progress = cli.progress(false);
      const checks = await examine(cli.config(flags), { mend: flags.mend === true, progress, signal: cli.signal });
      progress.end();
      if (flags.json === true) cli.printJson(checks);
      else for (const { outcome, name, text } of checks) cli.print(`${outcome.padEnd(8)} ${name}: ${terminalText(text)}\n`);
      if (checks.some(({ outcome }) => outcome === 'problem')) cli.exitStatus = failureTable.data_locked.exit;
    });
}
