import { z } from 'zod';
import type { FailureCode } from '../../base/errors.ts';
import { controlShape } from '../../meter/call.ts';
import type { Operation } from '../../query/operation.ts';
import { operations } from '../../query/operations.ts';
import { answerExamples } from '../reference/examples.ts';
import { isBeyondBound } from '../../query/expected-rows.ts';
import type { Backend } from '../../service/backend.ts';
import { shownJob } from '../shown-job.ts';
import { Accepted, Billed, type Asked, type Route } from '../route.ts';
import { formatOf, formatQuery, isDryRun, mediaTypes, quoteOf, streamOf } from '../whole-answers.ts';
import { job, quote } from '../schemas.ts';

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
  accepted: job,
  example: { body: operation.example, data: answerExamples[operation.name] },
  failures,
  handle: async (backend, asked) => {
    const { body, caller } = asked;
    const format = formatOf(asked);
    if (isDryRun(body)) return format === 'json' ? answered(backend, operation, asked) : quoteOf(backend, operation, asked);
    const asJob = async (): Promise<Accepted> =>
      new Accepted(shownJob(await backend.startAnswer(operation.name, body, format !== 'json', caller ?? undefined)));
    if (says(body, true)) return asJob();
    try {
      return await (format === 'json' ? answered(backend, operation, asked) : streamOf(backend, operation, format, asked));
    } catch (thrown) {
      if (says(body, false) || !isBeyondBound(thrown)) throw thrown;
      return asJob();
    }
  },
}));

async function answered(backend: Backend, { name }: Operation, { body, signal, caller }: Asked): Promise<Billed> {
  const { data, bill } = await backend.ask(name, body, signal, caller ?? undefined);
  return new Billed(data, bill);
}

function says(body: unknown, asJob: boolean): boolean {
  return typeof body === 'object' && body !== null && 'as_job' in body && body.as_job === asJob;
}

/** Whether it has rows that can be read to their end. */
function isListOf({ input }: Operation): boolean {
  return 'limit' in input.shape && 'cursor' in input.shape;
}

function idOf({ name }: Operation): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
