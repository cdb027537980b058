import { expect, test } from 'vitest';
import fc from 'fast-check';
import { inBlock, inLine, untrusted } from './untrusted.ts';

test('text of pages stands between two marks that hold the same number, another each time', () => {
  const marks = [untrusted(['a']), untrusted(['a'])].map((text) => {
    const [, opened, closed] = /^<untrusted-([0-9a-f]{12})> .*\na\n<\/untrusted-([0-9a-f]{12})>$/.exec(text) ?? [];
    expect(opened).toBe(closed);
    return opened;
  });
  expect(marks[0]).not.toBe(marks[1]);
});

test('a value never leaves its line', () => {
  const seen = fc.string({ unit: 'binary', maxLength: 60 });
  fc.assert(
    fc.property(seen, (value) => {
      const line = inLine(value, 500);
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      expect(/^[\w:/.,~%?=&#+@…-]+$/.test(line) || (line.startsWith('"') && line.endsWith('"'))).toBe(true);
    }),
    { seed: 7 },
  );
});

test('what a person would not see is written out', () => {
  expect(inLine('pay\u202Eyap', 500)).toBe(String.raw`"pay\u{202e}yap"`);
  expect(inLine('hi\u{E0049}\u{E0067}', 500)).toBe(String.raw`"hi\u{e0049}\u{e0067}"`);
  expect(inBlock('a\tb\u200B\r\nc\u0007')).toEqual([String.raw`a${'\t'}b\u{200b}`, String.raw`c\u{7}`]);
});

test('plain values stay as they are, long ones are cut and say so', () => {
  expect(inLine('https://a.example/b?c=d', 500)).toBe('https://a.example/b?c=d');
  expect(inLine('x'.repeat(20), 5)).toBe('xxxxx…');
});
