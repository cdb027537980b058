import { z } from 'zod';
import type { FailureCode } from '../../base/errors.ts';
import { controlShape } from '../../meter/call.ts';
import type { Operation } from '../../query/operation.ts';
import { operations } from '../../query/operations.ts';
import { answerExamples } from '../reference/examples.ts';
import { Billed, type Route } from '../route.ts';
import { formatOf, formatQuery, isDryRun, mediaTypes, quoteOf, streamOf } from '../whole-answers.ts';
import { quote } from '../schemas.ts';

const failures: readonly FailureCode[] = [
  'invalid_target',
  'invalid_filter',
  'invalid_pattern',
  'invalid_cursor',
  'limit_out_of_range',
  'no_release',
  'release_gone',
  'release_unknown',
  'too_many_links',
  'too_slow',
  'too_many_rows',
  'too_much_memory',
  'engine_failed',
  'insufficient_credits',
  'over_budget',
  'cap_reached',
  'operation_not_allowed',
  'too_many_concurrent',
  'idempotency_conflict',
];

/** One call an operation. The backend parses the input, so that every surface refuses the same input in the same words. */
export const questionRoutes: readonly Route[] = operations.map((operation) => ({
  method: 'POST',
  path: `/v1/backlinks/${operation.name}`,
  scope: 'read',
  id: idOf(operation),
  group: 'Questions',
  operation: operation.name,
  summary: operation.summary,
  description: operation.description,
  query: formatQuery,
  body: operation.input.extend(controlShape),
  ...(isListOf(operation) && { alsoAs: Object.values(mediaTypes) }),
  data: z.union([operation.output, quote]),
  example: { body: operation.example, data: answerExamples[operation.name] },
  failures,
  handle: async (backend, asked) => {
    const { body, signal, caller } = asked;
    const format = formatOf(asked);
    if (format !== 'json') return isDryRun(body) ? quoteOf(backend, operation, asked) : streamOf(backend, operation, format, asked);
    const { data, bill } = await backend.ask(operation.name, body, signal, caller ?? undefined);
    return new Billed(data, bill);
  },
}));

/** Whether it has rows that can be read to their end. */
function isListOf({ input }: Operation): boolean {
  return 'limit' in input.shape && 'cursor' in input.shape;
}

function idOf({ name }: Operation): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
