import { z } from 'zod';
import type { FailureCode } from '../../base/errors.ts';
import { controlShape } from '../../meter/call.ts';
import type { Operation } from '../../query/operation.ts';
import { operations } from '../../query/operations.ts';
import { answerExamples } from '../reference/examples.ts';
import { Billed, type Route } from '../route.ts';
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
  body: operation.input.extend(controlShape),
  data: z.union([operation.output, quote]),
  example: { body: operation.example, data: answerExamples[operation.name] },
  failures,
  handle: async (backend, { body, signal, caller }) => {
    const { data, bill } = await backend.ask(operation.name, body, signal, caller ?? undefined);
    return new Billed(data, bill);
  },
}));

function idOf({ name }: Operation): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
