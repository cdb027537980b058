/**
 * Verdicts beside the rows of a target. Of several that concern a row the most particular one stands: of the link, of its page, of its
 * domain; and one for links to this domain before one for links to anybody.
 */
import { z } from 'zod';
import { limits } from '../base/limits.ts';
import { backlinkHash } from '../compute/views.ts';
import { verdictKinds, verdictWords, type VerdictKind } from '../model/verdict.ts';
import { sql, strings, type Sql } from '../store/literal.ts';
import { verdictsBy, type Said, type Verdict } from '../store/verdicts.ts';
import type { SaidColumn, SaidColumns } from './fields/field.ts';
import { verdictCodes } from './fields/verdict-fields.ts';
import type { Asking } from './operation.ts';

const words = z.enum([...verdictWords, 'none']);
const tag = z.string().min(1).max(limits.tagCharsMax);

/** Filters by what the owner said. */
export const verdictInput = {
  verdict: z
    .union([words, z.array(words).min(1).max(words.options.length)])
    .optional()
    .describe('What you said of the link, its page or its domain; none: nothing'),
  verdict_tag: z
    .union([tag, z.array(tag).min(1).max(limits.filterValuesMax)])
    .optional()
    .describe('Tags that you gave'),
} as const;

export interface VerdictAsked {
  readonly verdict?: z.output<typeof words> | readonly z.output<typeof words>[] | undefined;
  readonly verdict_tag?: string | readonly string[] | undefined;
}

/** A part of a filter that is made of verdicts, as the engine and as a function see it. */
export interface JudgedFilter {
  readonly condition: Sql;
  readonly passes: (row: Subject) => boolean;
}

interface Level {
  readonly kind: VerdictKind;
  readonly target: string;
  readonly column: Sql;
  readonly name: (row: Subject) => string;
}

/** What a row must have to be judged. Of a referring domain only its name is known. */
interface Subject {
  readonly hash: string;
  readonly source_key: string;
  readonly source_domain: string;
}

export interface ShownVerdict {
  readonly verdict: Said['verdict'];
  readonly verdict_tag: string | null;
  readonly verdict_note: string | null;
}

const nothingSaid: Said = { verdict: null, tag: null, note: null };

/** What was said of links to a domain, as columns; read when a filter or an order asks for it. */
export function saidOf(asking: Pick<Asking, 'accounts'>, domain: string): SaidColumns {
  return {
    ofLink: () => new Verdicts(asking, domain, verdictKinds).columns(),
    ofDomain: (column) => new Verdicts(asking, domain, ['domain'], column).columns(),
  };
}

/** All verdicts that may concern the links of a target. */
export class Verdicts {
  readonly #levels: readonly (Level & { readonly said: ReadonlyMap<string, Verdict> })[];

  /** `domain`: whom the links go to. `kinds`: those that the question's rows have. `source`: the column with the linking domain. */
  constructor({ accounts }: Pick<Asking, 'accounts'>, domain: string, kinds: readonly VerdictKind[], source = sql`b.source_domain`) {
    this.#levels = levels(domain, source)
      .filter(({ kind }) => kinds.includes(kind))
      .map((level) => ({ ...level, said: verdictsBy(accounts, level.target, level.kind) }))
      .filter(({ said }) => said.size > 0);
  }

  /** As rows show it. */
  shown(row: Subject): ShownVerdict {
    const { verdict, tag: verdict_tag, note: verdict_note } = this.#of(row);
    return { verdict, verdict_tag, verdict_note };
  }

  #of(row: Subject): Said {
    for (const { said, name } of this.#levels) {
      const found = said.get(name(row));
      if (found !== undefined) return { verdict: found.verdict, tag: found.tag, note: found.note };
    }
    return nothingSaid;
  }

  /** undefined when nothing is asked of them. */
  filter({ verdict, verdict_tag: tags }: VerdictAsked): JudgedFilter | undefined {
    if (verdict === undefined && tags === undefined) return undefined;
    const wanted = verdict === undefined ? null : new Set<string>([verdict].flat());
    const wantedTags = tags === undefined ? null : new Set([tags].flat());
    const passes = (said: Said): boolean =>
      (wanted === null || wanted.has(said.verdict ?? 'none')) && (wantedTags === null || (said.tag !== null && wantedTags.has(said.tag)));
    return { condition: this.#condition(passes), passes: (row) => passes(this.#of(row)) };
  }

  /** As columns. Each level stands before those behind it. */
  columns(): SaidColumn {
    const over = (column: Sql, what: (said: Verdict) => string | number, none: string | number): Sql =>
      this.#levels.reduceRight<Sql>((others, { said, column: of }) => {
        const all = [...said.values()];
        const names = strings(all.map(({ name }) => name));
        const values = all.map(what);
        const given = typeof none === 'string' ? strings(values.map(String)) : sql`${values}`;
        return sql`if(has(${names}, ${of}), transform(${of}, ${names}, ${given}, ${none}), ${others})`;
      }, column);
    return {
      verdict: over(sql`0`, ({ verdict }) => verdictCodes.indexOf(verdict), 0),
      tag: over(sql`''`, ({ tag }) => tag ?? '', ''),
    };
  }

  /** Each level decides for those it names, and leaves the others to the next. */
  #condition(passes: (said: Said) => boolean): Sql {
    return this.#levels.reduceRight<Sql>(
      (others, { said, column }) => {
        const chosen = [...said.values()].filter(passes).map(({ name }) => name);
        return sql`(${within(column, chosen)} OR (NOT ${within(column, [...said.keys()])} AND ${others}))`;
      },
      passes(nothingSaid) ? sql`1 = 1` : sql`1 = 0`,
    );
  }
}

function within(column: Sql, names: readonly string[]): Sql {
  return names.length === 0 ? sql`(1 = 0)` : sql`(${column} IN (SELECT arrayJoin(${strings(names)})))`;
}

function levels(domain: string, linking: Sql): Level[] {
  const link: Level = { kind: 'link', target: domain, column: backlinkHash, name: ({ hash }) => hash };
  const page = (target: string): Level => ({ kind: 'page', target, column: sql`b.source_key`, name: ({ source_key }) => source_key });
  const source = (target: string): Level => ({
    kind: 'domain',
    target,
    column: linking,
    name: ({ source_domain }) => source_domain,
  });
  return [link, page(domain), source(domain), page(''), source('')];
}
