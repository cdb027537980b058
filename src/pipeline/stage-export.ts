import { mkdirSync } from 'node:fs';
import { limits } from '../base/limits.ts';
import { foldLinks, linksetId } from '../extract/linkset.ts';
import { titleTopics } from '../extract/link-topics.ts';
import type { SkipReason } from '../extract/skip-reason.ts';
import { unreadPage, type Capture, type ExtractedPage } from '../model/capture.ts';
import type { FoldedLink } from '../model/link.ts';
import type { Damage } from '../model/record.ts';
import { openExport, type ExportOptions, type ExportRow } from '../sources/exports/export-file.ts';
import type { ReportedLink } from '../sources/exports/reported-link.ts';
import { Stage } from '../store/staged.ts';
import type { ExtractOptions } from './extract-archive.ts';
import type { ExportedRows, StagedArchive } from './extract-messages.ts';

/**
 * Reads an export and writes its rows to staged files. A row says that a page was seen with a link first and last at some time: it becomes
 * two captures of the page, at those times, that show this link and prove nothing of others. So everything that is known of captures holds
 * of it: it merges with what was crawled by source and target, and a crawl can prove it lost.
 * Memory: the longest row, and 40 bytes a row, at most `exportRowsMax` of them.
 */
export function stageExport(path: string, folder: string, said: ExportOptions, options: ExtractOptions): StagedArchive {
  mkdirSync(folder, { recursive: true });
  const damages: Damage[] = [];
  const count = { rows: 0, used: 0, captures: 0, ambiguous: 0, damages: 0 };
  const skipped: Partial<Record<SkipReason, number>> = {};
  const refused: { line: number; reason: SkipReason }[] = [];
  const onDamage = (damage: Damage): void => {
    count.damages += 1;
    if (damages.length < limits.damagesNamedMax) damages.push(damage);
  };
  using opened = openExport(path, said, onDamage);
  const { table, madeAt } = opened;
  const stage = new Stage(folder, table.provider);
  try {
    for (const row of opened.rows) {
      count.rows += 1;
      const reason = count.rows > limits.exportRowsMax ? 'over_row_limit' : refusalOf(row, options);
      if (reason !== null) {
        skipped[reason] = (skipped[reason] ?? 0) + 1;
        if (reason !== 'names_no_source' && refused.length < limits.exportRowsNamedMax) refused.push({ line: row.line, reason });
      } else if (typeof row.found !== 'string') {
        count.used += 1;
        if (row.found.dateAmbiguous) count.ambiguous += 1;
        count.captures += addRow(stage, row, row.found, madeAt);
      }
      options.onRecord(row.offset + row.length, count.captures, count.used);
    }
  } finally {
    stage.close();
  }
  const exported: ExportedRows = {
    provider: table.provider,
    table: table.table,
    recognised_by: table.by,
    rows: count.rows,
    rows_used: count.used,
    dates_ambiguous: count.ambiguous,
    refused,
  };
  return {
    rows: stage.rows,
    records: count.rows,
    // What a tool reports was not captured.
    captures: 0,
    links: count.used,
    skipped,
    damages,
    damagesTotal: count.damages,
    partOf: '',
    exported,
  };
}

function refusalOf({ found }: ExportRow, { keepInternal }: ExtractOptions): SkipReason | null {
  if (typeof found === 'string') return found;
  return found.source.domain === found.target.domain && !keepInternal ? 'inside_one_domain' : null;
}

/** Stages the captures of one row and answers how many they are. */
function addRow(stage: Stage, { offset, length }: ExportRow, link: ReportedLink, madeAt: number): number {
  const [first, last] = sights(link, madeAt);
  const page = pageOf(link);
  const links: FoldedLink[] = foldLinks(link.source, page).map((folded) => ({ ...folded, linksCount: link.linksCount }));
  const id = linksetId(links);
  const times = first === last ? [last] : [first, last];
  // A loss without a date came some time after the last sight.
  const reportedLostAt = link.lost ? (link.lostAt ?? last) : 0;
  for (const fetchedAt of times)
    stage.add({ ...said, source: link.source, fetchedAt, page, offset, length }, links, id, { reportedLostAt });
  return times.length;
}

/**
 * When a row's link was seen first and last. A row without a last sight is one of a table of links that stood when it was made; where it
 * calls itself lost, the first sight is all that is known.
 */
function sights({ firstSeen, lastSeen, lost }: ReportedLink, madeAt: number): [number, number] {
  if (lastSeen !== null) return [firstSeen ?? lastSeen, lastSeen];
  if (firstSeen === null) return [madeAt, madeAt];
  return lost ? [firstSeen, firstSeen] : [firstSeen, Math.max(firstSeen, madeAt)];
}

const said: Omit<Capture, 'source' | 'fetchedAt' | 'page' | 'offset' | 'length'> = {
  status: 0,
  redirect: null,
  ip: '',
  digest: '',
  grade: 'none',
  proof: 'nothing',
  revisit: false,
};

function pageOf({ target, kind, anchor, flags, before, after, title, language }: ReportedLink): ExtractedPage {
  return {
    ...unreadPage,
    title,
    language,
    topics: titleTopics(title),
    links: [{ kind, target, anchor, flags, placement: 'unknown', before, after }],
  };
}
