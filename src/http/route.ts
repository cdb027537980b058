/**
 * A route is one call of the API, defined once: what it takes and gives, who may make it, how it fails. The server, the
 * OpenAPI document and the reference page are loops over the list in routes.ts.
 */
import type { Readable } from 'node:stream';
import type { z } from 'zod';
import { fail, type FailureCode } from '../base/errors.ts';
import type { Bill, Caller } from '../meter/call.ts';
import type { Backend, Scope } from '../service/backend.ts';

/** What calls are about, in the order in which documents show them. */
export const groups = {
  Questions: 'Who links to a target, with evidence',
  Index: 'What was ingested and published',
  Verdicts: 'What you think of links',
  Jobs: 'Long work: ingest, refresh, crawl',
  Monitors: 'Targets that are watched, and what changed',
  Account: 'What calls cost, what was spent, what is left',
  Keys: 'Who may ask',
  Service: 'Whether the process is up and can answer',
} as const;

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** In OpenAPI's notation: `/v1/jobs/{id}`. */
  readonly path: string;
  /** The scope a key needs; null when no key is asked for. */
  readonly scope: Scope | null;
  /** Its name in generated clients, in camelCase. */
  readonly id: string;
  readonly group: keyof typeof groups;
  /** The question that it asks, when it has a price. */
  readonly operation?: string;
  /** One line, for lists. */
  readonly summary: string;
  readonly description: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  /** What `data` of the envelope holds; of a stream, one line. */
  readonly data: z.ZodType;
  readonly streams?: boolean;
  /** What `data` holds when the answer is 202: the work was taken on and is not done yet. */
  readonly accepted?: z.ZodType;
  /** Media types that it is answered in when they are asked for, beside the envelope. */
  readonly alsoAs?: readonly string[];
  readonly example: { readonly params?: Readonly<Record<string, string>>; readonly body?: unknown; readonly data: unknown };
  /** Failures of its own, beside those that every call can meet. */
  readonly failures: readonly FailureCode[];
  /** `data` of the answer, Billed when it has a price; of a stream, a Readable of its lines; Csv; or Streamed. */
  handle(backend: Backend, asked: Asked): Promise<unknown>;
}

/** What came with a call, not yet parsed. The signal aborts when the client goes away. */
export interface Asked {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  /** What the caller would like to be answered in. */
  readonly accept: string | undefined;
  readonly signal: AbortSignal;
  readonly version: string;
  /** Who makes the call; null: the owner, or someone without a key where none is asked for. */
  readonly caller: Caller | null;
}

/** An answer that has a price. */
export class Billed {
  readonly data: unknown;
  readonly bill: Bill;

  constructor(data: unknown, bill: Bill) {
    this.data = data;
    this.bill = bill;
  }
}

/** Work that was taken on and is not done yet: 202. */
export class Accepted {
  readonly data: unknown;

  constructor(data: unknown) {
    this.data = data;
  }
}

/** An answer that is a table for spreadsheets, without the envelope. */
export class Csv {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A long answer as text, without the envelope. What comes late breaks the connection off, so that it looks like no end. */
export class Streamed {
  readonly type: string;
  readonly text: Readable;

  constructor(type: string, text: Readable) {
    this.type = type;
    this.text = text;
  }
}

/** Whose objects a caller may see: with an admin key, and for the owner, all (undefined). */
export function accountOf({ caller }: Asked): string | undefined {
  return caller === null || caller.holder.scopes.includes('admin') ? undefined : caller.holder.account;
}

/** Parses one part of a call. Throws `invalid_input`, naming the field. */
export function parsed<Schema extends z.ZodObject>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.strict().safeParse(value ?? {});
  if (result.success) return result.data as z.output<Schema>;
  const [issue] = result.error.issues;
  const field = issue?.path.join('.') ?? '';
  const known = `It takes: ${Object.keys(schema.shape).join(', ') || 'nothing'}.`;
  if (issue?.code === 'unrecognized_keys')
    return fail('invalid_input', { reason: `"${issue.keys.join('", "')}" is not known here. ${known}` });
  return fail('invalid_input', { reason: `${field === '' ? '' : `"${field}": `}${issue?.message ?? 'not valid'}. ${known}` });
}
