/** Relevance as the engine computes it: the rules of relevance.ts as SQL, over a stored link (`b`). A test holds the two to one another. */
import { languageCodes } from '../../model/language.ts';
import { pageSlots, siteSlots, slotBits, weightBits, weightMax } from '../../model/topic/topic-mix.ts';
import { topicCodeMax } from '../../model/topic/taxonomy.ts';
import { join, sql, strings, type Sql } from '../../store/literal.ts';
import { relevanceWeights } from './relevance.ts';

/** Number of a language's tag. */
export function languageColumn(tag: Sql): Sql {
  const tags = strings(languageCodes.map(([language]) => language));
  const codes = sql`CAST(${languageCodes.map(([, code]) => code)} AS Array(UInt8))`;
  return sql`transform(substringIndex(toString(${tag}), '-', 1), ${tags}, ${codes}, toUInt8(0))`;
}

/** The topics of a domain in the release's dictionary, and the language of most of its pages. */
export function siteTopicsOf(release: number, domain: Sql): Sql {
  return sql`dictGet(${`topics_of_${release}`}, 'topics', cityHash64(${domain}))`;
}

export function siteLanguageOf(release: number, domain: Sql): Sql {
  return sql`dictGet(${`topics_of_${release}`}, 'language', cityHash64(${domain}))`;
}

/** Relevance of the link `b`; NULL where it is not known. */
export function relevanceColumn(release: number): Sql {
  const affinity = affinityFor(release, sql`b.target_domain`);
  const site = siteTopicsOf(release, sql`b.source_domain`);
  return scoreColumn(sql`${affinity} = 0 OR (b.page_topics = 0 AND ${site} = 0)`, [
    { weight: relevanceWeights.page, ...matchColumn(sql`b.page_topics`, pageSlots, affinity) },
    { weight: relevanceWeights.site, ...matchColumn(site, siteSlots, affinity) },
    { weight: relevanceWeights.link, ...matchColumn(sql`b.link_topics`, pageSlots, affinity) },
    languagePart(languageColumn(sql`b.language`), siteLanguageOf(release, sql`b.target_domain`)),
  ]);
}

/** Relevance of a linking site to the target's: `siteRelevance` as SQL, over a group (`g`) of the view of referring domains. */
export function siteRelevanceColumn(release: number): Sql {
  const affinity = affinityFor(release, sql`g.target_domain`);
  return scoreColumn(sql`${affinity} = 0 OR g.source_topics = 0`, [
    { weight: relevanceWeights.site, ...matchColumn(sql`g.source_topics`, siteSlots, affinity) },
    languagePart(sql`g.source_site_language`, sql`g.target_language`),
  ]);
}

/** Code of the strongest topic of a mix; 0 when it is empty. */
export function mainTopicColumn(mix: Sql): Sql {
  return sql`bitAnd(bitShiftRight(${mix}, ${weightBits}), ${topicCodeMax})`;
}

/** The slots of a mix that hold a topic. */
export function slotsOf(mix: Sql, slots: number): Sql {
  return sql`arrayFilter(s -> s != 0, arrayMap(i -> toUInt16(bitAnd(bitShiftRight(${mix}, ${slotBits} * i), ${2 ** slotBits - 1})), range(${slots})))`;
}

function affinityFor(release: number, domain: Sql): Sql {
  return sql`dictGet(${`topics_of_${release}`}, 'affinity', cityHash64(${domain}))`;
}

interface Part {
  readonly weight: number;
  /** 0 to 1. */
  readonly value: Sql;
  readonly known: Sql;
}

function matchColumn(mix: Sql, slots: number, affinity: Sql): Omit<Part, 'weight'> {
  const weights = Array.from({ length: slots }, (_, i) => sql`bitAnd(bitShiftRight(${mix}, ${slotBits * i}), ${weightMax})`);
  const near = weights.map((weight, i) => {
    const code = sql`bitAnd(bitShiftRight(${mix}, ${slotBits * i + weightBits}), ${topicCodeMax})`;
    return sql`${weight} * toUInt8(bitAnd(bitShiftRight(${affinity}, 4 * ${code}), ${weightMax}))`;
  });
  return { value: sql`(${sumOf(near)}) / (${weightMax} * greatest(1, ${sumOf(weights)}))`, known: sql`(${mix} != 0)` };
}

function languagePart(a: Sql, b: Sql): Part {
  return { weight: relevanceWeights.language, value: sql`(${a} = ${b})`, known: sql`(${a} != 0 AND ${b} != 0)` };
}

/** The parts that are known, by their weights; NULL on a condition. */
function scoreColumn(unknown: Sql, parts: readonly Part[]): Sql {
  const sum = sumOf(parts.map(({ weight, value, known }) => sql`if(${known}, ${weight} * (${value}), 0)`));
  const whole = sumOf(parts.map(({ weight, known }) => sql`if(${known}, ${weight}, 0)`));
  return sql`if(${unknown}, NULL, toUInt8(floor((100 * (${sum})) / greatest(1, ${whole}) + 0.5)))`;
}

function sumOf(terms: readonly Sql[]): Sql {
  return join(
    terms.map((term, i) => (i === 0 ? term : sql`+ ${term}`)),
    ' ',
  );
}
