import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { readCursor, releaseOfCursor, writeCursor, type Cursor } from './cursor.ts';

const question = ['list', 'example.com', { state: 'live' }];
const refused = expect.objectContaining({ code: 'invalid_cursor', http: 400 }) as Error;

describe('a cursor', () => {
  it('brings back the release and the place it was written with', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1 }),
        fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.maxSafeInteger()), { maxLength: 4 }),
        (release, after) => {
          const cursor = writeCursor({ release, after }, question);
          expect(cursor).toMatch(/^[\w-]+$/);
          expect(readCursor(cursor, question)).toEqual({
            release,
            after: after.map((value) => (typeof value === 'string' ? Buffer.from(value).toString() : value)),
          });
          expect(releaseOfCursor(cursor)).toBe(release);
        },
      ),
      { seed: 20_261_122 },
    );
  });

  it.each([
    ['another operation', ['anchors', 'example.com', { state: 'live' }]],
    ['another target', ['list', 'example.org', { state: 'live' }]],
    ['another filter', ['list', 'example.com', { state: 'lost' }]],
  ])('is refused for %s', (_, other) => {
    const cursor = writeCursor({ release: 1, after: [1] }, question);
    expect(() => readCursor(cursor, other)).toThrow(refused);
  });

  it.each([
    ['empty', ''],
    ['no base64', '%%%'],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['of another shape', Buffer.from('{"r":"1","q":"","a":[]}').toString('base64url')],
    ['of no release', Buffer.from('{"r":0,"q":"","a":[]}').toString('base64url')],
    ['with a nested value', Buffer.from('{"r":1,"q":"","a":[{}]}').toString('base64url')],
    ['with too many values', Buffer.from(JSON.stringify({ r: 1, q: '', a: Array.from({ length: 9 }, () => 1) })).toString('base64url')],
    ['longer than any', 'a'.repeat(limits.cursorCharsMax + 1)],
  ])('is refused when it is %s', (_, text) => {
    expect(() => readCursor(text, question)).toThrow(refused);
    expect(() => releaseOfCursor(text)).toThrow(refused);
  });

  it('is refused, or read as it was, when a character of it is changed', () => {
    const cursor = writeCursor({ release: 3, after: ['com,example)/a', 17] }, question);
    fc.assert(
      fc.property(fc.nat(cursor.length - 1), fc.constantFrom('A', 'z', '0', '-', '_'), (place, character) => {
        const changed = cursor.slice(0, place) + character + cursor.slice(place + 1);
        // Where the question's digest still fits, only the place may have moved, and it is of the right kinds.
        expect(outcomeOf(() => readCursor(changed, question))).toMatch(/^(invalid_cursor|number,array)$/);
      }),
      { seed: 20_261_122, numRuns: 500 },
    );
  });
});

function outcomeOf(read: () => Cursor): string {
  try {
    const { release, after } = read();
    return `${typeof release},${Array.isArray(after) ? 'array' : typeof after}`;
  } catch (thrown) {
    return thrown instanceof Failure ? thrown.code : String(thrown);
  }
}
