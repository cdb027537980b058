import { describe, expect, it } from 'vitest';
import { filterOfText } from './filter-text.ts';

describe('a filter as text', () => {
  it.each([
    ['anchor = plumber', ['anchor', '=', 'plumber']],
    ['anchor="the ""best"" plumber"', ['anchor', '=', 'the "best" plumber']],
    ["anchor <> 'it''s'", ['anchor', '<>', "it's"]],
    ['domain_authority>=30', ['domain_authority', '>=', '30']],
    ['followed = true AND first_seen < 2026-10-31', [['followed', '=', 'true'], 'and', ['first_seen', '<', '2026-10-31']]],
    ['kind not in (redirect, canonical)', ['kind', 'not_in', ['redirect', 'canonical']]],
    ['kind NOT_IN [redirect]', ['kind', 'not_in', ['redirect']]],
    ['source_url like https://a.example/%', ['source_url', 'like', 'https://a.example/%']],
    ['anchor regex "^(a|b)\\d+$"', ['anchor', 'regex', '^(a|b)\\d+$']],
    ['lost_at <> null', ['lost_at', '<>', null]],
    ['anchor = "null"', ['anchor', '=', 'null']],
    [
      'anchor ilike "%plumber%" and (followed = true or domain_authority > 30)',
      [['anchor', 'ilike', '%plumber%'], 'and', [['followed', '=', 'true'], 'or', ['domain_authority', '>', '30']]],
    ],
    ['(anchor = a)', ['anchor', '=', 'a']],
  ])('%s', (text, filter) => {
    expect(filterOfText(text)).toEqual(filter);
  });

  it.each([
    ['anchor', 'at the end: an operator'],
    ['anchor =', 'at the end: a value'],
    ['anchor = a anchor = b', 'at "anchor = b": "and" or "or"'],
    ['(anchor = a', 'at the end: ")"'],
    ['kind in (a, b', 'at the end: "," or ")"'],
    ['kind in ()', 'at ")": a value'],
    ['= a', 'a field'],
    ['anchor = "a', 'at ""a": a quote that ends'],
    ['anchor = a and', 'at the end: a field'],
  ])('but not %s', (text, reason) => {
    expect(() => filterOfText(text)).toThrow(
      expect.objectContaining({ code: 'invalid_filter', message: expect.stringContaining(reason) as string }) as Error,
    );
  });
});
