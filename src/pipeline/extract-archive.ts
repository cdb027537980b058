import { mkdirSync } from 'node:fs';
import { limits } from '../base/limits.ts';
import { captureOf, wantsBody } from '../extract/capture.ts';
import { foldLinks, linksetId } from '../extract/linkset.ts';
import type { SkipReason } from '../extract/skip-reason.ts';
import type { ArchiveRecord, Damage } from '../model/record.ts';
import { readArchive } from '../sources/warc.ts';
import { Stage } from '../store/staged.ts';
import type { StagedArchive } from './extract-messages.ts';

export interface ExtractOptions {
  readonly keepInternal: boolean;
  /** Told after each record: the byte behind it in the file, captures and stored links so far. */
  readonly onRecord: (bytes: number, pages: number, links: number) => void;
}

/**
 * Reads one archive and writes its rows to staged files in `folder`. Synchronous, for a thread of its own.
 * Memory: one record and about 3 MB of buffers, and 40 bytes a distinct link set of the archive.
 */
export function extractArchive(path: string, folder: string, options: ExtractOptions): StagedArchive {
  mkdirSync(folder, { recursive: true });
  const stage = new Stage(folder);
  const skipped: Partial<Record<SkipReason, number>> = {};
  const damages: Damage[] = [];
  const count = { records: 0, captures: 0, links: 0, damages: 0 };
  let partOf = '';
  const wants = (head: Parameters<typeof wantsBody>[0]): boolean => head.type === 'warcinfo' || wantsBody(head);
  const onDamage = (damage: Damage): void => {
    count.damages += 1;
    if (damages.length < limits.damagesNamedMax) damages.push(damage);
  };
  try {
    for (const record of readArchive(path, { wants, onDamage })) {
      count.records += 1;
      if (record.type === 'warcinfo' && partOf === '') partOf = partOfInfo(record);
      const outcome = captureOf(record, options);
      if ('skipped' in outcome) {
        skipped[outcome.skipped] = (skipped[outcome.skipped] ?? 0) + 1;
      } else {
        const { capture } = outcome;
        const links = capture.page === null ? [] : foldLinks(capture.source, capture.page);
        stage.add(capture, links, capture.page === null ? 0n : linksetId(links));
        count.captures += 1;
        count.links += links.length;
      }
      options.onRecord(record.offset + record.length, count.captures, count.links);
    }
  } finally {
    stage.close();
  }
  return {
    rows: stage.rows,
    records: count.records,
    captures: count.captures,
    links: count.links,
    skipped,
    damages,
    damagesTotal: count.damages,
    partOf,
  };
}

/** The collection that a warcinfo record names (`isPartOf: CC-MAIN-2026-43`), or ''. */
function partOfInfo(record: ArchiveRecord): string {
  const line = /^ispartof:[ \t]*(.+)$/im.exec(record.body.toString('utf8'));
  return line?.[1]?.trim().slice(0, limits.crawlCharsMax) ?? '';
}
