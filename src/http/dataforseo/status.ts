/**
 * How a call of the DataForSEO contract ended: its status code, the text that clients match on, and the HTTP status. Nearly all of it rides in
 * an HTTP 200 body, because the published clients throw on anything else without reading it.
 */
import type { Failure, FailureCode } from '../../base/errors.ts';

export interface Status {
  readonly code: number;
  readonly message: string;
  readonly http: number;
}

const table = {
  ok: [20000, 'Ok.', 200],
  one_task: [40000, 'You can set only one task at a time.', 200],
  too_many_tasks: [40006, 'You can set no more than 100 tasks at a time.', 200],
  unauthorized: [40100, 'You are not authorized to access this resource.', 401],
  no_results: [40102, 'No Search Results.', 200],
  payment: [40200, 'Payment Required.', 402],
  rate: [40202, 'The rate-limit per minute has been exceeded.', 200],
  cost_limit: [40203, 'The cost limit has been exceeded.', 200],
  access: [40204, 'Access denied.', 200],
  simultaneous: [40209, 'Too many simultaneous queries.', 200],
  funds: [40210, 'Insufficient Funds.', 402],
  path: [40402, 'Invalid Path.', 404],
  empty: [40502, 'POST Data Is Empty.', 200],
  invalid: [40503, 'POST Data Is Invalid.', 200],
  internal: [50000, 'Internal Error.', 500],
  updating: [50303, 'Update in progress. Please try after a few minutes.', 200],
  timeout: [50401, 'Internal Error - Timeout.', 200],
} as const satisfies Record<string, readonly [number, string, number]>;

export type StatusName = keyof typeof table;

export function statusOf(name: StatusName): Status {
  const [code, message, http] = table[name];
  return { code, message, http };
}

/** Every status that these calls can end with, as `/v3/appendix/errors` lists them. */
export const allStatuses: readonly { readonly code: number; readonly message: string }[] = [
  ...Object.values(table).map(([code, message]) => ({ code, message })),
  { code: 40501, message: 'Invalid Field.' },
  { code: 40506, message: 'Unknown Fields in POST Data.' },
].sort((a, b) => a.code - b.code);

/** The field is named as clients parse it. */
export function invalidField(field: string): Status {
  return { code: 40501, message: `Invalid Field: '${field}'.`, http: 200 };
}

export function unknownFields(fields: readonly string[]): Status {
  return { code: 40506, message: `Unknown Fields in POST Data: ${fields.map((field) => `'${field}'`).join(', ')}.`, http: 200 };
}

/** A call that ended early, with the status that says why. */
export class Refused extends Error {
  readonly status: Status;
  /** What the contract's text leaves out: why, and the way out. */
  readonly reason: string | null;

  constructor(status: Status, reason: string | null = null) {
    super(status.message);
    this.status = status;
    this.reason = reason;
  }
}

const ofFailure: Partial<Record<FailureCode, StatusName>> = {
  unauthenticated: 'unauthorized',
  forbidden: 'access',
  operation_not_allowed: 'access',
  insufficient_credits: 'funds',
  over_budget: 'payment',
  cap_reached: 'cost_limit',
  rate_limited: 'rate',
  too_many_concurrent: 'simultaneous',
  no_release: 'updating',
  release_outdated: 'updating',
  not_ready: 'updating',
  too_slow: 'timeout',
  too_much_memory: 'timeout',
  request_too_large: 'invalid',
  not_found: 'path',
  method_not_allowed: 'path',
};

/** Failures that lie in one field of a task. */
const fieldOfFailure: Partial<Record<FailureCode, string>> = {
  invalid_target: 'target',
  too_many_links: 'target',
  too_many_rows: 'target',
  invalid_filter: 'filters',
  invalid_pattern: 'filters',
  invalid_cursor: 'search_after_token',
  release_gone: 'search_after_token',
  release_unknown: 'search_after_token',
  limit_out_of_range: 'limit',
};

/** Fields of our own questions that a task says otherwise, nearest first. */
const saidAs: Readonly<Record<string, readonly string[]>> = {
  target: ['target', 'targets'],
  filters: ['filters', 'backlinks_filters'],
  from: ['date_from'],
  to: ['date_to'],
  order: ['order_by'],
};

/** Our own failures in the contract's words. One that lies in a field names it as the task does, which has the fields `said`. */
export function statusOfFailure(failure: Failure, said: readonly string[] = []): Status {
  const inInput = failure.code === 'invalid_input' ? /^"([a-z_]+)/.exec(failure.message)?.[1] : undefined;
  const ours = fieldOfFailure[failure.code] ?? inInput;
  if (ours !== undefined) return invalidField(saidAs[ours]?.find((field) => said.includes(field)) ?? ours);
  if (failure.code === 'invalid_input') return statusOf('invalid');
  return statusOf(ofFailure[failure.code] ?? 'internal');
}

/** A failure's own sentence, with a way out that a task can go: it has a `limit`, and no `truncate`. */
export function reasonOf({ code, message, params }: Failure): string {
  if (code !== 'insufficient_credits') return message;
  return `This call costs up to ${params['required_credits']} credits and ${params['current_balance']} are left. Add credits, or ask for fewer rows with "limit".`;
}
