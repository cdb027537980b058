import { describe, expect, it } from 'vitest';
import { halfLifeOf } from './half-life.ts';

const lost = (days: number, lost = 1) => ({ days, lost, censored: 0 });
const censored = (days: number, censored = 1) => ({ days, lost: 0, censored });

describe('halfLifeOf', () => {
  it('is the median where every link was lost', () => {
    const all = Array.from({ length: 20 }, (_, i) => lost(10 * (i + 1)));
    expect(halfLifeOf(all)).toMatchObject({ days: 100, spells: 20, losses: 20, reason: null });
  });

  it('counts a link as at risk until its page was seen last', () => {
    // Twenty links. Ten are seen no further than day 1, so of ten at risk five losses on day 5 leave half.
    expect(halfLifeOf([censored(1, 10), lost(5, 5), lost(9, 5)])).toMatchObject({ days: 5, losses: 10 });
  });

  it('takes a loss before what was censored on the same day', () => {
    expect(halfLifeOf([{ days: 3, lost: 10, censored: 10 }])).toMatchObject({ days: 3 });
  });

  it('has the interval of the log-log scale', () => {
    // 100 links, one lost a day. S(d) = 1 - d/100 and Greenwood's sum is d / (100 (100 - d)); the interval of the median of a sample of 100
    // by order statistics is the 40th to the 61st value.
    const all = Array.from({ length: 100 }, (_, i) => lost(i + 1));
    const found = halfLifeOf(all);
    expect(found.days).toBe(50);
    expect(found.low).toBeGreaterThanOrEqual(39);
    expect(found.low).toBeLessThanOrEqual(42);
    expect(found.high).toBeGreaterThanOrEqual(59);
    expect(found.high).toBeLessThanOrEqual(62);
  });

  it('is unknown, with the reason, when too little was lost', () => {
    expect(halfLifeOf([])).toMatchObject({ days: null, reason: 'no_links', spells: 0 });
    expect(halfLifeOf([lost(3, 9), censored(900, 1)])).toMatchObject({ days: null, reason: 'too_few_losses' });
    expect(halfLifeOf([lost(3, 40), censored(900, 60)])).toMatchObject({ days: null, high: null, reason: 'most_links_live_on' });
  });
});
