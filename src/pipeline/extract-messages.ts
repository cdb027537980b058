/** What the main thread and its extractors say to one another. One archive at a time; an extractor owns the file from first byte to last. */
import type { SkipReason } from '../extract/skip-reason.ts';
import type { Origin } from '../model/origin.ts';
import type { Damage } from '../model/record.ts';
import type { ExportOptions } from '../sources/exports/export-file.ts';
import type { FileKind } from '../sources/sources.ts';
import type { StagedTable } from '../store/staged.ts';
import type { FailedMessage } from './worker-failure.ts';

export type ToExtractor =
  | {
      readonly say: 'take';
      readonly path: string;
      readonly kind: FileKind;
      readonly folder: string;
      readonly keepInternal: boolean;
      readonly exported: ExportOptions;
      /** File of further words of topics (topic-words.ts), which need not be there; null for none. */
      readonly topicWords: string | null;
    }
  /** Answer to `digest`: read on, or leave it, because these bytes are in the index already. */
  | { readonly say: 'read' }
  | { readonly say: 'leave' };

export type FromExtractor =
  | { readonly say: 'digest'; readonly digest: string }
  | { readonly say: 'progress'; readonly bytes: number; readonly pages: number; readonly links: number }
  | { readonly say: 'staged'; readonly staged: StagedArchive }
  | FailedMessage;

/** What became of one archive's records: each is used, skipped for a named reason, or reported as damage. */
export interface StagedArchive {
  readonly rows: Readonly<Record<StagedTable, number>>;
  readonly records: number;
  readonly captures: number;
  readonly links: number;
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
  readonly damages: readonly Damage[];
  readonly damagesTotal: number;
  /** `isPartOf` of the archive's warcinfo, or ''. */
  readonly partOf: string;
  /** Of an export: what it was recognised as, and what became of its rows. */
  readonly exported?: ExportedRows;
}

/** An export as it was understood. Rows that were read are used, or refused for a reason that `skipped` counts. */
export interface ExportedRows {
  readonly provider: Origin;
  readonly table: string;
  readonly recognised_by: 'names' | 'content' | 'mapping';
  readonly rows: number;
  readonly rows_used: number;
  /** Used, with a date in figures whose order nothing tells left unread. */
  readonly dates_ambiguous: number;
  /** The first `exportRowsNamedMax` refused rows by line. */
  readonly refused: readonly { readonly line: number; readonly reason: SkipReason }[];
}
