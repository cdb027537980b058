/**
 * Web graphs of others: which there are, and their rows in the engine. A graph is loaded part by part over hours, so each loaded
 * part is noted, and an import that was interrupted goes on behind the last one.
 */
import type { Accounts } from './accounts.ts';
import type { Engine } from './engine.ts';
import { name, schemaText, sql, type Sql } from './literal.ts';

/** What a graph says of itself once it is whole. */
export interface WebGraphFacts {
  readonly nodes: number;
  /** As the files list them; of those, the edges kept. */
  readonly edges: number;
  readonly edges_kept: number;
  /** How many targets the import was held to; null: all nodes. */
  readonly targets: number | null;
  /** False when the release came without ranks: numbers then follow in-links, and there are no scores. */
  readonly ranked: boolean;
  /** Parts of the authority scale (compute/authority.ts); null without ranks. */
  readonly authority: { readonly version: string; readonly r0: number; readonly r1: number; readonly nodes: number } | null;
  /** `steps[a - 1]`: nodes below this number have authority a or more. Empty without ranks. */
  readonly steps: readonly number[];
}

export interface WebGraph extends WebGraphFacts {
  readonly id: number;
  readonly digest: string;
  /** `cc-main-2026-mar-apr-may-domain` */
  readonly name: string;
  readonly level: 'domain' | 'host';
  /** ISO 8601, UTC. */
  readonly imported_at: string;
}

/** Rows as they are staged, in the order of their columns. */
const stagedGraphColumns = {
  webgraph_nodes: {
    node: 'UInt32',
    owner: 'UInt32',
    host_key: 'String',
    domain_key: 'String',
    pagerank: 'Float64',
    harmonic_rank: 'UInt32',
    harmonic: 'Float64',
    hosts: 'UInt32',
    authority: 'UInt8',
  },
  webgraph_in: { target: 'UInt32', part: 'UInt16', sources: 'Array(UInt32)' },
} as const;

export type StagedGraphTable = keyof typeof stagedGraphColumns;

const tables = ['webgraph_nodes', 'webgraph_names', 'webgraph_in'] as const;

interface GraphRow {
  id: number;
  digest: string;
  name: string;
  level: 'domain' | 'host';
  facts: string;
  committed_at: string | null;
}

/** What a release says of the graph it answers from. */
export type ReleaseWebGraph = Pick<WebGraph, 'id' | 'name' | 'level' | 'nodes' | 'edges' | 'edges_kept' | 'targets' | 'ranked'>;

/** Graphs read lately, by id: one that is whole never changes, and each question asks for one. */
const remembered = new WeakMap<Accounts, Map<number, WebGraph>>();

/** A graph that a kept release answers from. */
export function webGraphById(accounts: Accounts, id: number): WebGraph {
  const known = remembered.get(accounts) ?? new Map<number, WebGraph>();
  remembered.set(accounts, known);
  const found = known.get(id);
  if (found !== undefined) return found;
  const row = accounts.prepare(`SELECT * FROM webgraphs WHERE id = ? AND state = 'committed'`).get(id) as GraphRow | undefined;
  if (row === undefined) throw new Error(`a release answers from web graph ${id}, which is gone`);
  const graph = graphOf(row);
  known.set(id, graph);
  return graph;
}

/** Whether a graph is whole. */
export function hasWebGraph(accounts: Accounts, id: number): boolean {
  return accounts.prepare(`SELECT 1 FROM webgraphs WHERE id = ? AND state = 'committed'`).get(id) !== undefined;
}

/** The newest graph that is whole: what the next release answers from. */
export function newestWebGraph(accounts: Accounts): WebGraph | null {
  const row = accounts.prepare(`SELECT * FROM webgraphs WHERE state = 'committed' ORDER BY committed_at DESC, id DESC LIMIT 1`).get() as
    | GraphRow
    | undefined;
  return row === undefined ? null : graphOf(row);
}

/** The graph made of these bytes, when it is whole; asked for again, it is the newest. */
export function committedWebGraph(accounts: Accounts, digest: string): WebGraph | null {
  const row = accounts
    .prepare(`UPDATE webgraphs SET committed_at = ? WHERE digest = ? AND state = 'committed' RETURNING *`)
    .get(new Date().toISOString(), digest) as GraphRow | undefined;
  return row === undefined ? null : graphOf(row);
}

/** The number of a graph that is to be loaded: a new one, or the one of an interrupted import of the same bytes. Others that were left half are dropped. */
export async function openWebGraph(
  engine: Engine,
  accounts: Accounts,
  graph: Pick<WebGraph, 'digest' | 'name' | 'level'>,
): Promise<number> {
  const half = accounts.prepare(`SELECT id, digest FROM webgraphs WHERE state = 'loading'`).all() as { id: number; digest: string }[];
  for (const { id, digest } of half) if (digest !== graph.digest) await dropWebGraph(engine, accounts, id);
  const begun = half.find(({ digest }) => digest === graph.digest);
  if (begun !== undefined) return begun.id;
  const row = accounts
    .prepare(`INSERT INTO webgraphs (digest, name, level, state, facts, created_at) VALUES (?, ?, ?, 'loading', '{}', ?) RETURNING id`)
    .get(graph.digest, graph.name, graph.level, new Date().toISOString()) as { id: number };
  return row.id;
}

/** Names of the parts that are loaded. */
export function loadedParts(accounts: Accounts, graph: number): ReadonlySet<string> {
  const rows = accounts.prepare('SELECT part FROM webgraph_parts WHERE graph = ?').all(graph) as { part: string }[];
  return new Set(rows.map(({ part }) => part));
}

export function notePart(accounts: Accounts, graph: number, part: string): void {
  accounts.prepare('INSERT INTO webgraph_parts (graph, part) VALUES (?, ?)').run(graph, part);
}

/** Loads one staged file. Durable when it returns; noting it is the caller's. */
export async function loadGraphFile(engine: Engine, graph: number, table: StagedGraphTable, path: string): Promise<void> {
  for (const into of table === 'webgraph_nodes' ? (['webgraph_nodes', 'webgraph_names'] as const) : [table]) {
    const columns = schemaText(columnsOf[into]);
    await engine.run(sql`INSERT INTO ${name(into)} (graph, ${columns}) SELECT ${graph}, ${columns} FROM ${stagedFile(table, path)}`);
  }
}

const columnsOf = {
  webgraph_nodes: 'node, owner, domain_key, pagerank, harmonic_rank, harmonic, hosts, authority',
  webgraph_names: 'domain_key, host_key, node, owner',
  webgraph_in: 'target, part, sources',
} as const;

/** Drops rows that an interrupted load may have left: all nodes, or the in-links of targets whose part (number modulo `parts`) is not in `loaded`. */
export async function dropGraphNodes(engine: Engine, graph: number): Promise<void> {
  for (const table of ['webgraph_nodes', 'webgraph_names'] as const)
    await engine.run(sql`ALTER TABLE ${name(table)} DROP PARTITION ${graph}`);
}

export async function dropGraphLinks(engine: Engine, graph: number, parts: number, loaded: readonly number[]): Promise<void> {
  if (loaded.length === 0) return engine.run(sql`ALTER TABLE webgraph_in DROP PARTITION ${graph}`);
  return engine.run(sql`ALTER TABLE webgraph_in DELETE WHERE graph = ${graph} AND target % ${parts} NOT IN ${loaded}`);
}

/** One part a table, so that a look-up reads one place; then the graph counts. */
export async function commitWebGraph(
  engine: Engine,
  accounts: Accounts,
  graph: number,
  facts: WebGraphFacts,
  targets: readonly { readonly key: string; readonly whole: boolean }[],
): Promise<void> {
  for (const table of tables) await engine.run(sql`OPTIMIZE TABLE ${name(table)} PARTITION ${graph} FINAL`);
  accounts.transaction(() => {
    const target = accounts.prepare('INSERT OR IGNORE INTO webgraph_targets (graph, key, whole) VALUES (?, ?, ?)');
    for (const { key, whole } of targets) target.run(graph, key, whole ? 1 : 0);
    accounts
      .prepare(`UPDATE webgraphs SET state = 'committed', facts = ?, committed_at = ? WHERE id = ?`)
      .run(JSON.stringify(facts), new Date().toISOString(), graph);
    accounts.prepare('DELETE FROM webgraph_parts WHERE graph = ?').run(graph);
  })();
}

/** Whether in-links of a host were looked at by a graph that was held to targets: it, or its whole domain, was asked for. */
export function wasGraphTarget(accounts: Accounts, graph: number, hostKey: string, domainKey: string): boolean {
  const row = accounts
    .prepare('SELECT 1 FROM webgraph_targets WHERE graph = ? AND ((key = ? AND whole = 0) OR (key = ? AND whole = 1)) LIMIT 1')
    .get(graph, hostKey, domainKey);
  return row !== undefined;
}

/** Drops graphs that no release of `kept` answers from, except the newest. */
export async function dropOldWebGraphs(engine: Engine, accounts: Accounts, kept: ReadonlySet<number>): Promise<void> {
  const newest = newestWebGraph(accounts)?.id;
  const rows = accounts.prepare(`SELECT id FROM webgraphs WHERE state = 'committed'`).all() as { id: number }[];
  for (const { id } of rows) {
    if (id === newest || kept.has(id)) continue;
    remembered.get(accounts)?.delete(id);
    await dropWebGraph(engine, accounts, id);
  }
}

/** Marks first, drops second: a crash in between leaves a graph that is dropped later, never one without rows. */
async function dropWebGraph(engine: Engine, accounts: Accounts, graph: number): Promise<void> {
  accounts.prepare(`UPDATE webgraphs SET state = 'loading' WHERE id = ?`).run(graph);
  for (const table of tables) await engine.run(sql`ALTER TABLE ${name(table)} DROP PARTITION ${graph}`);
  accounts.transaction(() => {
    accounts.prepare('DELETE FROM webgraph_targets WHERE graph = ?').run(graph);
    accounts.prepare('DELETE FROM webgraph_parts WHERE graph = ?').run(graph);
    accounts.prepare('DELETE FROM webgraphs WHERE id = ?').run(graph);
  })();
}

function stagedFile(table: StagedGraphTable, path: string): Sql {
  const structure = Object.entries(stagedGraphColumns[table])
    .map(([column, type]) => `${column} ${type}`)
    .join(', ');
  return sql`file(${path}, 'RowBinary', ${structure})`;
}

function graphOf(row: GraphRow): WebGraph {
  return {
    ...(JSON.parse(row.facts) as WebGraphFacts),
    id: row.id,
    digest: row.digest,
    name: row.name,
    level: row.level,
    imported_at: row.committed_at ?? '',
  };
}
