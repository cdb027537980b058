import { createHash } from 'node:crypto';
import { z } from 'zod';
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';

/** Where a list goes on: after the row with these order values, in this release, for this question. */
export interface Cursor {
  readonly release: number;
  readonly after: readonly (string | number)[];
}

const shape = z.object({ r: z.int().positive(), q: z.string(), a: z.array(z.union([z.string(), z.number()])).max(8) });

/**
 * Cursors are opaque text. They hold the release they began in, so that pages stay one whole while releases are swapped,
 * and a digest of the question, so that a cursor of another question is refused instead of answered wrongly.
 */
export function writeCursor(cursor: Cursor, question: unknown): string {
  return Buffer.from(JSON.stringify({ r: cursor.release, q: digestOf(question), a: cursor.after })).toString('base64url');
}

/** Throws `invalid_cursor`. */
export function readCursor(text: string, question: unknown): Cursor {
  const { r, q, a } = parsedCursor(text);
  return q === digestOf(question) ? { release: r, after: a } : fail('invalid_cursor');
}

/** The release that a cursor goes on in. Throws `invalid_cursor`. */
export function releaseOfCursor(text: string): number {
  return parsedCursor(text).r;
}

function parsedCursor(text: string): z.output<typeof shape> {
  if (text.length > limits.cursorCharsMax) fail('invalid_cursor');
  const parsed = shape.safeParse(jsonOf(Buffer.from(text, 'base64url').toString('utf8')));
  return parsed.success ? parsed.data : fail('invalid_cursor');
}

function digestOf(question: unknown): string {
  return createHash('sha256').update(JSON.stringify(question)).digest('base64url').slice(0, 12);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
