import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Random } from '../../../sample/random.ts';
import { EdgePass } from './edge-pass.ts';
import { eachLink, LinkPartitions } from './links.ts';
import type { GraphPlan } from './messages.ts';
import { partitionPaths } from './partition-files.ts';
import { ReadingMeter } from './reading-meter.ts';

const vertices = 5_000;
const checkpointEdges = 150_000;
const random = new Random('edges');
const edges = Array.from({ length: 700_000 }, () => [random.int(0, vertices - 1), random.int(0, vertices - 1)] as const);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'openbacklinks-edges-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The edges in so many files, some of several gzip members, with Windows' ends of lines in the last. */
function planOf(files: number): GraphPlan {
  const each = Math.ceil(edges.length / files);
  const paths = Array.from({ length: files }, (_, i) => {
    const path = join(folder, `edges-${i}.txt.gz`);
    const end = i === files - 1 ? '\r\n' : '\n';
    const lines = edges.slice(i * each, (i + 1) * each).map(([from, to]) => `${from}\t${to}${end}`);
    const half = Math.floor(lines.length / 2);
    writeFileSync(path, Buffer.concat([gzipSync(lines.slice(0, half).join('')), gzipSync(lines.slice(half).join(''))]));
    return path;
  });
  return {
    name: 'made',
    level: 'domain',
    vertices: [],
    ranks: [],
    edges: paths,
    folder,
    targets: null,
    partitionNames: 1,
    partitionLinks: 1,
    checkpointEdges,
  };
}

/** Runs the pass until so many edges were added, and breaks it off there. Returns how many were added. */
async function run(plan: GraphPlan, breaksAt: number): Promise<{ added: number; total: number | null }> {
  const pass = new EdgePass<readonly number[]>(plan, new ReadingMeter(() => {}));
  const links = new LinkPartitions(folder, 4, pass.saved);
  let added = 0;
  try {
    const total = await pass.run(
      vertices,
      (to, from) => {
        if (added === breaksAt) throw new Error('broken off');
        added++;
        links.add(to, from);
      },
      () => links.save(),
    );
    links.close();
    return { added, total };
  } catch (thrown) {
    if (!(thrown instanceof Error && thrown.message === 'broken off')) throw thrown;
    // What a killed process held back is lost, and what it wrote behind the checkpoint is not trusted.
    return { added, total: null };
  }
}

function linksOnDisk(): string[] {
  const found: string[] = [];
  for (const path of partitionPaths(folder, 'links', 4)) eachLink(path, (to, from) => found.push(`${from} ${to}`));
  return found.toSorted();
}

describe('the pass over the edges', () => {
  it.each([
    ['one file', 1],
    ['several files', 5],
  ])(
    'goes on behind its last checkpoint, and loses and doubles nothing: %s',
    async (_, files) => {
      const plan = planOf(files);
      // A batch has 131,072 edges, so checkpoints stand at 262,144 and 524,288.
      expect(await run(plan, 100_000)).toEqual({ added: 100_000, total: null });
      expect(await run(plan, 300_000)).toEqual({ added: 300_000, total: null });
      expect(await run(plan, 400_000)).toEqual({ added: 400_000, total: null });
      expect(await run(plan, Number.POSITIVE_INFINITY)).toEqual({ added: 700_000 - 524_288, total: 700_000 });
      expect(linksOnDisk()).toEqual(edges.map(([from, to]) => `${from} ${to}`).toSorted());
    },
    60_000,
  );

  it('does not open files that lie before it', async () => {
    const plan = planOf(5);
    await run(plan, 600_000);
    rmSync(plan.edges[0] ?? '');
    writeFileSync(plan.edges[0] ?? '', 'no edges');
    expect(await run(plan, Number.POSITIVE_INFINITY)).toMatchObject({ total: 700_000 });
  }, 60_000);
});
