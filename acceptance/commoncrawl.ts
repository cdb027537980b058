/**
 * `commoncrawl/`: excerpts of real crawls answer real questions, and agree with what is known of them: 16 pages of 15 domains with
 * 1,349 links, 136 of them external, 12 nofollow. Who counted those read HTML with an HTML4-style parser (lxml) and took `a` with an
 * address: on one page, of 096355.com, that parser finds no element behind the damaged head, where a browser finds 34 links, 3 of them
 * external. Without that page the external links are the same; of all links we count 4 more: 3 of `area` and 2 with an empty `href`,
 * and not one that lxml makes of an address that is none.
 */
import { join } from 'node:path';
import type { Backlink } from '../src/query/shapes.ts';
import { sql } from '../src/store/literal.ts';
import { tableOf } from '../src/store/releases.ts';
import { throwawayIndex, type TestIndex } from '../test/test-index.ts';
import type { Check, Say } from './check.ts';

export const commoncrawl: Check = async (say, dataDir) => {
  const file = (name: string): string => join(dataDir, 'commoncrawl', name);
  await using index = await throwawayIndex();

  await index.ingest([file('CC-MAIN-2020-34-excerpt.warc.gz')]);
  const { release } = await index.refresh();
  const { pages_captured: pages, domains_captured: domains, crawls } = release.facts;
  say('excerpt.crawl', crawls.join(), 'as the archive says', crawls.join() === 'CC-MAIN-2020-34');
  say('excerpt.pages', pages, 'pages', pages === 16);
  say('excerpt.domains', domains, 'domains', domains === 15);
  const [links] = await index.engine.ask<{ all: number; external: number }>(
    sql`SELECT sum(internal_links + external_links) AS all, sum(external_links) AS external FROM captures`,
  );
  const [unread] = await index.engine.ask<{ all: number; external: number }>(
    sql`SELECT sum(internal_links + external_links) AS all, sum(external_links) AS external FROM captures WHERE domain = '096355.com'`,
  );
  say('excerpt.links', links?.all ?? 0, 'links', links?.all === 1_387);
  say('excerpt.external_links', links?.external ?? 0, 'links', links?.external === 139);
  say('excerpt.unread_links', unread?.all ?? 0, 'of them on the page of 096355.com, of which the reference reads none', unread?.all === 34);
  say(
    'excerpt.links_besides',
    (links?.all ?? 0) - (unread?.all ?? 0),
    'for 1,349: 3 of area, 2 with an empty href, less 1 of no address',
    (links?.all ?? 0) - (unread?.all ?? 0) === 1_349 + 3 + 2 - 1,
  );
  say(
    'excerpt.external_besides',
    (links?.external ?? 0) - (unread?.external ?? 0),
    'external, for 136',
    (links?.external ?? 0) - (unread?.external ?? 0) === 136,
  );
  await questions(say, index, release.id);

  for (const name of ['whirlwind.warc.gz', 'whirlwind.warc.wat.gz', 'whirlwind.warc.wet.gz', 'cc.warc.gz']) {
    const { captures, links: found } = await index.ingest([file(name)]);
    const expected = name.includes('.wat.') || name.includes('.wet.') ? 0 : 1;
    say(name, captures, `captures with ${found} links to elsewhere`, captures === expected);
  }
  const head = await index.ingest([file('CC-MAIN-20190519061520-20190519083520-00000.head.warc.wat.gz')]);
  const [own] = await index.engine.ask<{ links: number }>(
    sql`SELECT internal_links AS links FROM captures WHERE url LIKE '%klymburn.co.uk%'`,
  );
  say('head.wat', head.records, 'records', head.records === 5);
  say('head.wat_links', own?.links ?? 0, 'links of its one page', own?.links === 144);
};

/** The four questions, about every domain that the excerpt links to. */
async function questions(say: Say, index: TestIndex, release: number): Promise<void> {
  const targets = await index.engine.ask<{ domain: string }>(
    sql`SELECT DISTINCT target_domain AS domain FROM ${tableOf('backlinks', release)} ORDER BY domain`,
  );
  const totals = { rows: 0, summed: 0, nofollow: 0, anchors: 0, domains: 0 };
  for (const { domain: target } of targets) {
    const { rows } = await index.ask<{ rows: Backlink[] }>('list', { target, limit: 1_000 });
    const summary = await index.ask<{ backlinks_total: number; by_rel: { nofollow: number } }>('summary', { target });
    const anchors = await index.ask<{ rows: { backlinks: number }[] }>('anchors', { target, limit: 1_000 });
    const referring = await index.ask<{ rows: { backlinks: number }[] }>('referring-domains', { target, limit: 1_000 });
    totals.rows += rows.length;
    totals.summed += summary.backlinks_total;
    totals.nofollow += summary.by_rel.nofollow;
    totals.anchors += sum(anchors.rows.map(({ backlinks }) => backlinks));
    totals.domains += sum(referring.rows.map(({ backlinks }) => backlinks));
  }
  say('excerpt.linked_domains', targets.length, 'domains');
  say('excerpt.listed', totals.rows, 'backlinks');
  say('excerpt.summed', totals.summed, 'backlinks by summary', totals.summed === totals.rows);
  say('excerpt.by_anchor', totals.anchors, 'backlinks by anchor', totals.anchors === totals.rows);
  say('excerpt.by_domain', totals.domains, 'backlinks by referring domain', totals.domains === totals.rows);
  say('excerpt.nofollow', totals.nofollow, 'nofollow backlinks', totals.nofollow === 12);

  const yandex = await index.ask<{ rows: Backlink[] }>('list', { target: 'metrika.yandex.ru', rel: 'nofollow' });
  const shown = yandex.rows.map(({ source_domain, anchor }) => `${source_domain} "${anchor}"`).join();
  say('excerpt.example', shown, 'nofollow to metrika.yandex.ru', shown === '01spb.ru "Яндекс.Метрика"');
  const races = await index.ask<{ total: number; rows: { domain: string }[] }>('referring-domains', { target: 'radsport-suche.ch' });
  say(
    'excerpt.example',
    races.rows.map(({ domain }) => domain).join(),
    'links to radsport-suche.ch',
    races.rows[0]?.domain === 'live-radsport.ch' && races.total === 1,
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
