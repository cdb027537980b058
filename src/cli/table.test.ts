import { describe, expect, it } from 'vitest';
import { cellText, record, table } from './table.ts';
import { cutTo, terminalText, widthOf } from './terminal-text.ts';

const plain = { width: null, heading: (text: string) => text };

describe('a table', () => {
  it('stands numbers right and text left', () => {
    expect(
      table(
        [{ field: 'anchor' }, { field: 'links' }],
        [
          { anchor: 'shop', links: 5 },
          { anchor: 'the best shop', links: 12 },
        ],
        plain,
      ),
    ).toBe('anchor         links\nshop               5\nthe best shop     12\n');
  });

  it('fits the terminal, cutting addresses in the middle and other text at the end', () => {
    const rows = [{ url: 'https://example.com/a/very/long/path/page.html', anchor: 'a rather long anchor text', links: 1234567 }];
    const [, line = ''] = table([{ field: 'url', kind: 'address' }, { field: 'anchor' }, { field: 'links' }], rows, {
      ...plain,
      width: 50,
    }).split('\n');
    expect(widthOf(line)).toBeLessThanOrEqual(50);
    expect(line).toMatch(/^https:\/\/\S+…\S+\.html\s+a rather\D+…\s+1234567$/);
  });

  it('leaves spare columns out before text gets too narrow to read, and cuts neither numbers nor days', () => {
    const rows = [{ url: `https://example.com/${'a'.repeat(60)}`, seen: '2026-10-31T12:34:56Z', links: 1234567, id: 'x'.repeat(30) }];
    const columns = [
      { field: 'url', kind: 'address' },
      { field: 'links' },
      { field: 'seen', kind: 'day', spare: 1 },
      { field: 'id', spare: 2 },
    ] as const;
    const headings = [120, 70, 40, 20].map((width) =>
      table(columns, rows, { ...plain, width })
        .split('\n')[0]
        ?.split(/ +/),
    );
    expect(headings).toEqual([
      ['url', 'links', 'seen', 'id'],
      ['url', 'links', 'seen', 'id'],
      ['url', 'links'],
      ['url', 'links'],
    ]);
    expect(table(columns, rows, { ...plain, width: 70 })).toContain('1234567  2026-10-31  ');
    expect(table(columns, rows, { ...plain, width: 10 })).toContain('1234567');
  });

  it('is not cut where nobody said how wide it may be', () => {
    const url = `https://example.com/${'a'.repeat(500)}`;
    expect(table([{ field: 'url', kind: 'address' }], [{ url }], plain)).toContain(url);
  });

  it('shows what is unknown as a dash, and times to the minute', () => {
    expect([null, [], {}, true, 0.33333, '2026-10-31T00:00:00Z', '2026-10-31T12:34:56.000Z'].map(cellText)).toEqual([
      '-',
      '-',
      '-',
      'yes',
      '0.333',
      '2026-10-31',
      '2026-10-31 12:34',
    ]);
    expect(record({ domain: 'a.example', by_rel: { nofollow: 2, ugc: 0 } }, plain)).toBe('domain  a.example\nby_rel  nofollow 2\n');
    const topics = [
      { topic: 'pets', share: 0.5 },
      { topic: 'travel', share: 0.25 },
    ];
    expect(record({ topics, tags: ['a', 'b'] }, plain)).toBe(
      'topics  topic pets, share 0.5\n        topic travel, share 0.25\ntags    a, b\n',
    );
  });
});

describe('text from pages', () => {
  it('never moves, recolours or turns a terminal', () => {
    expect(terminalText('a\u001b[31mb\u0007\u009bc\r\nd\te\u202ef')).toBe('a\ufffd[31mb\ufffd\ufffdc d e\ufffdf');
  });

  it('has the width that a terminal gives it', () => {
    expect(['abc', '日本語', 'e\u0301', '🙂'].map(widthOf)).toEqual([3, 6, 1, 2]);
  });

  it('is cut between characters', () => {
    expect(cutTo('日本語テキスト', 7, 'end')).toBe('日本語…');
    expect(cutTo('https://example.com/page', 11, 'middle')).toBe('https…/page');
    expect(cutTo('short', 5, 'middle')).toBe('short');
    expect(cutTo('long', 1, 'end')).toBe('…');
  });
});
