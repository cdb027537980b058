import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadWorlds, pageCapture, type Found } from '../../test/conformance/worlds.ts';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import { flag, linkStates, lostReasons } from '../model/link.ts';
import { sql } from '../store/literal.ts';
import { liveRelease, tableOf } from '../store/releases.ts';

/** A capture of a case's page: with the link or without it. */
interface Seen extends Found {
  readonly linked?: boolean;
}

interface Story {
  readonly captures: readonly Seen[];
  /** Days after the first: first and last sight, last verification, loss. */
  readonly first: number;
  readonly last: number;
  readonly verified: number;
  readonly lost?: readonly [day: number, reason: (typeof lostReasons)[number], confirmations: number];
  readonly newLink?: boolean;
}

const linked = true;

/** The rules one by one; test/conformance/link-states.test.ts tries them together. */
const stories: Readonly<Record<string, Story>> = {
  'seen once': { captures: [{ day: 1, linked }], first: 1, last: 1, verified: 1 },
  'seen again': {
    captures: [
      { day: 1, linked },
      { day: 9, linked },
    ],
    first: 1,
    last: 9,
    verified: 9,
  },
  'removed from its page': {
    captures: [{ day: 1, linked }, { day: 5 }, { day: 9 }],
    first: 1,
    last: 1,
    verified: 9,
    lost: [5, 'removed', 2],
  },
  'seen again after it was lost': { captures: [{ day: 1, linked }, { day: 5 }, { day: 9, linked }], first: 1, last: 9, verified: 9 },
  'lost with its page': {
    captures: [
      { day: 1, linked },
      { day: 5, proof: 'gone' },
    ],
    first: 1,
    last: 1,
    verified: 5,
    lost: [5, 'gone', 1],
  },
  'lost when its page moved': {
    captures: [
      { day: 1, linked },
      { day: 5, proof: 'redirected' },
    ],
    first: 1,
    last: 1,
    verified: 5,
    lost: [5, 'redirected', 1],
  },
  'not lost by what proves nothing': {
    captures: [
      { day: 1, linked },
      { day: 5, proof: 'nothing' },
      { day: 9, proof: 'nothing' },
    ],
    first: 1,
    last: 1,
    verified: 1,
  },
  'seen in a page that was cut': {
    captures: [
      { day: 1, linked },
      { day: 5, linked, proof: 'nothing' },
    ],
    first: 1,
    last: 5,
    verified: 5,
  },
  'not disproved by a WAT when it was read from HTML': {
    captures: [
      { day: 1, linked },
      { day: 5, grade: 'wat' },
    ],
    first: 1,
    last: 1,
    verified: 5,
  },
  'disproved by a WAT when it was read from one': {
    captures: [
      { day: 1, linked, grade: 'wat' },
      { day: 5, grade: 'wat' },
    ],
    first: 1,
    last: 1,
    verified: 5,
    lost: [5, 'removed', 1],
  },
  'not disproved by a capture of the moment it was seen': {
    captures: [{ day: 1, linked, grade: 'wat' }, { day: 1 }],
    first: 1,
    last: 1,
    verified: 1,
  },
  'new on a page that was known without it': { captures: [{ day: 1 }, { day: 5, linked }], first: 5, last: 5, verified: 5, newLink: true },
  'only discovered where a WAT was before its HTML': {
    captures: [
      { day: 1, grade: 'wat' },
      { day: 5, linked },
    ],
    first: 5,
    last: 5,
    verified: 5,
  },
  'only discovered on a page that had been gone': {
    captures: [
      { day: 1, proof: 'gone' },
      { day: 5, linked },
    ],
    first: 5,
    last: 5,
    verified: 5,
  },
  'kept by a revisit of the same digest': {
    captures: [
      { day: 1, linked, digest: 'sha1:A' },
      { day: 3, digest: 'sha1:B' },
      { day: 5, revisit: true, digest: 'sha1:A' },
    ],
    first: 1,
    last: 5,
    verified: 5,
  },
  'kept by a revisit without a digest, of the newest page before it': {
    captures: [
      { day: 1, linked },
      { day: 3, proof: 'nothing' },
      { day: 5, revisit: true },
    ],
    first: 1,
    last: 5,
    verified: 5,
  },
  'lost by a revisit of a page without it': {
    captures: [
      { day: 1, linked },
      { day: 3, digest: 'sha1:B' },
      { day: 5, revisit: true, digest: 'sha1:B' },
    ],
    first: 1,
    last: 1,
    verified: 5,
    lost: [3, 'removed', 2],
  },
  'not touched by a revisit of what is not in the index': {
    captures: [
      { day: 1, linked },
      { day: 5, revisit: true, digest: 'sha1:elsewhere' },
    ],
    first: 1,
    last: 1,
    verified: 1,
  },
  'seen, not verified, by a revisit that is no proof': {
    captures: [{ day: 1, linked, digest: 'sha1:A' }, { day: 3 }, { day: 5, revisit: true, digest: 'sha1:A', proof: 'nothing' }],
    first: 1,
    last: 5,
    verified: 5,
  },
};

let index: TestIndex;
const rows = new Map<string, Record<string, unknown>>();
beforeAll(async () => {
  index = await throwawayIndex();
  const captures = Object.values(stories).flatMap((story, i) =>
    story.captures.map((seen) => pageCapture(`https://page-${i}.example/`, seen.linked === true ? ['https://target.example/'] : [], seen)),
  );
  await loadWorlds(index, 'stories', captures.toReversed());
  await index.refresh();
  const found = await index.engine.ask(
    sql`SELECT source_domain, toUnixTimestamp(first_seen) AS first, seen_for, verified_after, state, lost_after, lost_reason, lost_confirmations, bitAnd(flags, ${flag.pageSeenBefore}) != 0 AS known
        FROM ${tableOf('backlinks', liveRelease(index.accounts)?.id ?? 0)}`,
  );
  for (const row of found) rows.set(String(row['source_domain']), row);
});
afterAll(async () => index[Symbol.asyncDispose]());

it.each(Object.entries(stories))('a link is %s', (name, { first, last, verified, lost, newLink = false }) => {
  const day = 86_400;
  expect(rows.get(`page-${Object.keys(stories).indexOf(name)}.example`)).toMatchObject({
    first: Date.UTC(2026, 0, 1) / 1000 + first * day,
    seen_for: (last - first) * day,
    verified_after: (verified - last) * day,
    state: linkStates.indexOf(lost === undefined ? 'live' : 'lost'),
    lost_after: lost === undefined ? 0 : (lost[0] - last) * day,
    lost_reason: lostReasons.indexOf(lost?.[1] ?? 'none'),
    lost_confirmations: lost?.[2] ?? 0,
    known: newLink ? 1 : 0,
  });
});
