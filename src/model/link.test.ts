import { describe, expect, it } from 'vitest';
import { flag, isFollowed, linkKinds, linkStates, lostReasons, notFollowed, placements, rankKinds, relFlags, relOf } from './link.ts';
import { origins } from './origin.ts';
import { grades, proofs } from './capture.ts';

describe('rel', () => {
  it.each([
    ['', []],
    ['nofollow', ['nofollow']],
    ['NoFollow', ['nofollow']],
    ['ugc nofollow', ['nofollow', 'ugc']],
    ['sponsored,nofollow', ['nofollow', 'sponsored']],
    ['nofollow,\tugc\n,sponsored', ['nofollow', 'ugc', 'sponsored']],
    ['noopener noreferrer external me author', []],
    ['nofollows no-follow', []],
    ['nofollow nofollow', ['nofollow']],
    ['nofollow\u00a0ugc', []],
  ])('%j says %j', (rel, tokens) => {
    expect(relOf(relFlags(rel))).toEqual(tokens);
  });
});

describe('followed', () => {
  it.each(['nofollow', 'ugc', 'sponsored', 'pageNofollow'] as const)('is no link with %s', (name) => {
    expect(isFollowed(flag[name])).toBe(false);
    expect(isFollowed(flag[name] | flag.hasImage)).toBe(false);
  });

  it('is any other link', () => {
    const others = Object.values(flag).filter((bit) => (bit & notFollowed) === 0);
    expect(others.every(isFollowed)).toBe(true);
    expect(isFollowed(others.reduce((all, bit) => all | bit, 0))).toBe(true);
  });
});

describe('codes', () => {
  it('are part of the stored format: appended to, never moved', () => {
    expect(linkKinds).toEqual(['anchor', 'area', 'redirect', 'canonical', 'alternate', 'frame', 'form']);
    expect(placements).toEqual(['content', 'navigation', 'header', 'footer', 'aside', 'comment', 'unknown']);
    expect(linkStates).toEqual(['live', 'lost']);
    expect(lostReasons).toEqual(['none', 'removed', 'gone', 'redirected']);
    expect(grades).toEqual(['none', 'wat', 'html', 'edges']);
    expect(origins).toEqual([
      'archive',
      'edges',
      'google-search-console',
      'bing',
      'ahrefs',
      'semrush',
      'moz',
      'majestic',
      'dataforseo',
      'table',
    ]);
    expect(proofs).toEqual(['nothing', 'page', 'gone', 'redirected']);
    expect(flag).toEqual({
      nofollow: 1,
      ugc: 2,
      sponsored: 4,
      pageNofollow: 8,
      pageNoindex: 16,
      hasImage: 32,
      placementEstimated: 64,
      targetHttps: 128,
      targetWww: 256,
      sourceHttps: 512,
      sourceWww: 1024,
      pageSeenBefore: 2048,
      relUnknown: 4096,
    });
  });

  it('carry rank over links that lead a reader or a crawler on', () => {
    expect(rankKinds).toEqual(['anchor', 'area', 'redirect', 'canonical']);
  });
});
