import { join } from 'node:path';
import { expect, it } from 'vitest';
import { madeGraph, writeWebGraph } from '../../../test/fixtures/web-graph.ts';
import { throwawayIndex } from '../../../test/test-index.ts';

const graph = madeGraph(
  11,
  Array.from({ length: 40 }, (_, i) => `site-${i}.example`),
  300,
);
const [target = ''] = graph.names;
const sources = new Set(graph.edges.filter(([from, to]) => to === 0 && from !== 0).map(([from]) => from));

it('a release of a web graph alone answers who links, as of its import, and says that it looked at no page', async () => {
  await using index = await throwawayIndex();
  await expect(index.refresh()).rejects.toThrow(/nothing to build/);
  const { graph: id } = await index.importWebGraph(writeWebGraph(join(index.folder, 'files'), graph, { name: 'alone-domain' }));
  const { release } = await index.refresh();
  expect(release.facts).toMatchObject({ captures: 0, oldest_capture: null, webgraph: { id, nodes: 40, ranked: true } });
  expect(Math.abs(release.asOf.getTime() - Date.now())).toBeLessThan(60_000);
  expect(await index.ask('referring-domains', { target, limit: 2 })).toMatchObject({
    total: sources.size,
    coverage: { status: 'found', oldest_capture: null, webgraph: { looked: true }, next: expect.stringContaining('enrich') as string },
  });
  expect(await index.ask('list', { target })).toMatchObject({ total: 0, coverage: { status: 'not_looked', webgraph: null } });
});
