/**
 * `openbacklinks query list github.com` after `pages/` and `selfhosted/`: the rows that the reference parsers found too, and for the
 * first hundred of them, the archive's record again, with the link in its body.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decodeHTML } from 'entities';
import { addressOf, urlKey } from '../src/model/url.ts';
import type { Backlink } from '../src/query/shapes.ts';
import { readRecordAt } from '../src/sources/record-at.ts';
import { throwawayIndex } from '../test/test-index.ts';
import type { Check } from './check.ts';

const target = 'github.com';

export const github: Check = async (say, dataDir) => {
  await using index = await throwawayIndex();
  await index.ingest([join(dataDir, 'pages/trafilatura.warc.gz'), join(dataDir, 'selfhosted/selfhosted.warc.gz')]);
  await index.refresh();

  const rows: Backlink[] = [];
  let total = 0;
  for (let cursor: string | null | undefined; cursor !== null;) {
    const answer: { rows: Backlink[]; total: number; cursor: string | null } = await index.ask('list', {
      target,
      limit: 1_000,
      ...(cursor !== undefined && { cursor }),
    });
    rows.push(...answer.rows);
    ({ total, cursor } = answer);
  }
  const found = new Set(rows.map((row) => `${urlKey(row.source_url)} ${urlKey(row.target_url)}`));
  const known = referencePairs([join(dataDir, 'pages/trafilatura.links.tsv.gz'), join(dataDir, 'selfhosted/selfhosted.links.tsv.gz')]);
  const both = [...known].filter((pair) => found.has(pair)).length;
  const anchorPairs = new Set(
    rows.filter(({ kind }) => kind === 'anchor' || kind === 'area').map((row) => `${urlKey(row.source_url)} ${urlKey(row.target_url)}`),
  );
  say('total', total, 'backlinks', total === rows.length && found.size === rows.length);
  say('reference', known.size, 'distinct (source, target key) pairs');
  say('recall', (100 * both) / known.size, '%', both / known.size >= 0.99);
  say('precision', (100 * both) / anchorPairs.size, '%', both / anchorPairs.size >= 0.99);
  const { referring_domains: domains, followed_backlinks: followed } = await index.ask<Record<string, number>>('summary', { target });
  say('referring_domains', domains ?? 0, 'domains', domains === new Set(rows.map((row) => row.source_domain)).size);
  say('followed', followed ?? 0, 'backlinks', followed === rows.filter((row) => row.followed).length);
  for (let i = 0; i < 5; i++) {
    const row = rows[Math.floor((i * rows.length) / 5)];
    if (row !== undefined)
      say(`row_${i + 1}`, `${row.source_url} -> ${row.target_url} "${row.anchor}" ${row.placement} ${row.rel.join()}`, '-');
  }

  const proven = rows.slice(0, 100).filter(bodyHolds);
  say('evidence', proven.length, 'of the first 100 rows with the link in their record', proven.length === 100);
  for (const row of rows.slice(0, 100)) if (!proven.includes(row)) say('no_evidence', `${row.source_url} -> ${row.target_url}`, '-');
};

/** Whether the record that a row names was fetched from its source and has a reference that leads to its target. */
function bodyHolds({ evidence, source_url: source, target_url: to }: Backlink): boolean {
  if (evidence === null) return false;
  const record = readRecordAt(evidence.archive, evidence.offset, evidence.length);
  if (record.url === null || urlKey(record.url) !== urlKey(source)) return false;
  const body = record.body.toString('utf8');
  const base = /<base\s[^>]*?href\s*=\s*["']?([^"'\s>]+)/i.exec(body)?.[1];
  const against = base === undefined ? record.url : (addressOf(decodeHTML(base), record.url)?.href ?? record.url);
  const references = Array.from(body.matchAll(/\bhref\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)/gi), ([, value = '']) =>
    value.replace(/^["']|["']$/g, ''),
  );
  return references.some((reference) => urlKey(decodeHTML(reference).trim(), against) === urlKey(to));
}

/** Pairs of source and target key that the reference parsers found, the target on another domain than the source. */
function referencePairs(files: readonly string[]): Set<string> {
  const pairs = new Set<string>();
  for (const file of files) {
    for (const line of gunzipSync(readFileSync(file)).toString('utf8').split('\n').slice(1)) {
      const [from = '', to = ''] = line.split('\t');
      const link = addressOf(to);
      if (link?.domain === target && addressOf(from)?.domain !== target) pairs.add(`${urlKey(from)} ${link.key}`);
    }
  }
  return pairs;
}
