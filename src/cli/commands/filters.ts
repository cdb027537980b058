import type { Command } from 'commander';
import { fieldsKnown } from '../../query/known-fields.ts';
import type { Cli } from '../cli.ts';
import { printList } from '../list-view.ts';

const columns = [
  { field: 'rows' },
  { field: 'field' },
  { field: 'type' },
  { field: 'example', spare: 1 },
  { field: 'about', spare: 2 },
] as const;

export function addFilters(program: Command, cli: Cli): void {
  program
    .command('filters')
    .description('what --filters, --having and --order can ask for')
    .argument('[operation]', 'a question; all when not given')
    .option('--json', 'print it as the API gives it')
    .action((operation: string | undefined, flags: { json?: boolean }) => {
      const known = fieldsKnown(operation);
      const rows = Object.entries(known.rows).flatMap(([kind, fields]) =>
        fields.map(({ field, type, about, values, example }) => ({
          rows: kind,
          field,
          type,
          about: values === undefined ? about : `${about} (${values.join(', ')})`,
          example: textOf(example),
        })),
      );
      printList(cli, known, columns, rows, flags);
      if (flags.json === true) return;
      const operators = Object.entries(known.operators).map(([type, own]) => `${type}: ${own.join(' ')}`);
      const questions = known.operations.map(
        ({ operation: name, filters, having }) =>
          `${name}: --filters of ${filters ?? 'nothing'}${having === null ? '' : `, --having of ${having}`}`,
      );
      cli.print(`\nOperators\n  ${operators.join('\n  ')}\n\nQuestions\n  ${questions.join('\n  ')}\n`);
    });
}

/** A condition as the command line takes it. */
function textOf([field, operator, value]: readonly unknown[]): string {
  const shown = Array.isArray(value)
    ? `(${value.join(', ')})`
    : typeof value === 'string' && /[^\w.:-]/.test(value)
      ? `"${value}"`
      : String(value);
  return `${String(field)} ${String(operator).replace('not_', 'not ')} ${shown}`;
}
