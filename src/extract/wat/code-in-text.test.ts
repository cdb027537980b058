import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits } from '../../base/limits.ts';
import { collapse } from '../page/text.ts';
import { withoutCode } from './code-in-text.ts';

/** As an anchor is stored. */
const anchorOf = (stated: string): string => collapse(withoutCode(stated), limits.anchorCharsMax);

describe('code that a writer took for the text of a link is taken out', () => {
  it.each([
    ['a style rule before the text', '.cls-1{fill:#fff}Harbour museum', 'Harbour museum'],
    ['rules between and behind', 'logo .st0{fill:#D8383B;} .st1 { clip-rule:evenodd; fill: none } Harbour', 'logo Harbour'],
    ['rules that stand close, which part what they stand between', 'Sports.icon-a{fill:red}Rowing.icon-b{fill:blue}', 'Sports Rowing'],
    ['selectors of several', '.a,.b > .c:hover , #d[data-x]::after{border:0!important}Town hall', 'Town hall'],
    ['escapes in a name', String.raw`.md\:flex{display:flex}Town hall`, 'Town hall'],
    ['an element behind a class', 'Read on .thread rect{stroke:var(--meta)}', 'Read on'],
    ['an element behind a rule', ".a{top:0}html[class*='ie'] .a:before{top:1px}body .a{top:2px}svg{top:3px} burger", 'burger'],
    ['values that hold semicolons', '.a{background:url(data:image/gif;base64,R0lG);content:"a;b"}Go', 'Go'],
    [
      'comments beside rules and in them',
      '/* icon */ #k { /* blue */ fill: #005bbb } /* inline */ .l{top:0} /*# map */ Ice cream',
      'Ice cream',
    ],
    ['an at-rule with what it holds', 'Shop @media (min-width: 9px){.a{top:0}.b{top:1px}} now', 'Shop now'],
    ['at-rules in one another', '@supports (display:grid){@media print{.a{top:0}}}Grid', 'Grid'],
    ['an at-rule without a rule, behind a rule', '.a{top:0}@media (max-width:9px){} burger', 'burger'],
    ['frames of a movement', '@keyframes turn{0%{opacity:0}to{opacity:1}}Turn', 'Turn'],
    ['JSON-LD', '{"@context":"http://schema.org","name":"a } \\" {"} Fresh fish', 'Fresh fish'],
    ['JSON of every kind', 'Fish { "a" : [ { "b" : -1.5e3 } , true , null , [] , {} ] , "c" : "\n" } today', 'Fish today'],
    ['a list of objects', '[{"@type":"Thing"},{"@type":"Place"}] Fresh fish', 'Fresh fish'],
    ['a script between its marks', 'Share //<![CDATA[ f({a:1}) //]]> this', 'Share this'],
    ['a script between marks in comments', '/* <![CDATA[ */ var a = {}; /* ]]> */ Share', 'Share'],
    ['a script that was cut', 'Share //<![CDATA[ if(a){b', 'Share'],
    ['nothing but code', '.a{fill:none;} .b{fill:none;}', ''],
  ])('%s', (_, stated, seen) => {
    expect(anchorOf(stated)).toBe(seen);
  });
});

describe('code that a long text ends in goes too', () => {
  const label = 'The harbour museum shows a hundred years of ships, of fishing and of those who went to sea, every day';
  it.each([
    ['in a value of an object', `${label} {"@context":"http://schema.org","na`],
    ['in a string behind an escape', `${label} {"name":"a \\`],
    ['behind a colon', `${label} {"name":`],
    ['in a word', `${label} {"name":[tru`],
    ['in a number', `${label} {"name":{"price":-1.5e`],
    ['in a declaration', `${label} .a{fill:none;stro`],
    ['in a value', `${label} .a{background:url(data:image/gif;base64,R0`],
    ['in a selector behind a rule', `${label} .a{fill:none}.b:hover, .c`],
    ['in the block of a selector behind a rule', `${label} .a{fill:none}.b{fi`],
    ['in an at-rule', `${label} @media (min-width: 9px){.a{top:0}.b`],
    ['in the name of an at-rule behind a rule', `${label} .a{top:0}@med`],
    ['in a comment behind a rule', `${label} .a{top:0} /* of the lo`],
  ])('%s', (_, stated) => {
    expect(anchorOf(stated)).toBe(label);
  });

  it.each(['{"a": 1', '.a{fill:none', '@media print{.a{'])('but of a short text nothing is missing: %s', (text) => {
    expect(withoutCode(text)).toBe(text);
  });

  it('where the text is longer than it is looked at', () => {
    const long = `Fish {"a":"${'b'.repeat(limits.watCodeCharsMax)}"} and chips`;
    expect(anchorOf(long)).toBe('Fish');
    expect(withoutCode(`${'b'.repeat(limits.watCodeCharsMax)}{"a":1}`)).toHaveLength(limits.watCodeCharsMax + 7);
    const code = `{"a":"${'b'.repeat(limits.watCodeCharsMax - 10)}"}`;
    expect(withoutCode(`${code}?💡`)).toBe('\u00a0?');
  });
});

it.each([
  'Harbour museum',
  '{do it yourself}',
  'Gizm{e}os',
  '{{title}}',
  'News {{#count}} {{ count }} {{/count}}',
  'Manage {vendor_count} vendors',
  'the rule .note{} of ours',
  'the rule @media (print){} of ours',
  'Prices. Now {from: 5 €}',
  'Room #12 {view: sea}',
  'it says {"open"}',
  'it says {"open": yes}',
  'it is {} or {"a":1,,}',
  'a rule .a{top:\u00a00} with what stands where code was',
  'f(x) { return x }',
  'jQuery(function($){ $("#a").show({ top: 1 }); });',
  String.raw`the set \{x : x > 0\}, or ${'$'}{x}`,
  'a face :-{ and 💡{',
  'write to @media{town}: us',
  `A text of more than a hundred characters, which may have been cut by its writer, that ends in a place .holder {of`,
  `A text of more than a hundred characters, which may have been cut by its writer, that ends in a brace {"open`,
  `A text of more than a hundred characters, which may have been cut by its writer, that ends in no object {"a":"b""`,
])('%s stays as it is', (text) => {
  expect(withoutCode(text)).toBe(text);
});

it('what is almost an object is no part of a rule', () => {
  expect(anchorOf('see {"a":"@media",.b{top:0} there')).toBe('see {"a":"@media", there');
});

describe('of any text', () => {
  const pieces = [
    '.a',
    '#b',
    'x',
    ' ',
    '{',
    '}',
    '"',
    "'",
    ':',
    ';',
    ',',
    '\\',
    '(',
    ')',
    '[',
    ']',
    '<',
    '@media',
    'svg',
    '1',
    'true',
    '💡',
    '\u00a0',
  ];
  const code = [
    '.a{b:c}',
    '{"a":1}',
    '{"a":',
    '[{"b":"',
    '/*',
    '*/',
    '//<![CDATA[',
    '//]]>',
    '@media print{',
    'url(',
    'a long text, a long text, ',
  ];
  const texts = fc.array(fc.constantFrom(...pieces, ...code), { maxLength: 60 }).map((parts) => parts.join(''));

  it('a part is left, which holds no code', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const left = withoutCode(text);
        expect(left.length).toBeLessThanOrEqual(text.length);
        expect(withoutCode(left)).toBe(left);
        let at = 0;
        for (const unit of left.replaceAll('\u00a0', '')) at = text.indexOf(unit, at) + unit.length;
        expect(at).toBeGreaterThanOrEqual(left.replaceAll('\u00a0', '').length);
      }),
      { numRuns: 20_000, seed: 7 },
    );
  });

  it('without a brace all is left', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), texts, (one, other) => {
        const text = (one + other).replaceAll('{', '');
        expect(withoutCode(text)).toBe(text);
      }),
      { seed: 7 },
    );
  });

  it('the time is bounded', () => {
    const hostile = [
      '.a{',
      '{"a":',
      '{"":[',
      '.a.b ',
      '@media{',
      '@media x{.a{b:c}',
      '{"{"',
      '{"\\"',
      '[x]:a(',
      '//<![CDATA[{',
      '.a{b:c}/*',
      '{"a":{"b":1}!',
    ];
    const before = process.cpuUsage().user;
    for (const piece of hostile) for (const end of ['', '{', '!}', '"}']) withoutCode(piece.repeat(20_000) + end);
    // 0.2 s together (November 2026).
    expect((process.cpuUsage().user - before) / 1000).toBeLessThan(2_000);
  });
});
