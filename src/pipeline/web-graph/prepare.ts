/**
 * From a release's files to staged nodes and partitions of links, on disk and in bounded memory.
 *
 *   whole      names -> (join) -> numbers;  edges -> (numbers) -> partitions by target
 *   targets    edges -> links of the targets -> names of what they link -> (join) -> numbers -> partitions by target
 *
 * Memory of a whole graph: 4.1 bytes a vertex for the numbers (12.1 without ranks), one partition of names, 64 KB a partition of
 * links; of targets 0.5 bytes a vertex of the release. Disk: 8 bytes a link and some 60 a name until it is loaded.
 */
import { join } from 'node:path';
import { fail } from '../../base/errors.ts';
import { plainRankScale, type AuthorityScale } from '../../compute/authority.ts';
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { EdgePass } from './edge-pass.ts';
import { joinNames } from './join-names.ts';
import { LinkPartitions, partitionsFor } from './links.ts';
import type { GraphPlan, PreparedGraph } from './messages.ts';
import { numberByInLinks } from './number-by-in-links.ts';
import { KeptNumbering, WholeNumbering, type Numbering } from './numbering.ts';
import { partitionPaths, removeFiles } from './partition-files.ts';
import { bytesOf, ReadingMeter, type OnProgress } from './reading-meter.ts';
import { keepSiblings, keepTargets, TargetLinks } from './kept-targets.ts';
import { eachVertex, nameHash, NamePartitions, namePartitionsFor, type RankFacts } from './spread-names.ts';

/** Common Crawl's damping (https://law.di.unimi.it/software/law-docs/it/unimi/dsi/law/rank/PageRank.html); the scale states it and does not use it. */
const damping = 0.85;
/** Compressed bytes of an edge in Common Crawl's files are 3 to 4; fewer makes more partitions, which does no harm. */
const bytesPerEdge = 3;

/** Goes on behind the last checkpoint in the plan's folder, which must exist. */
export async function prepareGraph(plan: GraphPlan, onProgress: OnProgress): Promise<PreparedGraph> {
  const done = readCheckpoint<PreparedGraph>(plan.folder, 'prepared');
  if (done !== null) return done;
  const meter = new ReadingMeter(onProgress);
  const prepared = plan.targets === null ? await whole(plan, meter) : await targetsOnly(plan, meter);
  writeCheckpoint(plan.folder, 'prepared', prepared);
  removeFiles([numbersPath(plan.folder)]);
  return prepared;
}

async function whole(plan: GraphPlan, meter: ReadingMeter): Promise<PreparedGraph> {
  const known = readCheckpoint<JoinedNames>(plan.folder, 'names');
  const numbering = known === null ? await unnumbered(plan, meter) : WholeNumbering.load(numbersPath(plan.folder), known.vertices);
  const names =
    known ??
    (await joinedNames(
      plan,
      numbering,
      () => true,
      () => true,
      meter,
    ));
  if (known === null) {
    numbering.save(numbersPath(plan.folder));
    writeCheckpoint(plan.folder, 'names', names);
  }
  const partitions = partitionsFor(bytesOf(plan.edges) / bytesPerEdge, plan.partitionLinks);
  const pass = new EdgePass<readonly number[]>(plan, meter);
  const links = new LinkPartitions(plan.folder, partitions, pass.saved);
  const { nodes } = numbering;
  const edges = await pass.run(
    numbering.vertices,
    (to, from) => links.add(nodes[to] as number, nodes[from] as number),
    () => links.save(),
  );
  links.close();
  return { facts: factsOf(plan, names, edges), nodeFiles: names.files, partitions };
}

/** An empty numbering, to be filled from ranks; without ranks, numbers by in-links. */
async function unnumbered(plan: GraphPlan, meter: ReadingMeter): Promise<WholeNumbering> {
  const vertices = await eachVertex(plan.vertices, () => {}, meter.step('vertices', plan.vertices));
  const numbering = new WholeNumbering(vertices);
  if (plan.ranks.length === 0) await numberByInLinks(plan.edges, numbering, meter.step('in-links', plan.edges));
  return numbering;
}

async function targetsOnly(plan: GraphPlan, meter: ReadingMeter): Promise<PreparedGraph> {
  const targets = await keepTargets(plan, meter.step('targets', plan.vertices));
  const numbering = new KeptNumbering(targets.vertices);
  const pass = new EdgePass<number>(plan, meter);
  const found = new TargetLinks(join(plan.folder, 'target-links.bin'), pass.saved);
  const inLinks = plan.ranks.length === 0 ? new WholeNumbering(targets.vertices) : null;
  for (const vertex of targets.found) numbering.keep(vertex);
  // What an interrupted pass found says again which sources are kept.
  found.each((_, source) => numbering.keep(source));
  const edges = await pass.run(
    targets.vertices,
    (to, from) => {
      if (!targets.has(to)) return;
      numbering.keep(from);
      found.add(to, from);
    },
    () => found.save(),
  );
  found.close();
  if (plan.level === 'host') await keepSiblings(plan.vertices, numbering, meter.step('hosts', plan.vertices));
  numbering.seal();
  if (inLinks !== null) await numberByInLinks(plan.edges, inLinks, meter.step('in-links', plan.edges));

  // A rank's name is looked up among the kept ones only when a bit of its hash is set: most are not.
  const hashes = new Uint32Array(2 ** 22);
  const names = await joinedNames(
    plan,
    inLinks ?? numbering,
    (vertex, bytes, start, end) => {
      if (!numbering.has(vertex)) return false;
      const hash = nameHash(bytes, start, end) & (hashes.length * 32 - 1);
      hashes[hash >>> 5] = (hashes[hash >>> 5] as number) | (1 << (hash & 31));
      return true;
    },
    (bytes, start, end) => {
      const hash = nameHash(bytes, start, end) & (hashes.length * 32 - 1);
      return (((hashes[hash >>> 5] as number) >>> (hash & 31)) & 1) === 1;
    },
    meter,
  );
  const partitions = partitionsFor(found.links, plan.partitionLinks);
  const links = new LinkPartitions(plan.folder, partitions);
  const numbers = inLinks ?? numbering;
  found.each((target, source) => links.add(numbers.nodeOf(target), numbers.nodeOf(source)));
  links.close();
  found.remove();
  return { facts: factsOf(plan, names, edges), nodeFiles: names.files, partitions };
}

/** What the join of names came to. */
interface JoinedNames {
  readonly vertices: number;
  readonly files: readonly string[];
  readonly scale: AuthorityScale | null;
  readonly steps: readonly number[];
}

async function joinedNames(
  plan: GraphPlan,
  numbering: Numbering,
  wantedVertex: (vertex: number, bytes: Buffer, start: number, end: number) => boolean,
  wantedRank: (bytes: Buffer, start: number, end: number) => boolean,
  meter: ReadingMeter,
): Promise<JoinedNames> {
  const count = namePartitionsFor(bytesOf(plan.vertices), plan.partitionNames);
  const names = new NamePartitions(plan.folder, count);
  const vertices = await names.vertices(plan.vertices, wantedVertex, meter.step('vertices', plan.vertices));
  const ranks = plan.ranks.length === 0 ? null : await names.ranks(plan.ranks, wantedRank, meter.step('ranks', plan.ranks));
  names.close();
  if (ranks !== null && ranks.nodes !== vertices)
    fail('web_graph_damaged', { path: plan.ranks.join(', '), reason: `it ranks ${ranks.nodes} nodes, and there are ${vertices} vertices` });
  const scale = ranks === null ? null : scaleOfRanks(ranks);
  const steps = new Uint32Array(100);
  const files = partitionPaths(plan.folder, 'nodes', count);
  meter.step('names', []);
  for (const [i, path] of names.paths.entries()) {
    joinNames(path, files[i] as string, { level: plan.level, numbering, scale, steps });
    removeFiles([path]);
  }
  // A step without a node of its own ends where the next higher one does.
  for (let a = steps.length - 1; a > 0; a--) steps[a - 1] = Math.max(steps[a - 1] as number, steps[a] as number);
  return { vertices, files, scale, steps: scale === null ? [] : Array.from(steps) };
}

function scaleOfRanks({ nodes, lowest, highest }: RankFacts): AuthorityScale {
  return plainRankScale({ nodes, unlinked: lowest, damping, strongest: highest });
}

function factsOf(plan: GraphPlan, { vertices, scale, steps }: JoinedNames, edges: number): PreparedGraph['facts'] {
  return {
    nodes: vertices,
    edges,
    targets: plan.targets?.length ?? null,
    ranked: scale !== null,
    authority: scale === null ? null : { version: scale.version, r0: scale.r0, r1: scale.r1, nodes: scale.nodes },
    steps,
  };
}

function numbersPath(folder: string): string {
  return join(folder, 'numbers.bin');
}
