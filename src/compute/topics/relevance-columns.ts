/** Relevance as the engine computes it: the rules of relevance.ts as SQL, over a stored link (`b`). A test holds the two to one another. */
import { languageCodes } from '../../model/language.ts';
import { pageSlots, siteSlots, slotBits, weightBits, weightMax } from '../../model/topic/topic-mix.ts';
import { topicCodeMax } from '../../model/topic/taxonomy.ts';
import { join, name, sql, strings, type Sql } from '../../store/literal.ts';
import { relevanceWeights, tierOf } from './relevance.ts';

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

/**
 * Over rows of `hash`, `topics` and `language`: by a topic's code, four bits of how much of the site's topics that is (`affinityOf`), so that
 * a link's relevance is a few shifts. A topic of the mix has its own weight and that of its tier, the others of the tier have the tier's; each tier is
 * written once, at its first slot. Written out for each slot, since lambdas over arrays take twenty times as long.
 */
export function withAffinity(sites: Sql): Sql {
  const slots = Array.from({ length: siteSlots }, (_, i) => i);
  const [weight, code, tier, tierSum, near, first] = ['w', 'c', 't', 'u', 'n', 'f'].map(
    (letter) => (i: number) => name(`${letter}${i}`),
  ) as [(i: number) => Sql, (i: number) => Sql, (i: number) => Sql, (i: number) => Sql, (i: number) => Sql, (i: number) => Sql];
  const columns = (each: (i: number) => Sql, as: (i: number) => Sql): Sql =>
    join(
      slots.map((i) => sql`${each(i)} AS ${as(i)}`),
      ', ',
    );
  const fifteenths = (value: Sql): Sql => sql`intDiv(${2 * weightMax} * least(top, ${value}) + top, 2 * top)`;
  const codes = columns((i) => sql`bitAnd(bitShiftRight(topics, ${slotBits * i + weightBits}), ${topicCodeMax})`, code);
  const weights = columns((i) => sql`bitAnd(bitShiftRight(topics, ${slotBits * i}), ${weightMax})`, weight);
  const tiers = columns((i) => sql`arrayElement(${[...tierOf]}, ${code(i)} + 1)`, tier);
  const sums = columns(
    (i) => sql`if(${tier(i)} = 0, 0, ${sumOf(slots.map((j) => sql`if(${tier(j)} = ${tier(i)}, ${weight(j)}, 0)`))})`,
    tierSum,
  );
  const firsts = columns(
    (i) =>
      i === 0
        ? sql`1`
        : sql`(${join(
            slots.slice(0, i).map((j) => sql`${tier(j)} != ${tier(i)}`),
            ' AND ',
          )})`,
    first,
  );
  const nears = columns((i) => sql`(if(${tier(i)} = 0, 2 * ${weight(i)}, ${tierSum(i)} + ${weight(i)}))`, near);
  const masks = sql`CAST(${strings(tierMasks())} AS Array(UInt256))`;
  const written = slots.map(
    (
      i,
    ) => sql`if(${weight(i)} = 0, toUInt256(0), bitShiftLeft(toUInt256(${fifteenths(near(i))} - if(${tier(i)} = 0, 0, ${fifteenths(tierSum(i))})), 4 * ${code(i)})
      + if(${first(i)} AND ${tier(i)} != 0, toUInt256(${fifteenths(tierSum(i))}) * arrayElement(${masks}, ${tier(i)} + 1), toUInt256(0)))`,
  );
  return sql`
SELECT hash, topics, language, if(topics = 0, toUInt256(0), ${sumOf(written)}) AS affinity FROM (
  SELECT *, greatest(1, ${join(slots.map(near), ', ')}) AS top FROM (
    SELECT *, ${nears} FROM (
      SELECT *, ${sums}, ${firsts} FROM (
        SELECT *, ${tiers} FROM (
          SELECT *, ${codes}, ${weights} FROM (${sites})
        )
      )
    )
  )
)`;
}

/** By number of a tier, 1 in the four bits of each of its topics; in decimal. */
function tierMasks(): string[] {
  const masks = Array.from({ length: Math.max(...tierOf) + 1 }, () => 0n);
  for (const [code, tier] of tierOf.entries()) if (tier !== 0) masks[tier] = (masks[tier] ?? 0n) | (1n << BigInt(4 * code));
  return masks.map(String);
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
