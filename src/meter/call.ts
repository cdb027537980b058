/** What a call says beside its question: who makes it, what it may cost, and afterwards what it did cost. */
import { z } from 'zod';
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { KeyHolder } from './keys.ts';

/** Who makes a call. Whoever works on the data directory itself (command line, socket file) is no caller: nothing is metered. */
export interface Caller {
  readonly holder: KeyHolder;
  readonly requestId: string;
  /** From the header of the same name: a repeat gets the same answer and is not charged. */
  readonly idempotencyKey?: string;
}

/** Fields that every question takes beside its own. */
export const controlShape = {
  dry_run: z.boolean().optional().describe('Answer what the question would cost and how many rows it would give, without asking it'),
  max_credits: z.number().min(0).optional().describe('Refuse the question when it could cost more'),
  as_job: z
    .boolean()
    .optional()
    .describe('Answer as a job at once (true), or refuse what reads too many rows for a question (false). Default: a job only for that'),
  truncate: z.boolean().optional().describe('Instead of refusing for want of credits, give as many rows as they buy'),
  tag: z
    .string()
    .regex(new RegExp(`^[^\\p{Cc}]{1,${limits.tagCharsMax}}$`, 'u'))
    .optional()
    .describe('Whom the call is made for: usage and statements tell by it. Default: the tag of the key'),
} as const;
const controlSchema = z.object(controlShape);
export type Controls = z.output<typeof controlSchema>;

/** Parts an input from the controls that came with it. Throws `invalid_input`. */
export function controlsOf(given: unknown): { readonly controls: Controls; readonly input: unknown } {
  if (typeof given !== 'object' || given === null || Array.isArray(given) || !Object.keys(controlShape).some((name) => name in given))
    return { controls: {}, input: given };
  const { data: controls, error } = controlSchema.safeParse(given);
  if (controls === undefined) {
    const [issue] = error.issues;
    return fail('invalid_input', { reason: `"${issue?.path.join('.') ?? ''}": ${issue?.message ?? 'not valid'}.` });
  }
  return { controls, input: withoutControls(given) };
}

export function withoutControls(given: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).filter(([name]) => !(name in controlShape)));
}

/** What a call came to. */
export interface Bill {
  readonly credits_used: number;
  /** null while credits are not counted. */
  readonly credits_remaining: number | null;
  /** Whether the answer was kept from an earlier call. */
  readonly cached: boolean;
  /** Of the call that the answer was made for, when that is another one. */
  readonly request_id?: string;
  /** Set when the answer has fewer rows than were asked for, because more would have cost too much. */
  readonly truncated?: Truncated;
}

export interface Truncated {
  readonly rows_asked: number;
  readonly rows_given_at_most: number;
  readonly credits_at_most: number;
}

export const notCharged: Bill = { credits_used: 0, credits_remaining: null, cached: false };

/** The answer to a dry run. */
export interface Quote {
  readonly dry_run: true;
  readonly operation: string;
  /** That it would be answered from. */
  readonly release: number;
  readonly price_list: string;
  /** What it would cost with `rows`. */
  readonly credits: number;
  /** How many rows it would give. */
  readonly rows: number;
  /** `at_most`: counting them would be as much work as the question itself, or an answer that tells no total. */
  readonly rows_are: 'exact' | 'at_most';
  /** What must be left for it to be asked: the price with as many rows as `limit` allows. */
  readonly credits_at_most: number;
  readonly rows_at_most: number;
  /** Stored rows that the largest of its statements reads at most, told without reading them; null of questions about several targets. */
  readonly rows_to_read: number | null;
  /** Whether that is more than a question may read, so that it is answered as a job. */
  readonly as_job: boolean;
  /** Whether calls of this caller are charged at all. */
  readonly charged: boolean;
}
