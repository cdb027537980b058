import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLike } from './like.ts';

describe('a LIKE pattern', () => {
  it.each([
    ['plumbing', '%plumb%', true],
    ['plumbing', 'plumb', false],
    ['plumbing', 'plumb___', true],
    ['plumbing', 'plumb__', false],
    ['', '%', true],
    ['', '_', false],
    ['50 %', String.raw`50 \%`, true],
    ['50 x', String.raw`50 \%`, false],
    ['a\nb', 'a%b', true],
    ['🙂!', '_!', true],
    [String.raw`a\b`, String.raw`a\\b`, true],
  ])('%j is like %j: %j', (text, pattern, expected) => {
    expect(isLike(text, pattern)).toBe(expected);
  });

  it('says what a regular expression says', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
    const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '%', '_'), maxLength: 6 });
    fc.assert(
      fc.property(letters, patterns, (text, pattern) => {
        const expression = new RegExp(`^${pattern.replaceAll('%', '.*').replaceAll('_', '.')}$`);
        expect(isLike(text, pattern)).toBe(expression.test(text));
      }),
      { seed: 11, numRuns: 2_000 },
    );
  });

  it('ends soon, however many signs a pattern has', () => {
    const started = performance.now();
    expect(isLike('a'.repeat(5_000), `${'%a'.repeat(300)}%b`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
