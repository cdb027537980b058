import { describe, expect, it } from 'vitest';
import { urlKey } from '../../model/url.ts';
import { likelyPages } from './likely-pages.ts';
import type { IndexedPage } from './url-index.ts';

function pages(...paths: string[]): IndexedPage[] {
  return paths.map((path, i) => {
    const url = `https://site.example${path}`;
    return { url, key: urlKey(url) ?? '', fetchedAt: i, file: 'f', offset: i, length: 1 };
  });
}

const chosen = (from: readonly IndexedPage[], records: number, topic: string[] = []): string[] =>
  likelyPages(from, records, new Set(topic)).map(({ url }) => url.replace('https://site.example', ''));

describe('the likeliest pages', () => {
  it('are those made to link, then the home page and articles, and lists and terms last', () => {
    const all = pages('/privacy', '/2019/05/a-long-walk', '/tag/x', '/', '/links.html', '/blog/first', '/shop?item=1');
    expect(chosen(all, 10)).toEqual(['/links.html', '/', '/blog/first', '/2019/05/a-long-walk', '/shop?item=1', '/tag/x', '/privacy']);
  });

  it('speak of the target’s subject when their address does', () => {
    const all = pages('/archive-of-all', '/news/quiet-week', '/boilers-and-plumbing', '/about');
    expect(chosen(all, 1, ['plumbing'])).toEqual(['/boilers-and-plumbing']);
    expect(chosen(all, 1)).toEqual(['/about']);
  });

  it('do not all come from one folder', () => {
    const all = pages(...Array.from({ length: 50 }, (_, i) => `/blog/${String(i).padStart(2, '0')}`), '/sport/a', '/town/b');
    const found = chosen(all, 6);
    expect(found.slice(0, 2).every((path) => path.startsWith('/blog/'))).toBe(true);
    expect(found).toContain('/sport/a');
    expect(found).toContain('/town/b');
  });

  it('are no more than the budget, and the same whatever order they were listed in', () => {
    const all = pages(...Array.from({ length: 300 }, (_, i) => `/${i % 7}/${i}`));
    const some = chosen(all, 40);
    expect(new Set(some).size).toBe(40);
    expect(chosen(all.toReversed(), 40)).toEqual(some);
    expect(chosen([], 40)).toEqual([]);
  });
});
