/**
 * What pages are about and written in: categories of real sites against our topics, neighbours against camps, the language of short and long
 * texts, links against the same links shuffled. `npm run metrics` writes the figures to docs/metrics/topics.md.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { Failure } from '../src/base/errors.ts';
import { extendedWords } from '../src/compute/topics/extended-words.ts';
import { affinityOf } from '../src/compute/topics/relevance.ts';
import { extractHtml } from '../src/extract/html.ts';
import { languageOfText, loadLanguageDetector } from '../src/extract/language/language-of-text.ts';
import { languageCode, languageNamed } from '../src/model/language.ts';
import { topicNames } from '../src/model/topic/taxonomy.ts';
import { sharesIn, weightMax } from '../src/model/topic/topic-mix.ts';
import { placeWeights, scoreLeast, TopicTally } from '../src/model/topic/topic-tally.ts';
import { extendedBy, type WeighedWord } from '../src/model/topic/vocabulary.ts';
import { addressOf } from '../src/model/url.ts';
import { openWink, winkPackage } from '../src/sources/embeddings/wink.ts';
import { readArchive } from '../src/sources/warc.ts';
import { sentences } from '../test/fixtures/languages.ts';
import type { Check, Say } from './check.ts';
import { areaUnderCurve, quantile, randomFrom } from './scores/statistics.ts';
import { campsByNeighbours } from './topics/camps.ts';

export const topics: Check = async (say, dataDir) => {
  await loadLanguageDetector();
  const sites = sitesOf(dataDir);
  say('categories.sites', sites.length, 'real sites of seven categories, cleaned text');
  categories(say, 'categories', sites, new TopicTally());
  withEmbeddings(say, sites);
  await campsByNeighbours(say, dataDir);
  languages(say);
  const pages = realPages(dataDir);
  declaredLanguages(say, pages);
};

interface Site {
  readonly text: string;
  readonly category: string;
}

/** Pairs of sites: of one category or of two? */
function categories(say: Say, section: string, sites: readonly Site[], tally: TopicTally): void {
  for (const [name, length] of [
    ['whole', Number.POSITIVE_INFINITY],
    ['300_characters', 300],
    ['60_characters', 60],
  ] as const) {
    const mixes = sites.map(({ text }) => mixOf(tally, text.slice(0, length), length < 100 ? scoreLeast.link : scoreLeast.page));
    say(`${section}.${name}.known_share`, mixes.filter((mix) => mix !== 0).length / sites.length, 'sites with topics');
    const alike = likenesses(mixes);
    const auc = pairAuc(sites, alike, [...sites.keys()]);
    say(
      `${section}.${name}.pair_auc`,
      auc,
      '"same category?", all pairs; unknown topics count as unlike',
      name === 'whole' && section === 'categories' ? auc >= 0.85 : undefined,
    );
    if (name !== 'whole') continue;
    const [low, high] = intervalOf(sites, alike);
    say(`${section}.whole.pair_auc_low`, low, '95 % interval, 100 draws of the sites');
    say(`${section}.whole.pair_auc_high`, high, '');
  }
}

/** The same with the further words that `extend-topics` takes from the embeddings of an npm package, where it is installed. */
function withEmbeddings(say: Say, sites: readonly Site[]): void {
  let words: readonly WeighedWord[];
  try {
    words = extendedWords(openWink());
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.code !== 'embeddings_unreadable') throw thrown;
    say('embeddings.package', 'not measured', `${winkPackage} is not installed; it is no dependency`);
    return;
  }
  say('embeddings.package', winkPackage, 'is installed; it is no dependency');
  say('embeddings.words', words.length, 'further words of topics');
  categories(say, 'embeddings', sites, new TopicTally(extendedBy(words)));
}

function sitesOf(dataDir: string): Site[] {
  const text = gunzipSync(readFileSync(join(dataDir, 'topics/website-classification-611.csv.gz')));
  const rows = parse<Record<string, string>>(text, { columns: true });
  return rows
    .map((row) => ({ text: row['cleaned_website_text'] ?? '', category: row['Category'] ?? '' }))
    .filter(({ text: words, category }) => words !== '' && category !== '');
}

/** How alike each two sites are: both directions of a relevance, added up. */
function likenesses(mixes: readonly number[]): Float64Array[] {
  const affinities = mixes.map((mix) => affinityOf(sharesIn(mix)));
  return mixes.map((mix, i) => Float64Array.from(mixes, (other, j) => match(mix, affinities[j]) + match(other, affinities[i])));
}

/** Over all pairs of the chosen sites; a site that was drawn twice is no pair with itself. */
function pairAuc(sites: readonly Site[], alike: readonly Float64Array[], chosen: readonly number[]): number {
  const [same, other]: [number[], number[]] = [[], []];
  for (const [at, i] of chosen.entries()) {
    for (const j of chosen.slice(at + 1)) {
      if (i !== j) (sites[i]?.category === sites[j]?.category ? same : other).push(alike[i]?.[j] ?? 0);
    }
  }
  return areaUnderCurve(same, other);
}

function intervalOf(sites: readonly Site[], alike: readonly Float64Array[]): [low: number, high: number] {
  const random = randomFrom(11);
  const drawn = Array.from({ length: 100 }, () =>
    pairAuc(
      sites,
      alike,
      Array.from(sites, () => Math.floor(random() * sites.length)),
    ),
  );
  return [quantile(drawn, 0.025), quantile(drawn, 0.975)];
}

function match(mix: number, affinity: Uint8Array | undefined): number {
  const shares = sharesIn(mix);
  const weight = shares.reduce((sum, share) => sum + share.weight, 0);
  return weight === 0 ? 0 : shares.reduce((sum, { code, weight: own }) => sum + own * (affinity?.[code] ?? 0), 0) / (weightMax * weight);
}

function mixOf(tally: TopicTally, text: string, least: number): number {
  tally.addWhole(text, placeWeights.text);
  return tally.mix(least);
}

/** Sentences written for this project. */
function languages(say: Say): void {
  const texts = Object.entries(sentences).flatMap(([language, own]) => own.map((text) => ({ language, text })));
  say('language.languages', Object.keys(sentences).length, 'of our own sentences, three each');
  for (const length of [25, 50, 100, 200]) {
    const right = texts.filter(({ language, text }) => {
      const all = `${text} ${(sentences[language] ?? []).join(' ')}`;
      return languageOfText(length === 200 ? all.slice(0, length) : text.slice(0, length)) === language;
    }).length;
    say(
      `language.${length}_characters`,
      right / texts.length,
      `of ${texts.length} texts told right`,
      length === 200 ? right / texts.length >= 0.95 : undefined,
    );
  }
}

interface RealPage {
  readonly declared: string;
  readonly told: string;
  readonly words: number;
  readonly topics: number;
}

function realPages(dataDir: string): RealPage[] {
  const pages: RealPage[] = [];
  for (const { url, http, body } of readArchive(join(dataDir, 'pages/trafilatura.warc.gz'))) {
    const address = url === null ? null : addressOf(url);
    if (address === null || http === null) continue;
    const page = extractHtml(
      { address, body, contentType: http.fields.get('content-type') ?? '', httpFields: http.fields },
      { keepInternal: false },
    );
    pages.push({ declared: page.language, told: page.textLanguage, words: page.wordCount ?? 0, topics: page.topics });
  }
  return pages;
}

function declaredLanguages(say: Say, pages: readonly RealPage[]): void {
  const both = pages.filter(({ declared, told }) => declared !== '' && told !== '');
  const agreeing = both.filter(({ declared, told }) => languageCode(declared) === languageCode(told)).length;
  say('pages.language_told', pages.filter(({ told }) => told !== '').length / pages.length, `of ${pages.length} real pages`);
  say('pages.language_as_declared', agreeing / both.length, `of ${both.length} that declare one; what pages declare is often wrong`);
  const undeclared = pages.filter(({ declared, told }) => declared === '' && told !== '').length;
  say('pages.language_told_only', undeclared, 'pages that declare none');
  for (const language of ['en', 'de']) {
    const own = pages.filter(({ told }) => told === language && languageNamed(languageCode(language)) === language);
    say(`pages.topics_known_${language}`, own.filter(({ topics: mix }) => mix !== 0).length / own.length, `of ${own.length} pages in it`);
  }
  const main = new Map<string, number>();
  for (const { topics: mix } of pages) {
    const [first] = sharesIn(mix);
    if (first !== undefined) main.set(topicNames[first.code - 1] ?? '', (main.get(topicNames[first.code - 1] ?? '') ?? 0) + 1);
  }
  say('pages.topics_met', main.size, `of ${topicNames.length} topics are some page's strongest`);
}
