import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csv } from './csv.ts';

describe('csv', () => {
  it('has a header, and quotes what would end a cell early', () => {
    const rows = [{ anchor: 'say "hi", there', links: 3, rel: ['nofollow', 'ugc'], followed: false, lost_at: null }];
    expect(csv(['anchor', 'links', 'rel', 'followed', 'lost_at'], rows)).toBe(
      'anchor,links,rel,followed,lost_at\n"say ""hi"", there",3,nofollow;ugc,false,\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('does not let a spreadsheet run the text %j', (text) => {
    expect(
      csv(['a'], [{ a: text }])
        .split('\n')
        .slice(1)
        .join('\n'),
    ).toMatch(/^"?'/);
  });

  it('leaves negative numbers numbers', () => {
    expect(csv(['a'], [{ a: -1 }])).toBe('a\n-1\n');
  });

  it('keeps its header when there are no rows', () => {
    expect(csv(['a', 'b'], [])).toBe('a,b\n');
  });

  it('gives back any text, apart from the apostrophe in front', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const [, cell = ''] = /^a\n([\s\S]*)\n$/.exec(csv(['a'], [{ a: text }])) ?? [];
        const unquoted = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
        expect(unquoted === text || unquoted === `'${text}`).toBe(true);
      }),
      { seed: 7 },
    );
  });
});
