import { describe, expect, it } from 'vitest';
import { languageCode } from '../../model/language.ts';
import { topicCode, type Topic } from '../../model/topic/taxonomy.ts';
import { packed } from '../../model/topic/topic-mix.ts';
import { affinityOf, relevanceOf, relevanceParts, siteRelevance, type LinkTopics } from './relevance.ts';

function mix(topics: Partial<Record<Topic, number>>): number {
  return packed(Object.entries(topics).map(([topic, weight]) => ({ code: topicCode(topic as Topic), weight })));
}

const unknown: LinkTopics = {
  page_topics: 0,
  link_topics: 0,
  language: '',
  source_topics: 0,
  target_topics: mix({ dentistry: 10 }),
  target_language: 0,
};

describe('relevance', () => {
  it("of a topic is 1 for the target's strongest, half for another of its tier, 0 for others", () => {
    const affinity = affinityOf([
      { code: topicCode('dentistry'), weight: 10 },
      { code: topicCode('travel'), weight: 2 },
    ]);
    // Twice 10 for dentistry, once 10 for medicine, twice 2 for travel, once 2 for lodging, of 20, in fifteenths.
    const fifteenths = { dentistry: 15, medicine: 8, travel: 3, lodging: 2, software: 0 } as const;
    for (const [topic, expected] of Object.entries(fifteenths))
      expect([topic, affinity[topicCode(topic as Topic)]]).toEqual([topic, expected]);
  });

  it('is 100 where all is about the same, and 0 where nothing is', () => {
    const dental = mix({ dentistry: 12 });
    expect(
      relevanceOf({
        ...unknown,
        page_topics: dental,
        source_topics: dental,
        link_topics: dental,
        language: 'en-gb',
        target_language: languageCode('en'),
      }),
    ).toBe(100);
    const casino = mix({ gambling: 12 });
    expect(
      relevanceOf({ ...unknown, page_topics: casino, source_topics: casino, language: 'ru', target_language: languageCode('en') }),
    ).toBe(0);
  });

  it('weighs the parts that are known', () => {
    const link = { ...unknown, page_topics: mix({ dentistry: 6, travel: 6 }), language: 'de', target_language: languageCode('en') };
    expect(relevanceParts(link)).toEqual({ page: 0.5, site: null, link: null, language: 0 });
    // 45 * 0.5 of 45 + 10.
    expect(relevanceOf(link)).toBe(41);
  });

  it('is unknown without topics of the target, or of both page and site', () => {
    expect(relevanceOf({ ...unknown, page_topics: mix({ dentistry: 1 }), target_topics: 0 })).toBeNull();
    expect(relevanceOf({ ...unknown, link_topics: mix({ dentistry: 1 }), language: 'en', target_language: 1 })).toBeNull();
    expect(siteRelevance({ source_topics: 0, target_topics: mix({ law: 1 }), source_site_language: 1, target_language: 1 })).toBeNull();
  });

  it('of a site weighs its topics and its language', () => {
    // 25 * 1 and 10 * 0 of 35.
    expect(
      siteRelevance({ source_topics: mix({ law: 3 }), target_topics: mix({ law: 9 }), source_site_language: 1, target_language: 2 }),
    ).toBe(71);
  });
});
