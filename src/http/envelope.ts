import { z } from 'zod';
import { Failure } from '../base/errors.ts';
import { notCharged, type Bill } from '../meter/call.ts';

/** Around every answer. While the meter is off nothing is used, and what remains is not known. */
export const successEnvelope = z.object({
  status: z.literal('success'),
  request_id: z.string().describe('Also in the header x-request-id; the log knows it'),
  credits_used: z.number().describe('What this call cost'),
  credits_remaining: z.number().nullable().describe('null while credits are not counted, and without a key'),
  cached: z.boolean().describe('Whether the answer was kept from an earlier call with the same Idempotency-Key'),
  truncated: z
    .object({ rows_asked: z.int(), rows_given_at_most: z.int(), credits_at_most: z.number() })
    .optional()
    .describe('Set when `truncate` left rows out, because they would have cost too much'),
});
export type Success = z.output<typeof successEnvelope> & { readonly data: unknown };

export const errorEnvelope = z
  .object({
    status: z.literal('error'),
    request_id: z.string(),
    error: z.object({
      code: z.string().describe('Stable: programs may decide by it'),
      message: z.string().describe('For people: what happened and the way out'),
      retryable: z.boolean().describe('Whether the same call may succeed later'),
      docs: z.string().describe('Where this failure is explained'),
      required_credits: z.number().optional().describe('What the call could have cost'),
      current_balance: z.number().optional().describe('What is left to spend'),
    }),
  })
  .describe('A failed call');
export type ErrorAnswer = z.output<typeof errorEnvelope>;

export function success(requestId: string, data: unknown, bill: Bill = notCharged): Success {
  return { status: 'success', request_id: requestId, ...bill, data };
}

/** The public side of a failure. A message that names the request gets this one's id. */
export function errorAnswer(requestId: string, failure: Failure): ErrorAnswer {
  const named = 'request' in failure.params ? new Failure(failure.code, { ...failure.params, request: requestId }) : failure;
  return {
    status: 'error',
    request_id: requestId,
    error: { code: named.code, message: named.message, retryable: named.retryable, docs: `/docs#error-${named.code}`, ...creditsOf(named) },
  };
}

function creditsOf({ params }: Failure): { required_credits?: number; current_balance?: number } {
  const { required_credits, current_balance } = params;
  return {
    ...(typeof required_credits === 'number' && { required_credits }),
    ...(typeof current_balance === 'number' && { current_balance }),
  };
}
