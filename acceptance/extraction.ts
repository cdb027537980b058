/**
 * `pages/`: the external `a` and `area` links of 954 real pages against those that lxml, an HTML4-style parser, found.
 * What differs is classed by why, with an example of each: `html4` (the reference reads templates, text areas and frames' fallbacks as
 * markup), `encoding` (one page's bytes read in two encodings), `base`, `area_not_read` (the reference has no areas there),
 * `reference_stopped` (it has no link of the page behind that place), and `ours`, which none of these explains.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { captureOf, wantsBody } from '../src/extract/capture.ts';
import { extractHtml } from '../src/extract/html.ts';
import type { ExtractedLink } from '../src/model/link.ts';
import { flag, relFlags } from '../src/model/link.ts';
import type { ArchiveRecord } from '../src/model/record.ts';
import { type Address, addressOf } from '../src/model/url.ts';
import { readArchive } from '../src/sources/warc.ts';
import type { Check } from './check.ts';

/** Of one page, by target key: the rel bits of each link to it, sorted. */
type Links = Map<string, number[]>;

const relBits = flag.nofollow | flag.ugc | flag.sponsored;

export const extraction: Check = async (say, dataDir) => {
  const pages = join(dataDir, 'pages');
  const reference = referenceOf(join(pages, 'trafilatura.links.tsv.gz'));
  const differences = new Differences();
  const count = { pages: 0, wanted: 0, got: 0, same: 0, sameRel: 0 };
  for (const record of readArchive(join(pages, 'trafilatura.warc.gz'), { wants: wantsBody })) {
    const outcome = captureOf(record, { keepInternal: false });
    if (!('capture' in outcome) || outcome.capture.page === null) continue;
    const { source, page } = outcome.capture;
    const wanted = reference.get(record.url ?? '') ?? new Map<string, number[]>();
    const got = linksOf(page.links);
    count.pages++;
    count.wanted += wanted.size;
    count.got += got.size;
    for (const [key, rels] of wanted) {
      if (!got.has(key)) continue;
      count.same++;
      if (String(got.get(key)) === String(rels)) count.sameRel++;
      else
        differences.note(
          'rel',
          page.links.some(({ kind, target }) => kind === 'area' && target.key === key) ? 'area_not_read' : 'ours',
          source,
          `${key} has ${got.get(key)?.join()}, the reference ${rels.join()}`,
        );
    }
    differences.add(record, source, wanted, page.links);
  }
  say('pages', count.pages, 'pages');
  say('links', count.wanted, 'distinct external (source, target key) pairs in the reference');
  say('recall', (100 * count.same) / count.wanted, '%', count.same / count.wanted >= 0.99);
  say('precision', (100 * count.same) / count.got, '%', count.same / count.got >= 0.99);
  say('rel', (100 * count.sameRel) / count.same, '%', count.sameRel / count.same >= 0.995);
  for (const [name, { number, example }] of differences.byName) say(name, number, `links, such as ${example}`);
};

function referenceOf(file: string): Map<string, Links> {
  const pages = new Map<string, Links>();
  for (const line of gunzipSync(readFileSync(file)).toString().split('\n').slice(1)) {
    const [url = '', target = '', rel = ''] = line.split('\t');
    const source = addressOf(url);
    const to = addressOf(target);
    if (source === null || to === null || to.domain === source.domain) continue;
    let links = pages.get(url);
    if (links === undefined) pages.set(url, (links = new Map()));
    put(links, to.key, relFlags(rel));
  }
  return pages;
}

function linksOf(found: readonly ExtractedLink[]): Links {
  const links: Links = new Map();
  for (const { kind, target, flags } of found) if (kind === 'anchor' || kind === 'area') put(links, target.key, flags & relBits);
  return links;
}

function put(links: Links, key: string, rel: number): void {
  links.set(
    key,
    [...(links.get(key) ?? []), rel].sort((a, b) => a - b),
  );
}

/** Counts what differs by why, and keeps the first example. */
class Differences {
  readonly byName = new Map<string, { number: number; example: string }>();

  note(side: 'missing' | 'extra' | 'rel', reason: string, source: Address, what: string): void {
    const name = `${side}.${reason}`;
    const known = this.byName.get(name);
    if (known === undefined) this.byName.set(name, { number: 1, example: `${what.slice(0, 120)} on ${source.href.slice(0, 120)}` });
    else known.number++;
  }

  add(record: ArchiveRecord, source: Address, wanted: Links, links: readonly ExtractedLink[]): void {
    const got = linksOf(links);
    const missing = [...wanted.keys()].filter((key) => !got.has(key));
    const extra = [...got.keys()].filter((key) => !wanted.has(key));
    if (missing.length + extra.length === 0) return;
    const asHtml4 = linksOf(readAsHtml4(record, source));
    const misread = new Set(missing.map(plain));
    const read = new Set(extra.map(plain));
    const based = /<base\s[^>]*href/i.test(record.body.toString('latin1'));
    const lastShared = links.findLastIndex(({ target }) => wanted.has(target.key));
    for (const key of missing) {
      const reason = read.has(plain(key)) ? 'encoding' : asHtml4.has(key) ? 'html4' : based ? 'base' : 'ours';
      this.note('missing', reason, source, key);
    }
    for (const key of extra) {
      const at = links.findIndex(({ target }) => target.key === key);
      const parsing = links[at]?.kind === 'area' ? 'area_not_read' : at > lastShared ? 'reference_stopped' : 'ours';
      const reason = misread.has(plain(key))
        ? 'encoding'
        : parsing !== 'ours'
          ? parsing
          : !asHtml4.has(key)
            ? 'html4'
            : based
              ? 'base'
              : 'ours';
      this.note('extra', reason, source, key);
    }
  }
}

/** The page as a parser reads it that does not know what HTML5 made inert: its content is links like any other. */
function readAsHtml4(record: ArchiveRecord, address: Address): readonly ExtractedLink[] {
  const html4 = record.body.toString('latin1').replace(/<(\/?)(?:template|textarea|iframe|noframes|noembed|xmp)\b/gi, '<$1div');
  const fields = record.http?.fields ?? record.fields;
  const contentType = fields.get('content-type') ?? '';
  return extractHtml({ address, body: Buffer.from(html4, 'latin1'), contentType, httpFields: fields }, { keepInternal: false }).links;
}

/** A key without what another reading of the page's bytes changes: characters beyond ASCII, white space, punycode labels. */
function plain(key: string): string {
  return key.replace(/%[89A-F][0-9A-F]|%20|%0[9AD]|xn--[^,)]*/g, '');
}
