import type { SpamFeatures } from '../compute/spam/spam-model.ts';
import { sql, strings } from '../store/literal.ts';
import { tableOf } from '../store/releases.ts';
import { signalOf } from './kept-ready.ts';
import type { Asking } from './operation.ts';

export type Counted = SpamFeatures & {
  readonly domain: string;
  readonly score: number;
  readonly pages: number;
  /** Domains within two links (compute/supporters.ts). */
  readonly supporters: number;
  readonly trust: number;
  readonly spam_mass: number;
};

/** What the spam model counted of these domains; those that the release does not know are missing. */
export async function featuresOf(asking: Asking, domains: readonly string[]): Promise<ReadonlyMap<string, Counted>> {
  if (domains.length === 0) return new Map();
  const release = asking.release.id;
  const wanted = sql`(SELECT arrayJoin(${strings(domains)}))`;
  const rows = await asking.engine.ask<Counted & Record<string, unknown>>(
    sql`SELECT s.*, d.pages_captured AS pages, d.trust AS trust, d.spam_mass AS spam_mass FROM (SELECT * FROM ${tableOf('spam', release)} WHERE domain IN ${wanted}) AS s
        INNER JOIN (SELECT domain, pages_captured, trust, spam_mass FROM ${tableOf('domains', release)} WHERE domain IN ${wanted}) AS d ON d.domain = s.domain`,
    signalOf(asking),
  );
  return new Map(rows.map((row) => [row.domain, row]));
}
