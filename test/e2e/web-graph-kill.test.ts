import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, it } from 'vitest';
import { sql } from '../../src/store/literal.ts';
import { newestWebGraph } from '../../src/store/web-graphs.ts';
import { madeGraph, writeWebGraph } from '../fixtures/web-graph.ts';
import { openIndex } from '../test-index.ts';

const root = path.resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'openbacklinks-graph-kill-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const graph = madeGraph(
  21,
  Array.from({ length: 6_000 }, (_, i) => `site-${i}.example`),
  200_000,
);
const inLinks = new Set(graph.edges.map(([from, to]) => `${from} ${to}`)).size;

/** Runs an import until it writes a line that begins so, and kills it with SIGKILL; null: to its end. Returns the lines. */
async function runUntil(index: string, release: string, moment: string | null): Promise<{ killed: boolean; lines: string[] }> {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(root, 'test/web-graph-run.ts'), index, release], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const ended = new Promise<string | null>((resolve) => child.on('close', (_, signal) => resolve(signal)));
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (moment !== null && line.startsWith(moment)) child.kill('SIGKILL');
  }
  return { killed: (await ended) === 'SIGKILL', lines };
}

it('an import that is killed at every step goes on behind what is loaded, and ends as one that was left alone', async () => {
  const release = writeWebGraph(path.join(folder, 'files'), graph, { name: 'killed-domain' });
  const index = path.join(folder, 'index');
  for (const moment of ['vertices', 'ranks', 'edges', 'load nodes', 'load links 1', 'load links 3', 'commit'])
    expect((await runUntil(index, release, moment)).killed).toBe(true);
  const last = await runUntil(index, release, null);
  // Nothing is read or loaded again: what is left is the end.
  expect(last.lines).toEqual(['commit 0']);

  await using open = await openIndex(index);
  const [stored] = await open.engine.ask<{ links: number; digest: string }>(
    sql`SELECT sum(length(sources)) AS links, count() AS found, max(graph) AS graph FROM webgraph_in`,
  );
  expect(stored).toMatchObject({ links: inLinks, graph: 1 });
  const [nodes] = await open.engine.ask(sql`SELECT count() AS nodes, uniqExact(node) AS distinct FROM webgraph_nodes`);
  expect(nodes).toEqual({ nodes: 6_000, distinct: 6_000 });
  expect(newestWebGraph(open.accounts)).toMatchObject({ nodes: 6_000, edges: 200_000, edges_kept: inLinks });
  expect(readdirSync(path.join(index, 'webgraphs'))).toEqual([]);
}, 300_000);
