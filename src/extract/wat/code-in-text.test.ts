import { describe, expect, it } from 'vitest';
import { withoutCode } from './code-in-text.ts';

describe('code that a writer took for the text of a link is taken out', () => {
  it.each([
    ['a style rule before the text', '.cls-1{fill:#fff}Harbour museum', 'Harbour museum'],
    ['rules between and behind', 'logo .st0{fill:#D8383B;} .st1 { clip-rule:evenodd; fill: none } Harbour', 'logo   Harbour'],
    ['rules that stand close', 'Sports.icon-a{fill:red}Rowing.icon-b{fill:blue}', 'SportsRowing'],
    ['selectors of several', '.a,.b > .c:hover , #d[data-x]::after{border:0!important}Town hall', 'Town hall'],
    ['an element behind a class', 'Read on .thread rect{stroke:var(--meta)}', 'Read on'],
    ['an at-rule with what it holds', 'Shop @media (min-width: 9px){.a{top:0}.b{top:1px}} now', 'Shop  now'],
    ['frames of a movement', '@keyframes turn{0%{opacity:0}to{opacity:1}}Turn', 'Turn'],
    ['JSON-LD', '{"@context":"http://schema.org","name":"a } \\" {"} Fresh fish', 'Fresh fish'],
    ['a script between its marks', 'Share //<![CDATA[ f({a:1}) //]]> this', 'Share  this'],
    ['a script that was cut', 'Share //<![CDATA[ if(a){b', 'Share'],
    ['nothing but code', '.a{fill:none;}', ''],
  ])('%s', (_, stated, seen) => {
    expect(withoutCode(stated)).toBe(seen);
  });
});

it.each([
  'Harbour museum',
  '{do it yourself}',
  'Gizm{e}os',
  'News {{#count}} {{ count }} {{/count}}',
  'Manage {vendor_count} vendors',
  'the rule .note{} of ours',
  'Prices. Now {from: 5 €}',
  'it says {"open"}',
  '{"a": 1',
  '.a{fill:none',
  'f(x) { return x }',
  'write to @media{town}: us',
])('%s stays as it is', (text) => {
  expect(withoutCode(text)).toBe(text);
});

it('gives back a part of any text, in time that grows with its length', () => {
  const pieces = ['.a', '{', '}', '"', ':', ';', '\\', 'x', ' ', '@media', '//<![CDATA[', '//]]>', ',', '[', ']', '#b', '(', ')', '💡'];
  let seed = 7;
  const next = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let round = 0; round < 3_000; round++) {
    const text = Array.from({ length: next(60) }, () => pieces[next(pieces.length)]).join('');
    const left = withoutCode(text);
    expect(left.length).toBeLessThanOrEqual(text.length);
    let at = 0;
    for (const unit of left) at = text.indexOf(unit, at) + unit.length;
    expect(at).toBeGreaterThanOrEqual(left.length);
  }
  for (const hostile of ['.a{', '{"a":', '.a.b ', '@media{', '{"{', '[x]:a(', '//<![CDATA[{'])
    expect(withoutCode(hostile.repeat(20_000)).length).toBeLessThanOrEqual(hostile.length * 20_000);
});
