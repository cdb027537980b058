import fc from 'fast-check';
import { expect, it } from 'vitest';
import { disavowText, parseDisavow } from './disavow.ts';

it('reads domains, addresses and the comments above them, and names what it passes over', () => {
  const text =
    '\uFEFF# old file\r\n\r\n# asked twice\r\n# no answer\r\ndomain:Cheap-Links.example\r\nhttps://blog.example/spam#top\r\ndomain:blog.shop.example\r\nshady.example\r\ndomain:www.farm.co.uk\r\n';
  expect(parseDisavow(text)).toEqual({
    lines: [
      { kind: 'domain', name: 'cheap-links.example', note: 'asked twice no answer' },
      { kind: 'page', name: 'https://blog.example/spam#top', note: null },
      { kind: 'domain', name: 'farm.co.uk', note: null },
    ],
    passedOver: [
      { line: 7, text: 'domain:blog.shop.example', reason: 'a host below a domain: verdicts are of whole domains or of pages' },
      { line: 8, text: 'shady.example', reason: 'neither domain:NAME nor a web address' },
    ],
  });
});

it('a note cannot break out of its comment', () => {
  expect(disavowText(['head'], [{ kind: 'domain', name: 'a.example', note: 'x\ndomain:b.example' }])).toBe(
    '# head\n# x\n# domain:b.example\ndomain:a.example\n',
  );
});

it('what is written is read as the same', () => {
  const line = fc.record({
    kind: fc.constant('domain' as const),
    name: fc.constantFrom('a.example', 'b.co.uk', 'tenant.github.io'),
    note: fc.constantFrom(null, 'a reason'),
  });
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      expect(parseDisavow(disavowText([], lines))).toEqual({ lines, passedOver: [] });
    }),
    { seed: 1 },
  );
});
