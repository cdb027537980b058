/** What a source yields: one record of an archive, its transport undone, before anything is understood of its content. */

/** Why a record's body is not whole. `limit`: longer than `bodyBytesMax`; `archive`: the file ends or is damaged inside it; `declared`: the crawler cut it (WARC-Truncated); `encoding`: its content encoding could not be undone to the end. */
export type Truncation = 'limit' | 'archive' | 'declared' | 'encoding';

/** Header fields by lower-case name; a repeated field keeps all its values in order. */
export interface Fields {
  get(name: string): string | undefined;
  all(name: string): readonly string[];
}

export interface HttpHead {
  readonly status: number;
  readonly fields: Fields;
}

export interface ArchiveRecord {
  /** `response`, `resource`, `revisit`, `metadata`, `warcinfo`, `request`, `conversion`, ...; ARC records are `response` (or `warcinfo` for the file's own). */
  readonly type: string;
  /** WARC-Target-URI without `<` `>`; null when the record has none. */
  readonly url: string | null;
  /** Seconds since 1970 UTC; null when the record has no date that can be read. */
  readonly fetchedAt: number | null;
  /** Fields of the record itself (WARC header; for ARC those that the line states, under their WARC names). */
  readonly fields: Fields;
  /** Content-Type of the record itself, lower-case, parameters included; '' when absent. */
  readonly contentType: string;
  /** The HTTP message's head when the record holds one. */
  readonly http: HttpHead | null;
  /** Body bytes: after the HTTP head, transfer coding and content coding undone, at most `bodyBytesMax`. They lie in the reader's own buffer and are valid until the next record is asked for. */
  readonly body: Buffer;
  readonly truncation: Truncation | null;
  /** First byte of the record in the file as it lies on disk (its gzip member when compressed), and its length there. */
  readonly offset: number;
  readonly length: number;
  /** The record shares its gzip member with others: `offset` and `length` count bytes of what the file decompresses to. */
  readonly packed: boolean;
}

/** Something in an archive that is not as it should be, with where; reading goes on behind it when it can. */
export interface Damage {
  readonly offset: number;
  readonly reason: string;
}
