/** Whether neighbours tell what a site is about: blogs of two camps, half of which say theirs, through the product's own build. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { siteTopicsOf } from '../../src/compute/topics/relevance-columns.ts';
import { linksetId } from '../../src/extract/linkset.ts';
import { unreadPage } from '../../src/model/capture.ts';
import type { FoldedLink } from '../../src/model/link.ts';
import { topicCode } from '../../src/model/topic/taxonomy.ts';
import { packed, sharesIn, weightMax } from '../../src/model/topic/topic-mix.ts';
import { addressOf, type Address } from '../../src/model/url.ts';
import { loadBatch } from '../../src/store/batches.ts';
import { sql } from '../../src/store/literal.ts';
import { tableOf } from '../../src/store/releases.ts';
import { Stage } from '../../src/store/staged.ts';
import { throwawayIndex } from '../../test/test-index.ts';
import type { Say } from '../check.ts';
import { randomFrom } from '../scores/statistics.ts';

/** Topics that stand for the camps: the build knows no camps. */
const stands = [topicCode('politics'), topicCode('religion')] as const;

interface Blog {
  readonly address: Address;
  readonly camp: 0 | 1;
  readonly links: Set<number>;
}

export async function campsByNeighbours(say: Say, dataDir: string): Promise<void> {
  const blogs = blogsOf(readFileSync(join(dataDir, 'graph/polblogs.gml'), 'latin1'));
  const random = randomFrom(7);
  const says = new Set([...blogs.keys()].filter(() => random() < 0.5));
  await using index = await throwawayIndex();
  const folder = join(index.folder, 'staged');
  mkdirSync(folder, { recursive: true });
  const stage = new Stage(folder);
  for (const [id, { address, camp, links: targets }] of blogs) {
    const links = [...targets].flatMap((target) => linkTo(blogs.get(target))).sort((a, b) => (a.targetKey < b.targetKey ? -1 : 1));
    const page = { ...unreadPage, topics: says.has(id) ? packed([{ code: stands[camp], weight: weightMax }]) : 0 };
    stage.add({ ...fetched, source: address, page }, links, linksetId(links));
  }
  stage.close();
  const counts = { records: blogs.size, captures: blogs.size, links: stage.rows.linksets, bytes: 0, skipped: {}, damages: 0 };
  await loadBatch(
    index.engine,
    index.accounts,
    folder,
    { archive: 'blogs', path: 'blogs', crawl: 'blogs', digest: 'blogs', counts },
    stage.rows,
  );
  const { release } = await index.refresh();
  const rows = await index.engine.ask<{ domain: string; topics: number }>(
    sql`SELECT domain, ${siteTopicsOf(release.id, sql`domain`)} AS topics FROM ${tableOf('domains', release.id)}`,
  );
  const told = new Map(rows.map(({ domain, topics }) => [domain, sharesIn(topics)[0]?.code]));

  const asked = [...blogs].filter(([id]) => !says.has(id)).map(([, blog]) => blog);
  const answered = asked.filter(({ address }) => told.get(address.domain) !== undefined);
  const right = answered.filter(({ address, camp }) => told.get(address.domain) === stands[camp]).length / answered.length;
  const larger = answered.filter(({ camp }) => camp === 0).length / answered.length;
  const chance = Math.max(larger, 1 - larger);
  const margin = right - chance;
  const error = 1.96 * Math.sqrt((right * (1 - right)) / answered.length);
  say('neighbours.blogs', blogs.size, 'in two camps; a random half says its own');
  say('neighbours.answered_share', answered.length / asked.length, `of ${asked.length} others have a neighbour that says its own`);
  say('neighbours.accuracy', right, `of ${answered.length}; 95 % interval +- ${error.toFixed(3)}`);
  say('neighbours.chance', chance, 'share of the larger camp among them');
  say('neighbours.margin', margin, 'accuracy - chance', margin - error >= 0.3);
}

const fetched = {
  fetchedAt: Date.UTC(2026, 0, 1) / 1000,
  status: 200,
  redirect: null,
  ip: '',
  digest: '',
  grade: 'html',
  proof: 'page',
  revisit: false,
  offset: 0,
  length: 0,
} as const;

function blogsOf(gml: string): Map<number, Blog> {
  const blogs = new Map<number, Blog>();
  for (const [, id, camp] of gml.matchAll(/node\s*\[\s*id\s+(\d+)[^\]]*?value\s+([01])/g)) {
    const address = addressOf(`https://blog-${id}.example/`);
    if (address !== null) blogs.set(Number(id), { address, camp: camp === '1' ? 1 : 0, links: new Set() });
  }
  for (const [, source, target] of gml.matchAll(/edge\s*\[\s*source\s+(\d+)\s+target\s+(\d+)/g)) {
    if (source !== target) blogs.get(Number(source))?.links.add(Number(target));
  }
  return blogs;
}

function linkTo(blog: Blog | undefined): FoldedLink[] {
  if (blog === undefined) return [];
  return [
    {
      targetKey: blog.address.key,
      targetUrl: '',
      targetDomain: blog.address.domain,
      kind: 'anchor',
      flags: 0,
      placement: 'content',
      anchor: '',
      before: '',
      after: '',
      linksCount: 1,
      topics: 0,
    },
  ];
}
