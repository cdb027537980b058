import { keyRangeOf } from '../model/host.ts';
import { capturingOrigins, originCode } from '../model/origin.ts';
import type { Row } from '../store/engine.ts';
import { sql, type Sql } from '../store/literal.ts';
import { tableOf } from '../store/releases.ts';
import type { CountedBacklink } from './few/rows.ts';
import { keptReady, keptSummary, readingWhole } from './kept-ready.ts';
import type { Asking } from './operation.ts';
import type { Coverage } from './shapes.ts';
import { targetCondition, type Target } from './target.ts';
import type { GraphLook } from './web-graph/graph-look.ts';

/** What the release holds of a target, whatever was filtered. */
export interface Known {
  /** Links that match the question's own condition. */
  readonly matching: number;
  readonly links: number;
  readonly pages: number;
  readonly recapturedPages: number;
}

/**
 * Counts a target's links, all and matching, exactly. One scan of the target's range; of a large target, whose summary is kept ready, only what matches is
 * counted, and without filters nothing.
 * @param matching counts what the list shows; null when the list shows all live links
 */
export async function knownOf(asking: Asking, target: Target, matching: Sql | null): Promise<Known> {
  if ((await keptReady(asking, target)) !== null) {
    const [kept, matches] = await Promise.all([
      keptSummary<{ live: number; lost: number; known_pages: number; recaptured_pages: number }>(asking, target),
      matching === null ? null : countMatching(asking, target, matching),
    ]);
    if (kept !== null)
      return {
        matching: matches ?? kept.live,
        links: kept.live + kept.lost,
        pages: kept.known_pages,
        recapturedPages: kept.recaptured_pages,
      };
  }
  const counts = sql`countIf(${matching ?? sql`b.state = 0`}) AS matching, count() AS links, uniqExact(b.source_key) AS pages,
    uniqExactIf(b.source_key, b.seen_for + b.verified_after > 0) AS recaptured`;
  const from = linksOf(asking, target);
  // A page belongs to one domain: counted by domain, a job's counts spill to the disk.
  const select =
    asking.spool === undefined
      ? sql`SELECT ${counts} ${from}`
      : sql`SELECT sum(d.matching) AS matching, sum(d.links) AS links, sum(d.pages) AS pages, sum(d.recaptured) AS recaptured
          FROM (SELECT ${counts} ${from} GROUP BY b.source_domain) AS d`;
  const [row] = await counted<CountedLinks>(asking, select);
  return { matching: row?.matching ?? 0, links: row?.links ?? 0, pages: row?.pages ?? 0, recapturedPages: row?.recaptured ?? 0 };
}

async function countMatching(asking: Asking, target: Target, matching: Sql): Promise<number> {
  const [row] = await counted<{ matching: number }>(asking, sql`SELECT count() AS matching ${linksOf(asking, target)} AND ${matching}`);
  return row?.matching ?? 0;
}

function linksOf({ release }: Asking, target: Target): Sql {
  return sql`FROM ${tableOf('backlinks', release.id)} AS b WHERE ${targetCondition(target)}`;
}

/** A job counts once, however many pieces its answer is read in. */
async function counted<T extends Row>({ spool, ...asking }: Asking, select: Sql): Promise<T[]> {
  const count = async (): Promise<T[]> => asking.engine.ask<T>(select, readingWhole(asking));
  return spool?.once(select.text, count) ?? count();
}

type CountedLinks = { readonly matching: number; readonly links: number; readonly pages: number; readonly recaptured: number } & Row;

/** The same counts of rows that are at hand. */
export function knownOfRows(rows: readonly CountedBacklink[], matches: (row: CountedBacklink) => boolean): Known {
  return {
    matching: rows.filter(matches).length,
    links: rows.length,
    pages: new Set(rows.map((row) => row.source_key)).size,
    recapturedPages: new Set(rows.filter((row) => row.seen_for + row.verified_after > 0).map((row) => row.source_key)).size,
  };
}

/** What the release's web graph says of a target, for questions that it can answer: how many domains link that the index does not know. */
export interface GraphKnown {
  readonly look: GraphLook | null;
  readonly domains: number;
}

/** The three answers (DESIGN, "What is true"), with how far the release looked. `graph`: left out by questions that need pages. */
export async function coverageOf(
  asking: Asking,
  target: Target,
  known: Known,
  graph: GraphKnown = { look: null, domains: 0 },
): Promise<Coverage> {
  const { facts } = asking.release;
  const found = known.links > 0 || graph.domains > 0;
  const looked = found || graph.look?.notLooked === null || (await othersCaptured(asking, target));
  const status = found ? 'found' : looked ? 'looked_not_found' : 'not_looked';
  return {
    status,
    crawls: [...facts.crawls],
    pages_captured: facts.pages_captured,
    domains_captured: facts.domains_captured,
    known_referring_pages: known.pages,
    recaptured_referring_pages: known.recapturedPages,
    oldest_capture: facts.oldest_capture,
    newest_capture: facts.newest_capture,
    webgraph: graph.look === null ? null : graphCoverage(graph.look),
    next: status !== 'found' ? nextStep[status] : known.links > 0 ? null : nextStep.only_webgraph,
  };
}

function graphCoverage({ graph, notLooked }: GraphLook): NonNullable<Coverage['webgraph']> {
  const note = notLooked ?? (graph.level === 'domain' ? `${anyLink} ${foldedTenants}` : anyLink);
  return { name: graph.name, level: graph.level, looked: notLooked === null, targets: graph.targets, note };
}

const anyLink = 'An edge of a web graph is a link of any kind, pictures and scripts included, whatever its rel.';
const foldedTenants = 'It holds all tenants of a shared host (blogspot.com) as one domain.';

const nextStep = {
  only_webgraph:
    'Only the web graph knows of links here, and nothing of their pages: counts of links are of captured ones. "openbacklinks enrich" finds the links themselves.',
  looked_not_found:
    'None of the captured pages links here. Ingest more archives (openbacklinks ingest SOURCE, then refresh) to look further.',
  not_looked:
    "This release holds no page from outside the target's own domain. Ingest archives of other sites (openbacklinks ingest SOURCE), or have their pages fetched (openbacklinks crawl URL, the MCP tool look), then refresh.",
} as const;

/** Whether the release holds captures from outside the target's own domain: pages of archives, hosts of edge lists. */
async function othersCaptured({ engine, release, signal }: Asking, target: Target): Promise<boolean> {
  if (release.facts.domains_captured !== 1) return release.facts.domains_captured > 1;
  const { from, to } = keyRangeOf(target.domain);
  const [own] = await engine.ask<{ captures: number }>(
    sql`SELECT count() AS captures FROM captures WHERE bucket = ${target.bucket} AND source_key >= ${from} AND source_key < ${to} AND domain = ${target.domain}
          AND origin IN ${capturingOrigins.map(originCode)} AND batch_id <= ${release.lastBatch}`,
    signal === undefined ? {} : { signal },
  );
  return (own?.captures ?? 0) === 0;
}
