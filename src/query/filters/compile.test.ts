import { describe, expect, it } from 'vitest';
import { limits } from '../../base/limits.ts';
import { sql } from '../../store/literal.ts';
import { backlinkRows } from '../fields/backlink-fields.ts';
import { operatorsOf, type AskedRelease } from '../fields/field.ts';
import { compiled } from './compile.ts';
import { conditionOf } from './condition.ts';

const said = { verdict: sql`b.verdict`, tag: sql`b.tag` };
const release = {
  id: 1,
  asOf: new Date('2026-10-31T00:00:00Z'),
  said: { ofLink: () => said, ofDomain: () => said },
} as unknown as AskedRelease;

function compile(given: unknown): ReturnType<typeof compiled> {
  return compiled(backlinkRows, release, conditionOf(given));
}

describe('a filter that is wrong names itself and the nearest right one', () => {
  it.each([
    [['anchr', '=', 'a'], '"anchr" is no field of a backlink. Did you mean "anchor"?'],
    [['colour', '=', 'red'], '"colour" is no field of a backlink. There are: source_url,'],
    [['anchor', '==', 'a'], '"==" is no operator. Did you mean "="?'],
    [['anchor', 'contains', 'a'], 'Did you mean "ilike"?'],
    [['anchor', 'lik', 'a'], 'Did you mean "like"?'],
    [['anchor', '>', 'a'], '">" cannot be asked of "anchor" (text). It takes: =, <>, in, not_in, like,'],
    [['followed', 'in', [true]], '"in" cannot be asked of "followed" (boolean). It takes: =, <>.'],
    [['followed', '=', 'yes'], '"followed" (boolean) takes true or false; "yes" is none.'],
    [['followed', '=', 1], 'takes true or false; 1 is none'],
    [['domain_authority', '>', 'high'], '"domain_authority" (number) takes a number; "high" is none.'],
    [['domain_authority', '>', ''], 'takes a number; "" is none'],
    [['domain_authority', '>', 1e300], 'takes a number'],
    [['anchor', '=', true], '"anchor" (text) takes a text; true is none.'],
    [['anchor', '=', ['a']], 'takes a text; ["a"] is none'],
    [['kind', '=', 'ancor'], '"kind" is never "ancor". Did you mean "anchor"?'],
    [['kind', '=', 'picture'], '"kind" is never "picture". There are: anchor, area,'],
    [['source_class', '=', 'unknown'], '"source_class" is never "unknown". There are: news,'],
    [['kind', 'in', 'anchor'], '"kind" (enum) takes a list of values behind "in"; "anchor" is none.'],
    [['kind', 'in', []], 'a list has 1 to'],
    [['first_seen', '>', 'yesterday'], '"first_seen" (date) takes a date as 2026-10-31'],
    [['first_seen', '>', '2026-13-01'], '"2026-13-01" is no date'],
    [['source_domain', '=', 'a b'], 'source_domain: "a b" is no domain'],
    [['lost_at', '>', null], 'null stands behind "=" and "<>" only'],
    [['anchor', 'in', [null]], 'takes a text; null is none'],
    [['first_seen', '=', null], '"first_seen" is always known'],
    [['anchor', 'match', ' - '], '"match" takes words'],
    [['anchor', 'regex', 'a'.repeat(limits.filterPatternCharsMax + 1)], 'a pattern has at most'],
    [['anchor', '=', 'a'.repeat(limits.filterCharsMax + 1)], 'a text has at most'],
    [['source_domain', 'in', Array.from({ length: limits.filterValuesMax + 1 }, () => 'a.example')], 'a list has 1 to'],
  ])('%j', (given, reason) => {
    expect(() => compile(given)).toThrow(
      expect.objectContaining({ code: 'invalid_filter', message: expect.stringContaining(reason) as string }) as Error,
    );
  });
});

describe('a filter that is right is taken', () => {
  it('each example of each field', () => {
    for (const { name, type, example } of backlinkRows.fields) {
      expect(operatorsOf[type]).toContain(example[0]);
      expect(compile([name, ...example]).condition.text).toContain('b.');
    }
  });

  it.each([
    [['domain_authority', '>', '30']],
    [['followed', '=', 'false']],
    [['authority', '>', 30]],
    [['anchor', '=', 2026]],
    [['source_ip', '=', null]],
    [['rel', '<>', null]],
    [['source_class', '<>', null]],
    [['lost_at', '=', null]],
    [['source_domain', 'in', ['www.example.com', 'Example.ORG']]],
  ])('%j', (given) => {
    expect(compile(given).condition.text).toContain('b.');
  });

  it('with what a user writes only as hexadecimal digits', () => {
    const { text } = compile([['anchor', '=', "') OR 1=1 --"], 'and', ['anchor', 'regex', "x') OR ('"]]).condition;
    expect(text).not.toContain('OR');
    expect(text).not.toContain('--');
  });

  it('with its regular expressions told apart, to be checked', () => {
    expect(compile([['anchor', 'regex', '^a'], 'or', ['source_url', 'not_regex', 'b$'], 'and', ['anchor', 'like', 'c%']]).patterns).toEqual(
      ['^a', 'b$'],
    );
  });
});

it('no two fields have the same name', () => {
  const names = backlinkRows.fields.flatMap(({ name, also = [] }) => [name, ...also]);
  expect(new Set(names).size).toBe(names.length);
});
