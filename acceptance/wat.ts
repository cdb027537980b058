/**
 * `pages/`: the WAT of 954 pages gives the external `a` and `area` links that their HTML gives, each as often as it stands on the page,
 * by target key and rel; and the same first 128 characters of the anchor where it is ASCII.
 *
 * That WAT was derived by an HTML4-style parser (lxml), not by the writer of Common Crawl. Of its anchors only those it states as `text` are compared:
 * its images stand behind the links they are in, not before. And its text of a link is all text below it, blocks run together, with
 * scripts and the titles of drawings, which no reader of the page sees: what differs for that reason is counted by it (wat-surplus.ts). Style sheets and
 * data are taken out of it (extract/wat/code-in-text.ts).
 */
import { join } from 'node:path';
import { captureOf, wantsBody } from '../src/extract/capture.ts';
import { type ExtractedLink, relOf } from '../src/model/link.ts';
import type { ArchiveRecord } from '../src/model/record.ts';
import { readArchive } from '../src/sources/warc.ts';
import type { Check } from './check.ts';
import { surplusReason, surplusReasons, type SurplusReason } from './wat-surplus.ts';

export const wat: Check = async (say, dataDir) => {
  const pages = new Map<string, string>();
  const fromHtml = linksOf(join(dataDir, 'pages/trafilatura.warc.gz'), (url, body) => pages.set(url, body.toString('latin1')));
  const fromWat = linksOf(join(dataDir, 'pages/trafilatura.derived.warc.wat.gz'));
  const count = { html: 0, wat: 0, same: 0 };
  const anchors = new Anchors();
  let example = 'none';
  for (const [url, html] of fromHtml) {
    const described = fromWat.get(url) ?? [];
    const same = sharedBetween(html.map(identity), described.map(identity));
    if (same < html.length && example === 'none') example = url;
    count.html += html.length;
    count.wat += described.length;
    count.same += same;
    anchors.compare(html, described, pages.get(url) ?? '');
  }
  say('pages', fromHtml.size, 'pages');
  say('links', count.html, 'external a and area links of the HTML');
  say('links_of_wat', count.wat, 'the same of the WAT');
  say('target_and_rel', (100 * count.same) / count.html, '%', count.same / count.html >= 0.995);
  say('target_and_rel_first_difference', example, 'page');
  say('anchors', anchors.compared, 'ASCII texts of the WAT, on links that the HTML has too');
  say('anchors_same', (100 * anchors.same) / anchors.compared, '%', anchors.same / anchors.compared >= 0.995);
  for (const [reason, about] of Object.entries(surplusReasons)) {
    const found = anchors.differing.get(reason as SurplusReason);
    say(`anchors_of_the_writer.${reason}`, found?.count ?? 0, `links: ${about}${found === undefined ? '' : `, as in ${found.example}`}`);
  }
  const alike = 1 - anchors.unexplained / anchors.compared;
  say('anchors_same_but_for_those', 100 * alike, '%', alike >= 0.995);
  say('anchors_unexplained', anchors.unexplained, `links, the first of them ${anchors.example}`);
};

/** External `a` and `area` links by page. */
function linksOf(archive: string, onPage: (url: string, body: Buffer) => void = () => {}): Map<string, ExtractedLink[]> {
  const pages = new Map<string, ExtractedLink[]>();
  for (const record of readArchive(archive, { wants: wantsBody })) {
    const outcome = captureOf(withStatedTextOnly(record), { keepInternal: false });
    if (!('capture' in outcome)) continue;
    const { page, source } = outcome.capture;
    const links = page?.links.filter(({ kind }) => kind === 'anchor' || kind === 'area') ?? [];
    pages.set(source.href, links);
    onPage(source.href, record.body);
  }
  return pages;
}

/** Takes from a WAT record what an anchor without text would be made of. A key cannot stand in a string, where its quotes are escaped. */
function withStatedTextOnly(record: ArchiveRecord): ArchiveRecord {
  if (record.type !== 'metadata') return record;
  const json = record.body.toString('latin1').replaceAll('"path":"IMG@/src"', '"path":"-"');
  return { ...record, body: Buffer.from(json.replace(/(?<!\\)"(?:alt|title)":/g, '"-":'), 'latin1') };
}

const identity = ({ target, flags }: ExtractedLink): string => `${target.key} ${relOf(flags).join()}`;
const textCharsMax = 128;
const start = ({ anchor }: ExtractedLink): string => anchor.slice(0, textCharsMax).trimEnd();

class Anchors {
  compared = 0;
  same = 0;
  readonly differing = new Map<SurplusReason, { count: number; readonly example: string }>();
  unexplained = 0;
  example = 'none';

  compare(html: readonly ExtractedLink[], described: readonly ExtractedLink[], page: string): void {
    const left = new Map<string, string[]>();
    for (const link of html) left.set(identity(link), [...(left.get(identity(link)) ?? []), start(link)]);
    for (const link of described) {
      const candidates = left.get(identity(link));
      if (candidates === undefined || !/^[ -~]+$/.test(link.anchor)) continue;
      this.compared++;
      const at = candidates.indexOf(start(link));
      if (at !== -1) {
        this.same++;
        candidates.splice(at, 1);
      } else this.differ(link, candidates, page);
    }
  }

  private differ(link: ExtractedLink, candidates: readonly string[], page: string): void {
    const reason = candidates.map((candidate) => surplusReason(start(link), candidate, page)).find((found) => found !== null);
    const example = JSON.stringify([start(link), ...candidates]);
    if (reason === undefined || reason === null) {
      this.unexplained++;
      if (this.example === 'none') this.example = example;
    } else {
      const found = this.differing.get(reason) ?? { count: 0, example };
      found.count++;
      this.differing.set(reason, found);
    }
  }
}

/** How many of two lists pair up. */
function sharedBetween(one: readonly string[], other: readonly string[]): number {
  const left = new Map<string, number>();
  for (const item of other) left.set(item, (left.get(item) ?? 0) + 1);
  let shared = 0;
  for (const item of one) {
    const count = left.get(item) ?? 0;
    if (count > 0) shared++;
    left.set(item, count - 1);
  }
  return shared;
}
