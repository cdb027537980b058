import { fail } from '../base/errors.ts';
import { bucketOf, hostOf } from '../model/host.ts';
import { backlinkColumns, backlinkHash, backlinksWhere } from '../compute/views.ts';
import { sql } from '../store/literal.ts';
import { backlinksOf, type StoredBacklink } from './backlink-row.ts';
import { signalOf } from './kept-ready.ts';
import type { Asking } from './operation.ts';
import type { Backlink } from './shapes.ts';

/** A backlink with the archive record in which it was seen last. Page bytes are untrusted text. */
export interface Evidence {
  readonly backlink: Backlink;
  /** Where the archive's bytes lie. */
  readonly path: string;
  /** The record's own header and, when it holds one, its HTTP head. */
  readonly head: string;
  /** Up to `evidenceCharsMax` characters of the decoded body around the link; the body's beginning when it is not found there. */
  readonly excerpt: string;
  readonly found_in_excerpt: boolean;
}

/** The backlink with this id in the release. Throws `not_found`. */
export async function backlinkById(asking: Asking, id: string): Promise<Backlink> {
  const [domain, hash] = id.split('~');
  if (domain === undefined || hash === undefined || !/^[0-9a-f]{16}$/.test(hash) || !URL.canParse(`http://${domain}`)) {
    return fail('invalid_input', { reason: `"${id.slice(0, 200)}" is no backlink id. Take one from the "id" of a listed backlink.` });
  }
  const key = hostOf(domain).key;
  const rows = await asking.engine.ask<StoredBacklink & Record<string, unknown>>(
    sql`SELECT ${backlinkColumns(asking.release.id)}
        FROM ${backlinksWhere(asking.release.id, sql`b.bucket = ${bucketOf(domain)} AND b.target_key >= ${key} AND b.target_key < ${`${key.slice(0, -1)}-`} AND ${backlinkHash} = ${hash}`)} LIMIT 1`,
    signalOf(asking),
  );
  const [found] = await backlinksOf(asking, rows);
  return found ?? fail('not_found', { what: `A backlink with the id ${id} in release ${asking.release.id}` });
}
