import { mkdirSync } from 'node:fs';
import { limits } from '../base/limits.ts';
import { linksetId } from '../extract/linkset.ts';
import { unreadPage, type Capture } from '../model/capture.ts';
import { flag, type FoldedLink } from '../model/link.ts';
import type { Damage } from '../model/record.ts';
import { keyFormOf } from '../model/url.ts';
import { edgesOf, type DatedEdge } from '../sources/edge-list.ts';
import { Stage } from '../store/staged.ts';
import type { ExtractOptions } from './extract-archive.ts';
import type { StagedArchive } from './extract-messages.ts';

/**
 * Reads a list of dated edges between hosts and writes its rows to staged files: one capture a source host, date and collection, which
 * proves that the host linked then to these hosts and to no others. Rows may stand in any order: those of one capture that are more than
 * `edgesHeldMax` rows apart become two captures of one moment, which say the same together as one would.
 * Memory: `edgesHeldMax` edges of about 100 bytes.
 */
export function stageEdges(path: string, folder: string, options: ExtractOptions): StagedArchive {
  mkdirSync(folder, { recursive: true });
  const stage = new Stage(folder, 'edges');
  const damages: Damage[] = [];
  const count = { records: 0, captures: 0, links: 0, inside: 0, damages: 0 };
  const onDamage = (damage: Damage): void => {
    count.damages += 1;
    if (damages.length < limits.damagesNamedMax) damages.push(damage);
  };
  let held = new Map<string, DatedEdge[]>();
  let heldEdges = 0;
  const flush = (): void => {
    for (const edges of held.values()) {
      const links = linksOf(edges, options.keepInternal);
      stage.add(captureOf(edges), links, linksetId(links), { crawl: edges[0]?.collection.slice(0, limits.crawlCharsMax) ?? '' });
      count.captures += 1;
      count.links += links.length;
    }
    held = new Map();
    heldEdges = 0;
  };
  try {
    for (const edge of edgesOf(path, onDamage)) {
      if (edge.target !== null) count.records += 1;
      if (edge.source.domain === edge.target?.domain) count.inside += 1;
      const seen = `${edge.source.key} ${edge.at} ${edge.collection}`;
      const edges = held.get(seen);
      if (edges === undefined) held.set(seen, [edge]);
      else edges.push(edge);
      if (++heldEdges === limits.edgesHeldMax) flush();
      options.onRecord(edge.offset + edge.length, count.captures, count.links);
    }
    flush();
  } finally {
    stage.close();
  }
  return {
    rows: stage.rows,
    records: count.records,
    captures: count.captures,
    links: count.links,
    skipped: count.inside === 0 || options.keepInternal ? {} : { inside_one_domain: count.inside },
    damages,
    damagesTotal: count.damages,
    partOf: '',
  };
}

/** The edges of one capture as its links, by target key. Two rows of one edge are added up. */
function linksOf(edges: readonly DatedEdge[], keepInternal: boolean): FoldedLink[] {
  const byTarget = new Map<string, FoldedLink>();
  for (const { source, target, links } of edges) {
    if (target === null || (!keepInternal && source.domain === target.domain)) continue;
    byTarget.set(target.key, {
      targetKey: target.key,
      targetUrl: '',
      targetDomain: target.domain,
      kind: 'anchor',
      flags: flag.relUnknown | (keyFormOf(source).www ? flag.sourceWww : 0) | (keyFormOf(target).www ? flag.targetWww : 0),
      placement: 'unknown',
      anchor: '',
      before: '',
      after: '',
      linksCount: links + (byTarget.get(target.key)?.linksCount ?? 0),
      topics: 0,
    });
  }
  return [...byTarget.values()].sort((a, b) => (a.targetKey < b.targetKey ? -1 : 1));
}

/** The host as a page that was read whole. Its evidence is the part of the file from its first row to its last. */
function captureOf(edges: readonly DatedEdge[]): Capture {
  const [first] = edges;
  const last = edges.at(-1);
  if (first === undefined || last === undefined) throw new Error('a capture without edges');
  return {
    source: first.source,
    fetchedAt: first.at,
    status: 200,
    redirect: null,
    ip: '',
    digest: '',
    grade: 'edges',
    proof: 'page',
    revisit: false,
    page: unreadPage,
    offset: first.offset,
    length: last.offset + last.length - first.offset,
  };
}
