/** Writes what the check of the scores measures to docs/metrics/validation.md: `npm run metrics`. Ends with exit status 1 when a figure fails. */
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { scores } from './scores.ts';

const dataDir = path.resolve(import.meta.dirname, '../../shared/data');
const page = path.resolve(import.meta.dirname, '../docs/metrics/validation.md');

const sections: readonly (readonly [prefix: string, title: string, text: string])[] = [
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

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly unit: string;
  readonly ok: boolean | undefined;
}

async function main(): Promise<number> {
  if (!existsSync(dataDir)) {
    console.error('The folder of real data is not there: nothing is measured, and the page stays as it is.');
    return 2;
  }
  const figures: Figure[] = [];
  await scores((name, value, unit, ok) => {
    figures.push({ name, value: typeof value === 'number' ? String(Number(value.toPrecision(4))) : value, unit, ok });
    console.log([name, value, unit].join('\t'));
  }, dataDir);
  writeFileSync(page, written(figures));
  return figures.some(({ ok }) => ok === false) ? 1 : 0;
}

function written(figures: readonly Figure[]): string {
  const parts = sections.map(([prefix, title, text]) => {
    const own = figures.filter(({ name }) => name.startsWith(`${prefix}.`));
    const rows = own.map(
      ({ name, value, unit, ok }) => `| ${name.slice(prefix.length + 1)} | ${value} | ${unit}${ok === false ? ' **missed**' : ''} |`,
    );
    return `## ${title}\n\n${text}\n\n| figure | value | |\n|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `# Validation\n\nWritten by \`npm run metrics\` (authority_v2, spam_v1). Sets that are measured on are named; none of them was used to choose the weights but where a page of this folder says so.\n\n${parts.join('\n')}`;
}

process.exitCode = await main();
