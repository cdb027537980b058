import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grades } from '../../src/model/capture.ts';
import { isFollowed, relOf } from '../../src/model/link.ts';
import { throwawayIndex, type TestIndex } from '../test-index.ts';
import { sightOf, type Sight } from './link-states-reference.ts';
import { loadWorlds, randomWorlds, type WorldCapture } from './worlds.ts';

const captures = randomWorlds(40, 17).flat();

interface Answer {
  readonly link: { id: string; source_url: string; target_url: string; state: string; lost_at: string | null } | null;
  readonly spells: readonly { from: string; to: string | null }[];
  readonly rows: readonly Record<string, unknown>[];
  readonly total: number;
  readonly cursor: string | null;
  readonly coverage: { status: string; next: string | null };
}

describe('links of random worlds with their whole life', () => {
  let index: TestIndex;
  beforeAll(async () => {
    index = await throwawayIndex();
    for (const batch of [0, 1, 2]) {
      await loadWorlds(
        index,
        `batch-${batch}`,
        captures.filter((seen) => seen.batch === batch),
      );
    }
    await index.refresh();
  }, 300_000);
  afterAll(async () => index[Symbol.asyncDispose]());

  it('tells of each capture of the page whether it shows the link, how, and what it proves', async () => {
    const pages = new Map<string, WorldCapture[]>();
    for (const seen of captures) pages.set(seen.capture.source.key, [...(pages.get(seen.capture.source.key) ?? []), seen]);
    let [shown, absent, unknown, away] = [0, 0, 0, 0];
    for (const own of pages.values()) {
      const source = own[0]?.capture.source.href ?? '';
      const targets = new Map(own.flatMap(({ links }) => links.map((link) => [link.targetKey, link])));
      for (const targetKey of [...targets.keys()].slice(0, 2)) {
        const target = urlOf(targetKey);
        const answer = await whole(index, { source, target });
        expect(answer.coverage).toMatchObject({ status: 'found', next: null });
        expect(answer.link).toMatchObject({ source_url: source });
        const expected = expectedRows(own, targetKey);
        expect({ source, target, rows: inAnyOrder(answer.rows) }).toEqual({ source, target, rows: inAnyOrder(expected) });
        shown += expected.filter(({ present }) => present === true).length;
        absent += expected.filter(({ present }) => present === false).length;
        unknown += expected.filter(({ present }) => present === null).length;
        away += answer.spells.length - 1;
        // Its spells begin with captures that show it and end with captures that prove that it is not there.
        const at = (wanted: boolean): unknown[] => expected.filter(({ present }) => present === wanted).map((row) => row.captured_at);
        expect(at(true)).toEqual(expect.arrayContaining(answer.spells.map(({ from }) => from)));
        expect(at(false)).toEqual(expect.arrayContaining(answer.spells.flatMap(({ to }) => to ?? [])));
        expect(answer.spells.at(-1)?.to).toBe(answer.link?.lost_at);
        const { rows: _, total: __, ...byAddress } = answer;
        const { rows: ___, total: ____, ...byId } = await whole(index, { id: answer.link?.id ?? '' });
        expect({ ...byId, target: '', source: '' }).toEqual({ ...byAddress, target: '', source: '' });
      }
    }
    expect(Math.min(shown, absent, unknown, away)).toBeGreaterThan(5);
  }, 300_000);

  it('a link that no capture shows is told from a page that nobody looked at', async () => {
    const looked = captures.find(({ capture, links }) => capture.proof === 'page' && !capture.revisit && links.length === 0);
    const source = looked?.capture.source.href ?? '';
    const answer = await whole(index, { source, target: 'https://nobody-links.example/' });
    expect(answer).toMatchObject({ link: null, spells: [], coverage: { status: 'looked_not_found' } });
    expect(answer.total).toBeGreaterThan(0);
    const unseen = await whole(index, { source: 'https://never-captured.example/', target: 'https://nobody-links.example/' });
    expect(unseen).toMatchObject({ link: null, total: 0, coverage: { status: 'not_looked' } });
  });

  it('needs an id or both ends', async () => {
    await expect(index.ask('link', { source: 'https://a.example/' })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(index.ask('link', { id: 'a.example~0123456789abcdef' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(index.ask('link', { source: 'https://a.example/', target: 'nothing at all' })).rejects.toMatchObject({
      code: 'invalid_target',
    });
  });
});

/** Read in pages of two captures. */
async function whole(index: TestIndex, input: Record<string, string>): Promise<Answer> {
  const first = await index.ask<Answer>('link', { ...input, limit: 2 });
  const rows = [...first.rows];
  for (let { cursor } = first; cursor !== null;) {
    const next: Answer = await index.ask('link', { ...input, limit: 2, cursor });
    rows.push(...next.rows);
    cursor = next.cursor;
  }
  expect(rows).toHaveLength(first.total);
  return { ...first, rows, cursor: null };
}

function expectedRows(own: readonly WorldCapture[], targetKey: string): Record<string, unknown>[] {
  const all = own.map((seen) => ({ seen, sight: sightOf(seen, own) }));
  const having = all.map(({ sight }) => sight).filter((sight) => lookOf(sight, targetKey) !== undefined);
  return all.map(({ seen, sight }) => {
    const look = lookOf(sight, targetKey);
    const before = having.filter((other) => other.at < sight.at || (other.at === sight.at && rank(other) <= rank(sight)));
    const best = Math.max(...before.map(({ at }) => at));
    const against = before.length > 0 ? Math.max(...before.filter(({ at }) => at === best).map(rank)) : firstRank(having);
    const proves = sight.proof === 'gone' || sight.proof === 'redirected' || (sight.proof === 'page' && rank(sight) >= against);
    return {
      captured_at: new Date(sight.at * 1000).toISOString().replace('.000Z', 'Z'),
      crawl: nameOf(seen),
      origin: seen.origin ?? 'archive',
      status: seen.capture.status,
      proof: sight.proof,
      revisit: seen.capture.revisit,
      present: look !== undefined ? true : proves ? false : null,
      kind: look?.kind ?? null,
      anchor: look?.anchor ?? null,
      rel: look === undefined ? null : relOf(look.flags),
      followed: look === undefined ? null : isFollowed(look.flags),
      placement: look?.placement ?? null,
      links_count: look?.linksCount ?? null,
      evidence: { archive: `${nameOf(seen)}.warc.gz`, offset: seen.capture.offset, length: 1 },
    };
  });
}

/** Each origin's captures of a batch are loaded as a batch of their own. */
function nameOf({ batch, origin = 'archive' }: WorldCapture): string {
  return origin === 'archive' ? `batch-${batch}` : `batch-${batch} ${origin}`;
}

function lookOf({ links }: Sight, targetKey: string): WorldCapture['links'][number] | undefined {
  return links.find((link) => link.targetKey === targetKey);
}

function rank({ grade }: Sight): number {
  return grades.indexOf(grade);
}

/** Of the first moment with the link, the weaker sight. */
function firstRank(having: readonly Sight[]): number {
  const first = Math.min(...having.map(({ at }) => at));
  return Math.min(...having.filter(({ at }) => at === first).map(rank));
}

function inAnyOrder(rows: readonly unknown[]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}

/** `com,example)/a` -> `http://example.com/a`. */
function urlOf(key: string): string {
  const [host = '', path = ''] = key.split(')');
  return `http://${host.split(',').toReversed().join('.')}${path}`;
}
