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
    'On the domain graph of one crawl (1,080 pages of 894 sites): Spearman on the domains that both know, of authority, of PageRank without weights, and of the plain count of followed referring domains. The interval is of a paired bootstrap of 2,000 draws. **No difference is shown where it holds zero**: on a crawl of this size authority orders the best known domains as the count of referring domains does, no better.',
  ],
  [
    'stability',
    'Authority when 5 % of the pages are missing',
    'The same crawl released again without a random twentieth of its pages, the scale carried on by a panel. The goal (95 % of the domains with at least ten followed referring domains move by less than a point) is missed. Most sites of this crawl have one page: with it the whole site goes, so that the domains that all link to lose a twentieth of their referring domains, and a point is a sixteenth of rank.',
  ],
  [
    'robustness',
    'Authority against link farms',
    'What 200 sites of 50 pages that aim at one target add to the authority that five honest links give it, in the graph of that crawl. A farm whose sites link to popular sites besides is not seen by the graph: its rise is shown, not promised.',
  ],
  [
    'farms',
    'Spam scores of hidden farms',
    'Farms hidden in the graph of that crawl, by the link features of the spam score alone: sites and targets of the farm against all other domains.',
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
  return `# ${title}\n\nWritten by \`npm run metrics\` (${versions}). Sets that are measured on are named; none of them was used to choose the weights but where a page of this folder says so.\n\n${parts.join('\n')}`;
}

process.exitCode = await main(process.argv.slice(2));
