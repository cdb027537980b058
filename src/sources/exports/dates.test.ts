import { describe, expect, it } from 'vitest';
import { countOf, unguarded, wordsOf, yesOf } from './cells.ts';
import { dateOf, orderOf } from './dates.ts';

const day = Date.UTC(2026, 8, 5) / 1000;

describe('a date', () => {
  it.each([
    '2026-09-05',
    '2026/9/5',
    '20260905',
    '2026. 9. 5.',
    '2026年9月5日',
    '2026년 9월 5일',
    'Sep 5, 2026',
    'Sept 5, 2026',
    '5 September 2026',
    'September 5, 2026',
    '5. Sept. 2026',
    '05.09.2026',
    '5 sept. 2026',
    '5 sept 2026',
    '5 set 2026',
    '5 de set. de 2026',
    '5 wrz 2026',
    '5 września 2026',
    '5 сент. 2026 г.',
    '5 Eyl 2026',
    '2026-09-05T00:00:00Z',
    '2026-09-05 02:00:00 +02:00',
    '2026-09-04 22:30:00 -01:30',
  ])('%s', (text) => {
    expect(dateOf(text, null)).toBe(day);
  });

  it.each([
    ['5 août 2026', 8],
    ['5 März 2026', 3],
    ['5 dic 2026', 12],
    ['5 fev. 2026', 2],
    ['5 mei 2026', 5],
    ['5 joulukuuta 2026', 12],
    ['5 lis 2026', 11],
    ['5 maja 2026', 5],
  ])('%s is in month %i', (text, month) => {
    expect(dateOf(text, null)).toBe(Date.UTC(2026, month - 1, 5) / 1000);
  });

  it('has its time of day in UTC', () => {
    expect(dateOf('Sep 5, 2026 1:02:03 PM', null)).toBe(day + 13 * 3_600 + 2 * 60 + 3);
    expect(dateOf('2026-09-05 23:59', null)).toBe(day + 86_340);
  });

  it('in figures is read in the order that is known, and by none else', () => {
    expect(dateOf('05/09/2026', 'dmy')).toBe(day);
    expect(dateOf('09/05/2026', 'mdy')).toBe(day);
    expect(dateOf('05/09/2026', null)).toBe('ambiguous');
    expect(dateOf('09/09/2026', null)).toBe(Date.UTC(2026, 8, 9) / 1000);
    expect(dateOf('09/05/26', 'mdy')).toBe(day);
    expect([orderOf('28/09/2026'), orderOf('09/28/2026'), orderOf('05/09/2026'), orderOf('05.09.2026')]).toEqual([
      'dmy',
      'mdy',
      null,
      'dmy',
    ]);
  });

  it.each(['', '-', 'soon', '2026-13-01', '2026-02-30', '0001-01-01', '1970-01-01', '31/31/2026', 'x'.repeat(100_000)])(
    '%.20s is none',
    (text) => {
      expect(dateOf(text, 'dmy')).toBeNull();
    },
  );
});

describe('a cell', () => {
  it.each([
    ['12', 12],
    ['1,234', 1_234],
    ['1.234.567', 1_234_567],
    ['1 234', 1_234],
    ['1\u{202f}234', 1_234],
    ['1\u{a0}234', 1_234],
    ['1’234', 1_234],
    ['12.5', 12],
    ['x', null],
    ['', null],
    ['-3', null],
  ])('counts: %s', (text, count) => {
    expect(countOf(text)).toBe(count);
  });

  it('of words is one line, without controls, cut between characters', () => {
    expect(wordsOf(' a\0b\r\n\tc ', 10)).toBe('a b c');
    expect(wordsOf('😀'.repeat(600), 512)).toBe('😀'.repeat(512));
  });

  it('says no in the usual words', () => {
    expect(['', 'FALSE', '0', 'No', '-'].map(yesOf)).toEqual([false, false, false, false, false]);
    expect(['true', '1', 'link removed'].map(yesOf)).toEqual([true, true, true]);
  });

  it('loses the apostrophe that guards a spreadsheet', () => {
    expect([unguarded("'=x"), unguarded("'quoted'")]).toEqual(['=x', "'quoted'"]);
  });
});
