import type { CallToolResult } from '@modelcontextprotocol/server';
import type { KnownFields } from '../query/known-fields.ts';

/** The fields of one question as lines: short, because a model reads them before it asks. */
export function fieldsText({ operators, rows, operations }: KnownFields): CallToolResult {
  const questions = operations.map(({ operation, filters, having, order }) =>
    [`${operation}: filters of ${filters ?? 'nothing'}`, having !== null && `having of ${having}`, order !== null && `order of ${order}`]
      .filter((part) => part !== false)
      .join(', '),
  );
  const kinds = Object.entries(rows).flatMap(([kind, fields]) => [
    `${kind}:`,
    ...fields.map(
      ({ field, type, about, values }) => `  ${field} (${type}${values === undefined ? '' : `: ${values.join(' ')}`}) ${about}`,
    ),
  ]);
  const types = Object.entries(operators).map(([type, own]) => `  ${type}: ${own.join(' ')}`);
  return { content: [{ type: 'text', text: [...questions, ...kinds, 'operators:', ...types].join('\n') }] };
}
