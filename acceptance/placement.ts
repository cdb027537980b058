/**
 * `position/`: 120 article pages whose article body was marked by hand. A link is in the article when its words, with those
 * around it, stand in that body; links without words (images) cannot be judged by it and are left out.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { extractHtml } from '../src/extract/html.ts';
import type { ExtractedLink, Placement } from '../src/model/link.ts';
import type { Fields } from '../src/model/record.ts';
import { addressOf } from '../src/model/url.ts';
import type { Check } from './check.ts';

const contextWords = 3;

interface Judged {
  readonly external: boolean;
  readonly placement: Placement;
  readonly inArticle: boolean;
}

export const placement: Check = async (say, dataDir) => {
  const links = judgedLinks(join(dataDir, 'position'));
  const external = scores(links.filter((link) => link.external));
  const all = scores(links);
  say('links', links.length, 'links with words');
  say('external', external.number, `external links, ${external.inArticle} of them in the article`);
  say('external_precision', external.precision, '');
  say('external_recall', external.recall, '');
  say('external_f1', external.f1, '', external.f1 >= 0.88);
  say('all_f1', all.f1, '');
  const unknown = links.filter((link) => link.placement === 'unknown').length;
  say('unknown', (100 * unknown) / links.length, '% of links that nothing can be said of');
};

function judgedLinks(folder: string): Judged[] {
  const truth: Readonly<Record<string, { articleBody: string; url: string }>> = JSON.parse(
    readFileSync(join(folder, 'ground-truth.json'), 'utf8'),
  );
  const links: Judged[] = [];
  for (const [id, { articleBody, url }] of Object.entries(truth)) {
    const address = addressOf(url);
    if (address === null) continue;
    const body = gunzipSync(readFileSync(join(folder, 'html', `${id}.html.gz`)));
    const article = ` ${wordsOf(articleBody).join(' ')} `;
    const page = extractHtml({ address, body, contentType: 'text/html', httpFields: noFields }, { keepInternal: true });
    for (const link of page.links) {
      if (link.kind !== 'anchor' || wordsOf(link.anchor).length === 0) continue;
      links.push({ external: link.target.domain !== address.domain, placement: link.placement, inArticle: isIn(article, link) });
    }
  }
  return links;
}

const noFields: Fields = { get: () => undefined, all: () => [] };

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** A link alone in its block needs three words to be recognised; one side of its context is enough with four words in all. */
function isIn(article: string, { anchor, before, after }: ExtractedLink): boolean {
  const words = wordsOf(anchor);
  const left = wordsOf(before).slice(-contextWords);
  const right = wordsOf(after).slice(0, contextWords);
  const has = (sought: readonly string[]): boolean => article.includes(` ${sought.join(' ')} `);
  if (left.length + right.length === 0) return words.length >= 3 && has(words);
  if (has([...left, ...words, ...right])) return true;
  const sides = [left, right].filter((side) => side.length > 0 && side.length + words.length >= 4);
  return sides.some((side) => has(side === left ? [...side, ...words] : [...words, ...side]));
}

function scores(links: readonly Judged[]): { number: number; inArticle: number; precision: number; recall: number; f1: number } {
  const inArticle = links.filter((link) => link.inArticle).length;
  const placed = links.filter((link) => link.placement === 'content').length;
  const both = links.filter((link) => link.inArticle && link.placement === 'content').length;
  return {
    number: links.length,
    inArticle,
    precision: both / placed,
    recall: both / inArticle,
    f1: (2 * both) / (placed + inArticle),
  };
}
