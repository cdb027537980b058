import { describe, expect, it } from 'vitest';
import { type ExtractedPage, robots } from '../model/capture.ts';
import { type ExtractedLink, flag } from '../model/link.ts';
import { type Address, addressOf } from '../model/url.ts';
import { foldLinks, linksetId } from './linkset.ts';

function address(url: string): Address {
  const found = addressOf(url);
  if (found === null) throw new Error(`no address: ${url}`);
  return found;
}

function link(url: string, given: Partial<ExtractedLink> = {}): ExtractedLink {
  return { kind: 'anchor', target: address(url), anchor: 'x', flags: 0, placement: 'unknown', before: '', after: '', ...given };
}

function page(links: readonly ExtractedLink[], bits = 0): ExtractedPage {
  return {
    title: '',
    textLanguage: '',
    topics: 0,
    language: '',
    canonical: null,
    robots: bits,
    wordCount: 0,
    internalLinks: 0,
    externalLinks: links.length,
    droppedLinks: 0,
    links,
    refresh: null,
    challenge: false,
  };
}

const source = address('https://www.town.example/');
const fold = (...links: ExtractedLink[]): ReturnType<typeof foldLinks> => foldLinks(source, page(links));

describe('folding', () => {
  it('makes one row of all links to one key, in the order of the keys', () => {
    const rows = fold(
      link('https://b.example/'),
      link('http://a.example/2'),
      link('http://www.b.example/?utm_source=x'),
      link('http://a.example/'),
    );
    expect(rows.map(({ targetKey, linksCount }) => [targetKey, linksCount])).toEqual([
      ['example,a)/', 1],
      ['example,a)/2', 1],
      ['example,b)/', 2],
    ]);
  });

  it('takes the followed link for all, then the one in the content, then the first', () => {
    const nofollow = { flags: flag.nofollow, anchor: 'nofollow', placement: 'content' } as const;
    const footer = { anchor: 'footer', placement: 'footer' } as const;
    const content = { anchor: 'content', placement: 'content' } as const;
    const url = 'https://b.example/';
    expect(fold(link(url, nofollow), link(url, footer))[0]?.anchor).toBe('footer');
    expect(fold(link(url, footer), link(url, content))[0]?.anchor).toBe('content');
    expect(fold(link(url, { anchor: 'first' }), link(url, footer))[0]?.anchor).toBe('first');
    expect(fold(link(url, nofollow), link(url, content), link(url, { ...content, anchor: 'later' }))[0]).toMatchObject({
      anchor: 'content',
      linksCount: 3,
    });
  });

  it('keeps the target as written only where its key cannot give it back', () => {
    const written = (url: string): string | undefined => fold(link(url))[0]?.targetUrl;
    expect(written('https://www.b.example/a?b=1')).toBe('');
    expect(written('http://b.example:8080/')).toBe('');
    expect(written('https://b.example/a#part')).toBe('https://b.example/a#part');
    expect(written('https://b.example/?z=1&a=2')).toBe('https://b.example/?z=1&a=2');
  });

  it('adds what the page says and what the keys folded to the flags', () => {
    const [row] = foldLinks(
      source,
      page([link('http://www.b.example/', { flags: flag.ugc | flag.hasImage })], robots.nofollow | robots.noindex),
    );
    expect(row?.flags).toBe(
      flag.ugc | flag.hasImage | flag.pageNofollow | flag.pageNoindex | flag.sourceHttps | flag.sourceWww | flag.targetWww,
    );
  });
});

describe('the identity of a set', () => {
  const links = [link('https://b.example/', { anchor: 'one', before: 'see' }), link('https://a.example/')];
  const id = linksetId(fold(...links));

  it('is the same for the same links in another order, with other text around them', () => {
    expect(linksetId(fold(...links.toReversed()))).toBe(id);
    expect(
      linksetId(fold(link('https://b.example/', { anchor: 'one', before: 'look at' }), link('https://a.example/?utm_campaign=3'))),
    ).toBe(id);
  });

  it('differs with anything that makes two sets differ', () => {
    const [one, two] = links;
    if (one === undefined || two === undefined) throw new Error('no links');
    const others = [
      [one],
      [one, two, two],
      [{ ...one, anchor: 'other' }, two],
      [{ ...one, kind: 'area' as const }, two],
      [{ ...one, flags: flag.nofollow }, two],
      [{ ...one, placement: 'footer' as const }, two],
      [{ ...one, target: address('http://b.example/') }, two],
      [],
    ].map((set) => linksetId(fold(...set)));
    expect(new Set([id, ...others]).size).toBe(others.length + 1);
  });

  it('fits 64 bits', () => {
    expect(id).toBe(BigInt.asUintN(64, id));
  });
});
