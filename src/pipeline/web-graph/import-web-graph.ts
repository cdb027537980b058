/**
 * A web graph's release into the store.
 *
 *   files (fetched) -> digest -> thread: names, links by target -> nodes loaded -> partition by partition: sorted, loaded, noted -> commit
 *
 * Killed at any moment and run again, it goes on: files are fetched once, the thread's steps have checkpoints in a folder of the
 * import's own, and each loaded part is noted. The same bytes (and targets) are imported once.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { limits } from '../../base/limits.ts';
import { silent, type Progress } from '../../base/progress.ts';
import { digestOf } from '../../sources/digest.ts';
import { isAddress } from '../../sources/source-name.ts';
import { createGuard } from '../../sources/guard.ts';
import { webGraphFiles, type WebGraphFiles } from '../../sources/web-graph/release.ts';
import { readTargets, type GraphTarget } from '../../sources/web-graph/targets.ts';
import type { Accounts } from '../../store/accounts.ts';
import type { Engine } from '../../store/engine.ts';
import {
  commitWebGraph,
  committedWebGraph,
  dropGraphLinks,
  dropGraphNodes,
  loadedParts,
  loadGraphFile,
  notePart,
  openWebGraph,
} from '../../store/web-graphs.ts';
import { GraphThread } from './graph-thread.ts';
import type { PreparedGraph } from './messages.ts';
import { partitionPaths, removeFiles } from './partition-files.ts';

export interface WebGraphInto {
  readonly engine: Engine;
  readonly accounts: Accounts;
  /** Where imports work; kept over interruptions. */
  readonly workFolder: string;
  readonly downloadFolder: string;
  readonly allowHosts: readonly string[];
}

export interface WebGraphImportOptions {
  /** Where releases lie that are given by name. */
  readonly base: string;
  /** A file of domains; only in-links of these are kept. */
  readonly targets?: string;
  /** Remove files that were fetched once the graph is in the store: no evidence is read from them. */
  readonly dropFetched?: boolean;
  /** Names and links that are joined or sorted in memory at once; default: `graphPartitionNames`, `graphPartitionLinks`. */
  readonly partitionNames?: number;
  readonly partitionLinks?: number;
  /** Edges after which a checkpoint is written; default: `graphCheckpointEdges`. */
  readonly checkpointEdges?: number;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

export interface ImportedWebGraph {
  readonly graph: number;
  readonly name: string;
  /** Its bytes (and targets) were in the store before. */
  readonly known: boolean;
  readonly nodes: number;
  readonly edges: number;
  readonly edges_kept: number;
}

/** Imports one release. Fails with `web_graph_missing`, `web_graph_damaged`, `invalid_input` (targets) and as downloads and workers do. */
export async function importWebGraph(into: WebGraphInto, release: string, options: WebGraphImportOptions): Promise<ImportedWebGraph> {
  const { progress = silent, signal, targets: targetsFile } = options;
  const { engine, accounts } = into;
  mkdirSync(into.downloadFolder, { recursive: true });
  // Where releases lie is the operator's own choice, and need not be public.
  const own = isAddress(options.base) ? [new URL(options.base).hostname.replace(/^\[|\]$/g, '')] : [];
  const guard = createGuard({ allowHosts: [...into.allowHosts, ...own] });
  let files: WebGraphFiles;
  try {
    files = await webGraphFiles(release, { ...options, guard, downloadFolder: into.downloadFolder, progress, signal });
  } finally {
    await guard.close();
  }
  const targets = targetsFile === undefined ? null : await readTargets(targetsFile, files.level);
  const digest = await digestOfRelease(files, targets, signal);
  const known = committedWebGraph(accounts, digest);
  if (known !== null) {
    progress.note({ level: 'info', text: `${files.name} is in the store already`, fields: { name: files.name } });
    return { graph: known.id, name: known.name, known: true, nodes: known.nodes, edges: known.edges, edges_kept: known.edges_kept };
  }

  const folder = join(into.workFolder, digest.slice(0, 16));
  mkdirSync(folder, { recursive: true });
  removeOthers(into.workFolder, digest.slice(0, 16));
  const graph = await openWebGraph(engine, accounts, { digest, name: files.name, level: files.level });
  const meter = new ImportMeter(progress);
  const thread = new GraphThread(files.name, ({ step, bytes, total, edges }) => meter.tell(step, bytes, total, 'bytes', edges), signal);
  try {
    const prepared = await thread.prepare({
      ...files,
      folder,
      targets,
      partitionNames: options.partitionNames ?? limits.graphPartitionNames,
      partitionLinks: options.partitionLinks ?? limits.graphPartitionLinks,
      checkpointEdges: options.checkpointEdges ?? limits.graphCheckpointEdges,
    });
    await loadNodes(into, graph, prepared, meter);
    const kept = await loadLinks(into, graph, prepared, folder, thread, meter);
    meter.tell('commit', 0, null, 'steps', prepared.facts.edges);
    await commitWebGraph(engine, accounts, graph, { ...prepared.facts, edges_kept: kept }, targets ?? []);
    rmSync(folder, { recursive: true, force: true });
    if (options.dropFetched === true) removeFiles(fetchedOf(files, into.downloadFolder));
    return { graph, name: files.name, known: false, nodes: prepared.facts.nodes, edges: prepared.facts.edges, edges_kept: kept };
  } finally {
    await thread.close();
  }
}

/** All nodes are one part: what an interruption left of them is dropped. */
async function loadNodes({ engine, accounts }: WebGraphInto, graph: number, prepared: PreparedGraph, meter: ImportMeter): Promise<void> {
  if (!loadedParts(accounts, graph).has('nodes')) {
    await dropGraphNodes(engine, graph);
    for (const [i, path] of prepared.nodeFiles.entries()) {
      meter.tell('load nodes', i, prepared.nodeFiles.length, 'files', prepared.facts.edges);
      await loadGraphFile(engine, graph, 'webgraph_nodes', path);
    }
    notePart(accounts, graph, 'nodes');
  }
  removeFiles(prepared.nodeFiles);
}

/** Each partition is sorted while the one before it is loaded. Returns how many links there are, each once. */
async function loadLinks(
  { engine, accounts }: WebGraphInto,
  graph: number,
  prepared: PreparedGraph,
  folder: string,
  thread: GraphThread,
  meter: ImportMeter,
): Promise<number> {
  const { partitions, facts } = prepared;
  const links = new Map<number, number>();
  for (const part of loadedParts(accounts, graph)) {
    const [, partition, count] = /^in-(\d+) (\d+)$/.exec(part) ?? [];
    if (partition !== undefined) links.set(Number(partition), Number(count));
  }
  const paths = partitionPaths(folder, 'links', partitions);
  const waiting = [...paths.keys()].filter((partition) => !links.has(partition));
  if (waiting.length > 0) await dropGraphLinks(engine, graph, partitions, [...links.keys()]);
  let sorting = waiting[0] === undefined ? null : thread.sort(waiting[0]);
  for (const [i, partition] of waiting.entries()) {
    meter.tell('load links', links.size, partitions, 'parts', facts.edges);
    const sorted = await sorting;
    if (sorted === null) break;
    const next = waiting[i + 1];
    sorting = next === undefined ? null : thread.sort(next);
    // Its failure is met when it is waited for, which may be after a failed load.
    sorting?.catch(() => undefined);
    await loadGraphFile(engine, graph, 'webgraph_in', sorted.path);
    notePart(accounts, graph, `in-${partition} ${sorted.links}`);
    links.set(partition, sorted.links);
    removeFiles([sorted.path, paths[partition] ?? '']);
  }
  return [...links.values()].reduce((sum, count) => sum + count, 0);
}

/** Those of the files that were brought here. */
function fetchedOf({ vertices, edges, ranks }: WebGraphFiles, downloadFolder: string): string[] {
  return [...vertices, ...edges, ...ranks].filter((path) => dirname(path) === resolve(downloadFolder));
}

/** SHA-256 over what decides the result: level, files, targets. */
async function digestOfRelease(
  files: WebGraphFiles,
  targets: readonly GraphTarget[] | null,
  signal: AbortSignal | undefined,
): Promise<string> {
  const hash = createHash('sha256').update(`${files.name}\n${files.level}\n`);
  for (const part of [files.vertices, files.edges, files.ranks]) {
    for (const path of part) hash.update(`${await digestOf(path, signal)}\n`);
    hash.update('-\n');
  }
  for (const { key, whole } of targets ?? []) hash.update(`${key} ${whole}\n`);
  return hash.update(targets === null ? 'whole' : 'targets').digest('hex');
}

/** One import is continued at a time: what others left is removed with their rows. */
function removeOthers(workFolder: string, mine: string): void {
  for (const entry of readdirSync(workFolder)) if (entry !== mine) rmSync(join(workFolder, entry), { recursive: true, force: true });
}

class ImportMeter {
  readonly #progress: Progress;
  readonly #startedAt = performance.now();

  constructor(progress: Progress) {
    this.#progress = progress;
  }

  tell(step: string, done: number, total: number | null, unit: string, edges: number): void {
    const elapsedMs = performance.now() - this.#startedAt;
    this.#progress.update({ task: 'ingest', step, done, total, unit, counts: { edges }, elapsedMs });
  }
}
