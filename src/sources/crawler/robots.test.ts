import { describe, expect, it } from 'vitest';
import { limits } from '../../base/limits.ts';
import { robotsCases } from '../../../test/fixtures/robots-cases.ts';
import { parseRobots } from './robots.ts';

describe('parseRobots', () => {
  it.each(robotsCases)('$section: $promise', ({ file, agent = 'openbacklinks', allowed = [], refused = [] }) => {
    const robots = parseRobots(file, agent);
    expect(allowed.filter((path) => !robots.allows(`https://site.example${path}`))).toEqual([]);
    expect(refused.filter((path) => robots.allows(`https://site.example${path}`))).toEqual([]);
  });

  it.each([
    ['User-agent: *\nCrawl-delay: 2.5', 2.5],
    ['User-agent: *\nCrawl-delay: 10\nUser-agent: openbacklinks\nCrawl-delay: 3\nDisallow: /x', 10],
    ['User-agent: *\nCrawl-delay: 10\nDisallow: /\nUser-agent: openbacklinks\nCrawl-delay: 3', 3],
    ['User-agent: other\nCrawl-delay: 10', null],
    ['User-agent: *\nCrawl-delay: soon', null],
    ['User-agent: *\nCrawl-delay: -1', null],
    ['Crawl-delay: 7\nUser-agent: *', null],
  ])('reads the delay of %j', (file, delay) => {
    expect(parseRobots(file, 'openbacklinks').crawlDelay).toBe(delay);
  });

  it('gives the sitemaps of the whole file, as many as are read', () => {
    const file = `Sitemap: https://a.example/1.xml\nUser-agent: other\nsitemap:https://a.example/2.xml # second\nSitemap: /relative.xml\n`;
    expect(parseRobots(file, 'openbacklinks').sitemaps).toEqual(['https://a.example/1.xml', 'https://a.example/2.xml']);
    const many = Array.from({ length: 1000 }, (_, i) => `Sitemap: https://a.example/${i}`).join('\n');
    expect(parseRobots(many, 'openbacklinks').sitemaps).toHaveLength(limits.sitemapsPerHostMax);
  });

  it('reads what stands within the limit, and nothing behind it', () => {
    const padding = `# ${'x'.repeat(98)}\n`.repeat(Math.ceil(limits.robotsBytesMax / 101) - 2);
    expect(parseRobots(`${padding}User-agent: *\nDisallow: /\n`, 'openbacklinks').allows('https://a.example/')).toBe(false);
    expect(parseRobots(`${padding}${padding}User-agent: *\nDisallow: /\n`, 'openbacklinks').allows('https://a.example/')).toBe(true);
  });

  it('answers at once, whatever the pattern', () => {
    const robots = parseRobots(`User-agent: *\nDisallow: /${'*a'.repeat(2_000)}$\n`, 'openbacklinks');
    const startedAt = performance.now();
    expect(robots.allows(`https://a.example/${'a'.repeat(2_000)}b`)).toBe(true);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
