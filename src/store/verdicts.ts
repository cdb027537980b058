import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { VerdictKind, VerdictWord } from '../model/verdict.ts';
import type { Accounts } from './accounts.ts';

/** What a verdict is about. Names are stable over releases, so a verdict outlives them. */
export interface Judged {
  readonly kind: VerdictKind;
  /** A link: the digits of its id; a page: its URL key; a domain: its name. */
  readonly name: string;
  /** The registrable domain whose links it concerns; '' for links to anybody. A link's own is that of its id. */
  readonly target: string;
}

/** What was said of it. At least one of the three is said. */
export interface Said {
  readonly verdict: VerdictWord | null;
  readonly tag: string | null;
  readonly note: string | null;
}

export interface Verdict extends Judged, Said {
  readonly at: string;
}

/**
 * Says of each what is given, in place of what was said before; with nothing given, what was said is forgotten. All or none.
 * Returns how many are said and how many forgotten. Throws `too_many_verdicts`.
 */
export function setVerdicts(
  accounts: Accounts,
  given: readonly (Judged & Said)[],
  at: Date = new Date(),
): { set: number; removed: number } {
  const put = accounts.prepare(
    `INSERT INTO verdicts (target, kind, name, verdict, tag, note, at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (target, kind, name) DO UPDATE SET verdict = excluded.verdict, tag = excluded.tag, note = excluded.note, at = excluded.at`,
  );
  const forget = accounts.prepare('DELETE FROM verdicts WHERE target = ? AND kind = ? AND name = ?');
  let [set, removed] = [0, 0];
  accounts.transaction(() => {
    for (const { target, kind, name, verdict, tag, note } of given) {
      if (verdict === null && tag === null && note === null) removed += forget.run(target, kind, name).changes;
      else set += put.run(target, kind, name, verdict, tag, note, at.toISOString()).changes;
    }
    const { found } = accounts.prepare('SELECT count(*) AS found FROM verdicts').get() as { found: number };
    if (found > limits.verdictsMax) fail('too_many_verdicts', { max: limits.verdictsMax });
  })();
  kept.delete(accounts);
  return { set, removed };
}

/** What was said of links, pages or domains for links to one domain, or to anybody (''), by name. Read once and kept until something is said. */
export function verdictsBy(accounts: Accounts, target: string, kind: VerdictKind): ReadonlyMap<string, Verdict> {
  const known = kept.get(accounts) ?? new Map<string, ReadonlyMap<string, Verdict>>();
  kept.set(accounts, known);
  const key = `${kind} ${target}`;
  const found = known.get(key) ?? readBy(accounts, target, kind);
  if (known.size >= targetsKept) known.clear();
  known.set(key, found);
  return found;
}

/** One process owns the store, and `setVerdicts` is its only writer. */
const kept = new WeakMap<Accounts, Map<string, ReadonlyMap<string, Verdict>>>();
const targetsKept = 1_000;

function readBy(accounts: Accounts, target: string, kind: VerdictKind): ReadonlyMap<string, Verdict> {
  const rows = accounts.prepare('SELECT * FROM verdicts WHERE target = ? AND kind = ? ORDER BY name').all(target, kind) as Verdict[];
  return new Map(rows.map((row) => [row.name, row]));
}

/** All that was said, in the order of target, kind and name. */
export function allVerdicts(accounts: Accounts): Verdict[] {
  return accounts.prepare('SELECT * FROM verdicts ORDER BY target, kind, name').all() as Verdict[];
}
