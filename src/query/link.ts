import { z } from 'zod';
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { proofs } from '../model/capture.ts';
import { bucketOf } from '../model/host.ts';
import { hostNodeOf } from '../model/host-node.ts';
import { isFollowed, linkKinds, placements, relOf, relTokens } from '../model/link.ts';
import { origins } from '../model/origin.ts';
import { firstGoing, turns, type Turn } from '../model/turn.ts';
import { addressOf, type Address } from '../model/url.ts';
import { batchById } from '../store/batches.ts';
import { relevanceParts, type RelevanceParts } from '../compute/topics/relevance.ts';
import { backlinkColumns, backlinksWhere } from '../compute/views.ts';
import { sql } from '../store/literal.ts';
import { backlinkById } from './evidence.ts';
import { backlinksOf, type StoredBacklink } from './backlink-row.ts';
import { coverageOf } from './coverage.ts';
import { turnsOf } from './few/turns.ts';
import { signalOf } from './kept-ready.ts';
import { sightsOf, type LinkSight, type PageAndTarget } from './link/captures.ts';
import { defineOperation, type Asking } from './operation.ts';
import { afterLast, startOf } from './page.ts';
import { answerHead, backlink, isoTime, pageInput, time, type Backlink, type Coverage } from './shapes.ts';
import { targetOf } from './target.ts';

const count = z.int();
const part = z.number().nullable();
const url = z.string().max(limits.urlCharsMax + 1);

const seen = z.object({
  captured_at: time,
  crawl: z.string(),
  origin: z.enum(origins),
  status: count.nullable().describe('HTTP status; null when the archive does not say'),
  proof: z.enum(proofs).describe('What the capture proves of links that it does not show'),
  revisit: z.boolean().describe('The archive says that the page was as before'),
  present: z.boolean().nullable().describe('null: the capture neither shows the link nor proves that it was not there'),
  kind: z.enum(linkKinds).nullable(),
  anchor: z.string().nullable(),
  rel: z.array(z.enum(relTokens)).nullable(),
  followed: z.boolean().nullable(),
  placement: z.enum(placements).nullable(),
  links_count: count.nullable(),
  evidence: z.object({ archive: z.string(), offset: count, length: count }),
});

const spell = z.object({
  from: time,
  came: z.enum(turns),
  to: time.nullable().describe('First proof that it was gone; null while it is live'),
  went: z.enum(turns).nullable(),
});

export const link = defineOperation({
  name: 'link',
  tool: 'history',
  summary: 'One link with all its captures',
  description:
    'A backlink by its id, or by its source and target address: as it is now, the spells in which it was there, and every capture of its page with whether it showed the link, how, and where the proof stands.',
  input: z.object({
    id: z.string().max(limits.filterCharsMax).optional(),
    source: url.optional().describe('Linking page'),
    target: url.optional().describe('Linked page, or an id'),
    release: z.int().positive().optional().describe('Answer from this kept release instead of the live one'),
    ...pageInput,
  }),
  output: z.object({
    ...answerHead,
    source: z.string(),
    link: backlink.nullable().describe('null when no capture of the page shows such a link'),
    relevance_parts: z
      .object({ page: part, site: part, link: part, language: part })
      .nullable()
      .describe('What its relevance is made of, 0 to 1 each; null where unknown'),
    spells: z.array(spell),
    captures_left_out: count.describe('Oldest captures beyond the number that is read'),
    total: count,
    rows: z.array(seen),
    cursor: z.string().nullable(),
  }),
  units: { base: 1, rows: 1 },
  idempotent: true,
  example: { source: 'https://wexcombechamber.example/member/riverside-plumbing', target: 'https://riverside-plumbing.example/' },
  run: async (asking, asked) => {
    const id = asked.id ?? (asked.source === undefined ? idIn(asked.target) : undefined);
    const found = id === undefined ? await linkBetween(asking, asked) : await linkWithId(asking, id);
    const { place, row, shown, ends } = found;
    const question = ['link', place];
    const after = Number(startOf(asked.cursor, question)?.[0] ?? 0);
    const { sights, leftOut } = await sightsOf(asking, place);
    const end = after + asked.limit;
    return {
      target: ends.target,
      release: asking.release.id,
      as_of: asking.release.asOf.toISOString(),
      coverage: await coverageOfLink(asking, ends.target, row, sights),
      source: ends.source,
      link: shown,
      relevance_parts: row === null ? null : roundedParts(relevanceParts(row)),
      spells: row === null ? [] : spellsOf(row),
      captures_left_out: leftOut,
      total: sights.length,
      rows: sights.slice(after, end).map((sight) => seenOf(asking, sight)),
      cursor: end < sights.length ? afterLast(asking, question, [end]) : null,
    };
  },
});

interface Found {
  readonly place: PageAndTarget;
  readonly row: StoredBacklink | null;
  readonly shown: Backlink | null;
  readonly ends: { readonly source: string; readonly target: string };
}

/** An id given as the target, which is the command line's one argument. */
function idIn(target: string | undefined): string | undefined {
  return target !== undefined && /~[0-9a-f]{16}$/.test(target) ? target : undefined;
}

async function linkWithId(asking: Asking, id: string): Promise<Found> {
  const { row, backlink: shown } = await backlinkById(asking, id);
  return { place: placeOf(row), row, shown, ends: { source: shown.source_url, target: shown.target_url } };
}

function placeOf(row: StoredBacklink): PageAndTarget {
  return { bucket: bucketOf(row.source_domain), sourceKey: row.source_key, targetKey: row.target_key };
}

/** Throws `invalid_input` without both addresses. */
async function linkBetween(
  asking: Asking,
  asked: { readonly source?: string | undefined; readonly target?: string | undefined },
): Promise<Found> {
  if (asked.source === undefined || asked.target === undefined)
    fail('invalid_input', { reason: 'Give "id", or both "source" and "target".' });
  const source = pageOf('source', asked.source ?? '');
  const target = pageOf('target', asked.target ?? '');
  const rows = await asking.engine.ask<StoredBacklink & Record<string, unknown>>(
    sql`SELECT ${backlinkColumns(asking.release.id)}
        FROM ${backlinksWhere(asking.release.id, sql`b.bucket = ${bucketOf(target.domain)} AND b.target_key = ${target.key} AND b.source_key = ${source.key}`)}`,
    signalOf(asking),
  );
  const [shown] = await backlinksOf(asking, rows);
  return {
    place: { bucket: bucketOf(source.domain), sourceKey: source.key, targetKey: target.key },
    row: rows[0] ?? null,
    shown: shown ?? null,
    ends: { source: source.href, target: target.href },
  };
}

/** A page, or some page of a host (`http://example.com/*`). Throws `invalid_input`. */
function pageOf(field: string, text: string): Address {
  const host = /^https?:\/\/([^/]+)\/\*$/i.exec(text.trim())?.[1];
  const found = host === undefined ? addressOf(text.trim()) : hostNodeOf(host);
  return (
    found ?? fail('invalid_input', { reason: `"${field}": "${text.slice(0, 200)}" is no address. Give one as https://example.com/page.` })
  );
}

function spellsOf(row: StoredBacklink): z.output<typeof spell>[] {
  const all = turnsOf(row);
  return all
    .filter(({ code }) => code < firstGoing)
    .map(({ at, code }, i) => {
      const going = all[2 * i + 1];
      return {
        from: isoTime(at),
        came: turnNamed(code),
        to: going === undefined ? null : isoTime(going.at),
        went: going === undefined ? null : turnNamed(going.code),
      };
    });
}

function roundedParts(parts: RelevanceParts | null): RelevanceParts | null {
  if (parts === null) return null;
  const shown = (value: number | null): number | null => (value === null ? null : Math.round(value * 10_000) / 10_000);
  return { page: shown(parts.page), site: shown(parts.site), link: shown(parts.link), language: shown(parts.language) };
}

function turnNamed(code: number): Turn {
  const name = turns[code];
  if (name === undefined) throw new Error(`a turn without a name: ${code}`);
  return name;
}

function seenOf(asking: Asking, { capture, proof, look, present }: LinkSight): z.output<typeof seen> {
  return {
    captured_at: isoTime(capture.at),
    crawl: capture.crawl,
    origin: origins[capture.origin] ?? 'archive',
    status: capture.status === 0 ? null : capture.status,
    proof: proofs[proof] ?? 'nothing',
    revisit: capture.revisit === 1,
    present,
    kind: look === null ? null : (linkKinds[look.kind] ?? null),
    anchor: look?.anchor ?? null,
    rel: look === null ? null : relOf(look.flags),
    followed: look === null ? null : isFollowed(look.flags),
    placement: look === null ? null : (placements[look.placement] ?? null),
    links_count: look?.links_count ?? null,
    evidence: {
      archive: batchById(asking.accounts, capture.batch_id)?.archive ?? '',
      offset: capture.record_offset,
      length: capture.record_length,
    },
  };
}

/** Whether the page was looked at decides, not whether any was. */
async function coverageOfLink(asking: Asking, target: string, row: StoredBacklink | null, sights: readonly LinkSight[]): Promise<Coverage> {
  const pages = row === null ? 0 : 1;
  const recapturedPages = row !== null && row.seen_for + row.verified_after > 0 ? 1 : 0;
  const whole = await coverageOf(asking, targetOf(target), { matching: pages, links: pages, pages, recapturedPages });
  if (row !== null) return whole;
  const looked = sights.some(({ present }) => present === false);
  return {
    ...whole,
    status: looked ? 'looked_not_found' : 'not_looked',
    next: looked
      ? 'Every capture of the page that proves anything is without the link.'
      : 'No capture of the source page proves anything. Crawl it (openbacklinks crawl URL), or ingest an archive that holds it.',
  };
}
