/**
 * HTML to links, one core, in memory: `extractHtml` whole, its parts, and htmlparser2's bare tokenizer on the same pages.
 * The pages are real when `../shared/data/pages` is there, else made up. MB are of undecoded HTML.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Tokenizer } from 'htmlparser2';
import { decodeHtml } from '../../src/extract/charset.ts';
import { extractHtml, type HtmlInput } from '../../src/extract/html.ts';
import { tokenize, type TokenSink } from '../../src/extract/page/tokenizer.ts';
import { addressOf } from '../../src/model/url.ts';
import { readArchive } from '../../src/sources/warc.ts';
import { realData } from '../project.ts';

const rounds = 5;
const silent = (): void => {};

const pages = realPages() ?? madeUpPages();
const megabytes = pages.reduce((sum, { body }) => sum + body.length, 0) / 1e6;
const texts = pages.map(({ body, contentType }) => decodeHtml(body, contentType).text);

console.log(`pages ${pages.length} pages`);
console.log(`html ${megabytes.toFixed(1)} MB`);
measure('extract', () => pages.forEach((page) => extractHtml(page, { keepInternal: false })));
measure('extract_with_internal', () => pages.forEach((page) => extractHtml(page, { keepInternal: true })));
measure('decode', () => pages.forEach(({ body, contentType }) => decodeHtml(body, contentType)));
const nothing: TokenSink = { foreign: false, done: false, text: silent, open: silent, close: silent, rawText: silent };
measure('tokenize', () => texts.forEach((text) => tokenize(text, nothing)));
measure('tokenize_htmlparser2', () => texts.forEach(tokenizeWithHtmlparser2));

/** The best of several rounds: what disturbs a round only makes it slower. */
function measure(name: string, round: () => void): void {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < rounds; i++) {
    const started = performance.now();
    round();
    best = Math.min(best, performance.now() - started);
  }
  console.log(`${name} ${(megabytes / (best / 1000)).toFixed(1)} MB/s`);
}

function tokenizeWithHtmlparser2(text: string): void {
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: false },
    {
      onattribdata: silent,
      onattribentity: silent,
      onattribend: silent,
      onattribname: silent,
      oncdata: silent,
      onclosetag: silent,
      oncomment: silent,
      ondeclaration: silent,
      onend: silent,
      onopentagend: silent,
      onopentagname: silent,
      onprocessinginstruction: silent,
      onselfclosingtag: silent,
      ontext: silent,
      ontextentity: silent,
      isInForeignContext: () => false,
    },
  );
  tokenizer.write(text);
  tokenizer.end();
}

function realPages(): HtmlInput[] | null {
  const archive = path.join(realData, 'pages/trafilatura.warc.gz');
  if (!existsSync(archive)) return null;
  const found: HtmlInput[] = [];
  for (const { url, http, body } of readArchive(archive)) {
    const address = url === null ? null : addressOf(url);
    if (address === null || http === null) continue;
    found.push({ address, body: Buffer.from(body), contentType: http.fields.get('content-type') ?? '', httpFields: http.fields });
  }
  return found;
}

function madeUpPages(): HtmlInput[] {
  const address = addressOf('https://www.example.com/');
  if (address === null) return [];
  const row = (i: number): string =>
    `<li class="entry"><a href="/p/${i}?page=1&amp;all">Entry ${i}</a> of <em>many</em>, see <a rel="nofollow" href="https://h${i}.example/x">there</a></li>\n`;
  const body = Buffer.from(
    `<!doctype html><title>Rows</title><main><ul>${Array.from({ length: 1_000 }, (_, i) => row(i)).join('')}</ul></main>`,
  );
  const httpFields = { get: () => undefined, all: () => [] };
  return Array.from({ length: 300 }, () => ({ address, body, contentType: 'text/html', httpFields }));
}
