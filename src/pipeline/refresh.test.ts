import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archivedOf, loadWorlds, pageCapture, randomWorlds } from '../../test/conformance/worlds.ts';
import { linksetId } from '../extract/linkset.ts';
import { releaseDigest } from '../../test/release-digest.ts';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import type { ProgressEvent } from '../base/progress.ts';
import { capturingOrigins } from '../model/origin.ts';
import { sql } from '../store/literal.ts';
import { liveRelease, rollbackRelease, tableOf } from '../store/releases.ts';
import { refresh } from './refresh.ts';

let index: TestIndex;
beforeAll(async () => {
  index = await throwawayIndex({ onePartitionLinksMax: 0 });
});
afterAll(async () => index[Symbol.asyncDispose]());

const captures = randomWorlds(60, 9).flat();

it('there is nothing to build from before the first archive', async () => {
  await expect(index.refresh()).rejects.toMatchObject({ code: 'nothing_to_build' });
});

describe('a refresh', () => {
  it('publishes what was ingested, step by step', async () => {
    await loadWorlds(index, 'first', captures);
    const events: ProgressEvent[] = [];
    const { release, built } = await index.refresh(false, { update: (event) => events.push(event), note: () => {} });
    expect(built).toBe(true);
    expect(liveRelease(index.accounts)).toEqual(release);
    const steps = events.filter(({ task }) => task === 'refresh');
    expect(steps.map(({ done }) => done)).toEqual(steps.map((_, i) => i));
    expect(steps.at(-1)).toMatchObject({ step: 'publish', total: steps.length });
    // Rows of exports are no captures that were made.
    const made = captures.filter(({ origin = 'archive' }) => capturingOrigins.includes(origin));
    expect(release.facts).toMatchObject({ captures: made.length, crawls: ['first'], built_from: { release: null } });
  });

  it('builds nothing when nothing was ingested since', async () => {
    const { release, built } = await index.refresh();
    expect([release.id, built]).toEqual([1, false]);
  });

  it('computes only the pages captured since, and shares what they do not reach', async () => {
    await loadWorlds(index, 'second', [pageCapture('https://newcomer.example/', ['https://everyone.example/about'])]);
    const { release } = await index.refresh();
    expect(release.facts.built_from).toMatchObject({ release: 1, pages_recomputed: 1 });
    // A shared part has the same file on disk as in the release before.
    const [shared] = await index.engine.ask<{ parts: number; own: number }>(
      sql`SELECT countIf(hash IN (SELECT hash_of_all_files FROM system.parts WHERE active AND table = 'backlinks_1')) AS parts, countIf(1) - parts AS own
          FROM (SELECT hash_of_all_files AS hash FROM system.parts WHERE active AND table = 'backlinks_2')`,
    );
    expect(shared?.own).toBe(1);
    expect(shared?.parts).toBeGreaterThan(30);
    // Where the newcomer's own links lie, those of others are shared too: nothing is copied that the page has no part in.
    const [states] = await index.engine.ask<{ lost: number; own: number }>(
      sql`SELECT countIf(of = 'link_states_1' AND parts = 1) AS lost, countIf(of = 'link_states_2' AND parts = 1) AS own FROM (
            SELECT hash_of_all_files, any(table) AS of, count() AS parts FROM system.parts
            WHERE active AND table IN ('link_states_1', 'link_states_2') GROUP BY hash_of_all_files)`,
    );
    expect(states).toEqual({ lost: 0, own: 1 });
  });

  it.each(['link states', 'unchanged partitions', 'domain edges', 'domains', 'summaries'])(
    'that is given up at "%s" leaves the live release as it was, and no trace',
    async (step) => {
      await loadWorlds(index, step, [pageCapture(`https://${step.replace(' ', '-')}.example/`, ['https://everyone.example/about'])]);
      const before = await releaseDigest(index.engine, 2);
      const gone = new AbortController();
      const update = (event: ProgressEvent): void => {
        if (event.step === step) gone.abort(new Error('gave up'));
      };
      const options = { stagingFolder: index.folder, onePartitionLinksMax: 0, signal: gone.signal, progress: { update, note: () => {} } };
      await expect(refresh(index.engine, index.accounts, options)).rejects.toThrow('gave up');
      expect(liveRelease(index.accounts)?.id).toBe(2);
      expect(await releaseDigest(index.engine, 2)).toEqual(before);
      const tables = await index.engine.ask<{ name: string }>(
        sql`SELECT name FROM system.tables WHERE database = currentDatabase() AND match(name, '_[0-9]+$') AND NOT match(name, '_[12]$')`,
      );
      expect(tables).toEqual([]);
    },
  );

  it('after a rollback goes on from the newest release', async () => {
    const { release: newest } = await index.refresh();
    rollbackRelease(index.accounts);
    expect((await index.refresh()).built).toBe(false);
    await loadWorlds(index, 'late', [pageCapture('https://late.example/', ['https://everyone.example/about'])]);
    const { release } = await index.refresh();
    expect(release.facts.built_from).toMatchObject({ release: newest.id, pages_recomputed: 1 });
    expect(liveRelease(index.accounts)?.id).toBe(release.id);
    const { total } = await index.ask<{ total: number }>('list', {
      target: 'everyone.example',
      source_domain: ['newcomer.example', 'domain-edges.example', 'late.example'],
    });
    expect(total).toBe(3);
  });

  it.each([
    { how: 'taken from the release before where no touched page links', touchedLinksMax: 1_000_000, days: 900 },
    { how: 'added up anew where touched links are too many to hold', touchedLinksMax: 0, days: 990 },
  ])('has the edges of a full build, $how', async ({ touchedLinksMax, days }) => {
    // Pages of archives captured again without their first link, and a page that is new.
    const again = archivedOf(captures)
      .filter(({ links }) => links.length > 0)
      .slice(0, 60)
      .map(({ capture, links, ...of }) => {
        const fewer = links.slice(1);
        return { ...of, links: fewer, linkset: linksetId(fewer), capture: { ...capture, fetchedAt: capture.fetchedAt + days * 86_400 } };
      });
    const late = pageCapture(`https://after-${days}.example/`, ['https://everyone.example/about'], { day: days });
    await loadWorlds(index, `after ${days}`, [...again, late]);
    const before = liveRelease(index.accounts)?.id ?? 0;
    const options = { stagingFolder: index.folder, onePartitionLinksMax: 0, touchedLinksMax };
    const edges = async (id: number): Promise<unknown> =>
      index.engine.ask(sql`SELECT * FROM ${tableOf('domain_edges', id)} ORDER BY target_domain, source_domain`);
    const former = await edges(before);
    const { release } = await refresh(index.engine, index.accounts, options);
    expect(release.facts.built_from).toMatchObject({ release: before });
    const { release: whole } = await refresh(index.engine, index.accounts, { ...options, full: true });
    expect(whole.facts.built_from).toMatchObject({ release: null });
    const expected = await edges(whole.id);
    expect(expected).not.toEqual(former);
    expect(await edges(release.id)).toEqual(expected);
  });
});
