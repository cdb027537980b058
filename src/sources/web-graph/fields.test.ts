import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalAt, fieldEnds, wholeAt } from './fields.ts';

function decimal(text: string): number {
  const bytes = Buffer.from(`x${text}\t`);
  return decimalAt(bytes, 1, bytes.length - 1);
}

describe('numbers in bytes', () => {
  it('are those that JavaScript reads from the same text, to the bit', () => {
    const values = fc.sample(fc.tuple(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), fc.integer({ min: 1, max: 20 })), {
      seed: 1,
      numRuns: 500,
    });
    const texts = values.flatMap(([value, digits]) => [
      String(value),
      value.toExponential(digits),
      value.toPrecision(digits),
      value.toExponential(digits).toUpperCase(),
    ]);
    expect(texts.map(decimal)).toEqual(texts.map(Number));
  });

  it.each(['', '.', 'E5', '1e', '1.2.3', '-1', 'NaN', '1x', '1e+-3'])('%j is no number', (text) => {
    expect(decimal(text)).toBeNaN();
  });

  it.each([
    ['0', 0],
    ['4294967295', 4_294_967_295],
    ['4294967296', -1],
    ['12345678901', -1],
    ['', -1],
    ['1a', -1],
  ])('%j as a whole number is %d', (text, value) => {
    expect(wholeAt(Buffer.from(text), 0, text.length)).toBe(value);
  });

  it('fields end at tabs, also empty ones', () => {
    const ends = new Uint32Array(8);
    expect(fieldEnds(Buffer.from('a\t\tbc'), 0, 5, ends)).toBe(3);
    expect(ends.slice(0, 3)).toEqual(Uint32Array.of(1, 2, 5));
  });
});
