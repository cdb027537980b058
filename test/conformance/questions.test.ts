import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../src/base/limits.ts';
import { isFollowed, linkKinds, placements, relTokens } from '../../src/model/link.ts';
import { sourceClasses } from '../../src/model/source-class.ts';
import { operationNamed } from '../../src/query/operations.ts';
import { sql } from '../../src/store/literal.ts';
import { saidOf } from '../../src/query/verdict-filter.ts';
import { tableOf } from '../../src/store/releases.ts';
import { setVerdicts } from '../../src/store/verdicts.ts';
import { releaseDigest } from '../release-digest.ts';
import { throwawayIndex, type TestIndex } from '../test-index.ts';
import { Answers, holdingsOf, type HeldVerdict, type Holdings, type Matches, type Question } from './answers-reference.ts';
import { backlinkFields, groupFields, randomFilters, randomMode, randomOrder } from './random-filters.ts';
import { hubWorld, loadWorlds, randomWorlds } from './worlds.ts';

const worlds = 60;
const captures = [...randomWorlds(worlds, 5).flat(), ...hubWorld(2_200, 6)];

interface About {
  readonly target: string;
  readonly text: string;
  readonly domain: string;
  readonly page: string | null;
  readonly matches: Matches;
}

/** Every kind of target, of the large site and of small ones, and one that nobody links to. */
const targets: readonly About[] = [
  domainTarget('hub.example'),
  hostTarget('blog.hub.example', 'hub.example', 'example,hub,blog)'),
  prefixTarget('hub.example/shop/*', 'hub.example', 'example,hub)/shop/'),
  pageTarget('https://hub.example/', 'hub.example', 'example,hub)/'),
  pageTarget('https://www.hub.example/shop/two?a=1', 'hub.example', 'example,hub)/shop/two?a=1'),
  domainTarget('everyone.example'),
  domainTarget('source-1.example'),
  domainTarget('nobody-links.example'),
  ...Array.from({ length: worlds }, (_, i) => domainTarget(`shop-5-${i}.example`)),
  ...Array.from({ length: worlds }, (_, i) => domainTarget(`tenant-5-${i}.github.io`)),
  hostTarget('blog.shop-5-3.example', 'shop-5-3.example', 'example,shop-5-3,blog)'),
  prefixTarget('shop-5-4.example/a*', 'shop-5-4.example', 'example,shop-5-4)/a'),
];

const several = <T>(values: readonly T[]): fc.Arbitrary<T | T[]> =>
  fc.oneof(fc.constantFrom(...values), fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 }));
const date = fc.constantFrom('2026-01-03', '2026-03-01', '2026-06-15', '2026-10-01T12:00:00Z', '2027-01-30');
const domains = ['source-1.example', 'riverside-gazette.example', 'town.gov.uk', 'anna.github.io', 'a-5-3.example', 'unknown.example'];

const filters: {
  readonly [Name in Exclude<keyof Question, 'target' | 'filters' | 'having' | 'by' | 'mode' | 'order' | 'direction'>]: fc.Arbitrary<
    NonNullable<Question[Name]>
  >;
} = {
  state: fc.constantFrom('live', 'lost', 'all'),
  followed: fc.boolean(),
  kind: several(linkKinds),
  rel: several(relTokens),
  placement: several(placements),
  anchor: fc.constantFrom('PLUMBER in town', 'über UNS', 'çok İYİ', 'οδος straße', 'nothing like it'),
  anchor_contains: fc.constantFrom('plumber', 'CLICK', 'ü', 'çOK', '😀', 'Σ'),
  source_domain: several(domains),
  source_class: several(sourceClasses.filter((name) => name !== 'unknown')),
  authority_min: fc.integer({ min: 0, max: 100 }),
  authority_max: fc.integer({ min: 0, max: 100 }),
  is_new: fc.boolean(),
  first_seen_from: date,
  first_seen_to: date,
  last_seen_from: date,
  last_seen_to: date,
};

const someFilters = fc
  .tuple(fc.uniqueArray(fc.constantFrom(...Object.keys(filters)), { maxLength: 3 }), fc.record(filters))
  .map(
    ([names, values]) => Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name))) as Omit<Question, 'target'>,
  );

type OwnInput = { readonly [Name in 'mode' | 'order' | 'having' | 'by']?: Question[Name] | undefined };

/** What each question about a target's links takes beside them. */
const ownInputs = {
  list: fc.record({
    mode: fc.oneof(
      { arbitrary: fc.constant(undefined), weight: 3 },
      { arbitrary: fc.constantFrom('one_per_domain', 'one_per_anchor'), weight: 1 },
      randomMode(backlinkFields),
    ),
    order: maybe(
      fc.oneof(
        fc.constantFrom('domain_authority', 'first_seen', 'last_seen', 'anchor', 'source_key').map((field): string[] => [field]),
        randomOrder(backlinkFields),
      ),
    ),
  }),
  'referring-domains': ofGroups('referring-domains'),
  'referring-pages': ofGroups('referring-pages'),
  'referring-networks': fc.tuple(ofGroups('referring-networks'), fc.constantFrom('ip', 'subnet')).map(([own, by]) => ({ ...own, by })),
  anchors: ofGroups('anchors'),
} satisfies Readonly<Record<string, fc.Arbitrary<OwnInput>>>;
type Asked = keyof typeof ownInputs;

function ofGroups(operation: string): fc.Arbitrary<OwnInput> {
  const fields = groupFields[operation] ?? {};
  return fc.record({ having: maybe(randomFilters(fields)), order: maybe(randomOrder(fields)) });
}

/** Left out half of the time: ways of answering that do not know of it are asked as well. */
function maybe<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { freq: 2, nil: undefined });
}

const question = fc.constantFrom('list', 'list', ...(Object.keys(ownInputs) as Asked[])).chain((operation) =>
  fc.record({
    operation: fc.constant(operation),
    about: fc.oneof(
      { arbitrary: fc.constantFrom(...targets.slice(0, 6)), weight: 1 },
      { arbitrary: fc.constantFrom(...targets), weight: 2 },
    ),
    filters: maybe(someFilters),
    language: maybe(randomFilters(backlinkFields)),
    own: ownInputs[operation] as fc.Arbitrary<OwnInput>,
    direction: fc.constantFrom('asc', 'desc' as const),
    /** Pages that an answer is read in. */
    pages: fc.constantFrom(1, 1, 1, 2, 3),
    scanned: fc.boolean(),
  }),
);

/** `toEqual`, which takes several times as long to find that two answers of a thousand rows are the same. */
function holds(found: unknown, expected: unknown): void {
  expect(isDeepStrictEqual(found, expected) ? expected : found).toEqual(expected);
}

/** What is undefined is not there. */
function given(input: { readonly [Name in keyof Question]: Question[Name] | undefined }): Question {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as unknown as Question;
}

describe('questions about random worlds and a large site', () => {
  let index: TestIndex;
  let held: Holdings;
  let answers: Answers;

  beforeAll(async () => {
    index = await throwawayIndex();
    for (const batch of [0, 1, 2]) {
      await loadWorlds(
        index,
        `batch-${batch}`,
        captures.filter((seen) => seen.batch === batch),
      );
      await index.refresh();
    }
    const { release } = await index.refresh();
    held = await holdingsOf(index, release, captures);
    const verdicts = verdictsOf(held);
    setVerdicts(index.accounts, verdicts);
    answers = new Answers(held, verdicts);
  }, 300_000);
  afterAll(async () => index[Symbol.asyncDispose]());

  /** The whole answer, walked by its cursors; scanned by the engine or, by default, in the way that fits the target's size. */
  async function walked(
    name: string,
    input: Question,
    limit: number,
    scanned: boolean,
    domain: string,
  ): Promise<{ head: Record<string, unknown>; rows: unknown[] }> {
    const operation = operationNamed(name);
    const release = { ...held.release, said: saidOf(index, domain) };
    const asking = { engine: index.engine, accounts: index.accounts, release, ...(scanned && { fewRowsMax: 0 }) };
    const rows: unknown[] = [];
    let cursor: string | null | undefined;
    for (;;) {
      const parsed = operation.input.strict().parse({ ...input, limit, ...(cursor && { cursor }) });
      const answer = (await operation.run(asking, parsed)) as { rows: unknown[]; cursor: string | null; total: number };
      holds(operation.output.parse(answer), answer);
      rows.push(...answer.rows);
      cursor = answer.cursor;
      if (cursor === null) {
        const { rows: _, cursor: __, ...head } = answer;
        return { head, rows };
      }
      expect(answer.rows).toHaveLength(limit);
    }
  }

  it('2,000 questions are answered as the rows say, page by page', async () => {
    const asked = fc.sample(question, { seed: 20_261_127, numRuns: 2_000 });
    const used = new Set(asked.flatMap(({ filters: some = {} }) => Object.keys(some)));
    expect([...used].sort()).toEqual(Object.keys(filters).sort());
    const told = { some: 0, withLanguage: 0, withHaving: 0 };
    const compared = new Map<string, number>();
    const check = async ({
      operation,
      about,
      filters: some,
      language,
      own,
      direction,
      pages,
      scanned,
    }: (typeof asked)[number]): Promise<void> => {
      const input = given({ target: about.target, ...some, filters: language, ...own, direction });
      const expected = expectedRows(answers, operation, input, about);
      const limit = Math.max(1, Math.min(1_000, Math.ceil(expected.length / pages)));
      const { head, rows } = await walked(operation, input, limit, scanned, about.domain);
      const named = JSON.stringify({ operation, ...input, limit, scanned });
      expect({ named, ...head }).toMatchObject({
        named,
        target: about.text,
        release: held.release.id,
        total: expected.length,
        coverage: answers.coverage(about.matches),
        ...(operation === 'referring-networks' && { backlinks_without_ip: answers.withoutAddress(input, about.matches) }),
      });
      holds({ named, rows }, { named, rows: expected });
      compared.set(operation, (compared.get(operation) ?? 0) + 1);
      if (expected.length === 0) return;
      told.some++;
      if (language !== undefined) told.withLanguage++;
      if (own.having !== undefined) told.withHaving++;
    };
    // As many at a time as the engine answers side by side.
    const waiting = asked.values();
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        for (const one of waiting) await check(one);
      }),
    );
    const sum = [...compared.values()].reduce((a, b) => a + b, 0);
    const each = [...compared].map(([operation, count]) => `${operation} ${count}`).join(', ');
    console.log(`random_questions ${sum} compared (${each}; filters ${told.withLanguage} and having ${told.withHaving} that left rows)`);
    expect(sum).toBe(2_000);
    // Most random filters leave something: what they leave is compared, not only that they leave nothing.
    expect(told.some).toBeGreaterThan(800);
    expect(told.withLanguage).toBeGreaterThan(300);
    expect(told.withHaving).toBeGreaterThan(100);
  }, 900_000);

  it('summaries are as the rows say, read whole or summed by the engine', async () => {
    const operation = operationNamed('summary');
    for (const about of [...targets.slice(0, 30), ...targets.slice(-2)]) {
      const expected = { ...answers.summary(about.matches, about.domain, about.page), coverage: answers.coverage(about.matches) };
      for (const fewRowsMax of [0, undefined]) {
        const asking = { engine: index.engine, accounts: index.accounts, release: held.release, ...(fewRowsMax === 0 && { fewRowsMax }) };
        const answer = await operation.run(asking, operation.input.parse({ target: about.target }));
        expect(operation.output.parse(answer)).toEqual(answer);
        expect({ about: about.target, ...(answer as object) }).toMatchObject({ about: about.target, ...expected });
      }
    }
  });

  it('what each source knows is as the rows say', async () => {
    const operation = operationNamed('sources');
    for (const about of [...targets.slice(0, 30), ...targets.slice(-2)]) {
      const answer = await operation.run(
        { engine: index.engine, accounts: index.accounts, release: held.release },
        { target: about.target },
      );
      expect(operation.output.parse(answer)).toEqual(answer);
      const expected = { ...answers.sources(about.matches), coverage: answers.coverage(about.matches) };
      expect({ about: about.target, ...(answer as object) }).toMatchObject({ about: about.target, ...expected });
    }
  });

  it('topics, relevance and topical authority are as the rows say', async () => {
    let judged = 0;
    for (const about of targets) {
      const {
        versions,
        relevance_weights: weights,
        ...answer
      } = await index.ask<Record<string, unknown> & { backlinks: { judged: number } }>('topics', { target: about.target });
      const { target, release, as_of: asOf, coverage, ...found } = answer;
      expect({ target, release, asOf, coverage }).toMatchObject({ target: about.text, release: held.release.id });
      expect({ target, ...found }).toEqual({ target, ...answers.topics(about.matches, about.domain) });
      expect([versions, weights]).toEqual([
        { topics: 'topics_v1', site: 'site_topics_v1', relevance: 'relevance_v1' },
        { page: 45, site: 25, link: 20, language: 10 },
      ]);
      judged += answer.backlinks.judged;
    }
    expect(judged).toBeGreaterThan(1_000);
  });

  it('anchor profiles are as the rows say', async () => {
    const operation = operationNamed('anchors-profile');
    for (const about of [...targets.slice(0, 30), ...targets.slice(-2)]) {
      const answer = await operation.run(
        { engine: index.engine, accounts: index.accounts, release: held.release },
        { target: about.target },
      );
      expect(operation.output.parse(answer)).toEqual(answer);
      const expected = { ...answers.anchorsProfile(about.matches, about.domain), coverage: answers.coverage(about.matches) };
      expect({ about: about.target, ...(answer as object) }).toMatchObject({ about: about.target, ...expected });
    }
  });

  it('figures of anchors, domains, pages and networks are those of their links alone', async () => {
    const operation = operationNamed('breakdown');
    const named: Readonly<Record<string, (row: Holdings['rows'][number]) => string>> = {
      anchor: (row) => row.anchor,
      domain: (row) => row.source_domain,
      page: (row) => row.source_key,
      ip: (row) => row.source_ip,
      target_page: (row) => row.target_key,
    };
    for (const about of [targets[0], targets[3], targets[4], targets[6]]) {
      if (about === undefined) continue;
      const own = held.rows.filter(about.matches);
      for (const [by, nameOf] of Object.entries(named)) {
        const names = [...new Set(own.map(nameOf))].toSorted().slice(0, 12);
        const asking = { engine: index.engine, accounts: index.accounts, release: held.release };
        const answer = (await operation.run(
          asking,
          operation.input.parse({ target: about.target, by, names: [...names, 'nothing.example'] }),
        )) as {
          rows: { name: string }[];
        };
        expect(answer.rows.map(({ name }) => name)).toEqual(names);
        const most = (await operation.run(asking, operation.input.parse({ target: about.target, by, limit: 5 }))) as {
          rows: { name: string; backlinks_total: number }[];
        };
        const live = own.filter((row) => row.state === 0);
        const counted = [...new Set(own.map(nameOf))].map((name) => live.filter((row) => nameOf(row) === name).length);
        expect(most.rows.map((row) => row.backlinks_total)).toEqual(counted.toSorted((a, b) => b - a).slice(0, 5));
        for (const row of answer.rows) {
          const expected = answers.summary((held) => about.matches(held) && nameOf(held) === row.name, about.domain, about.page);
          const { name, ...figures } = row;
          expect({ name, by, ...figures }).toEqual({
            name,
            by,
            ...Object.fromEntries(Object.keys(figures).map((key) => [key, expected[key]])),
          });
        }
      }
    }
  });

  it('figures of the links that filters choose are those of these links alone, in one row that the target names', async () => {
    const operation = operationNamed('breakdown');
    for (const about of [targets[0], targets[3], targets[4], targets[6]]) {
      if (about === undefined) continue;
      const asking = { engine: index.engine, accounts: index.accounts, release: held.release };
      const input = { target: about.target, by: 'target', filters: ['followed', '=', true] };
      const { rows, target } = (await operation.run(asking, operation.input.parse(input))) as { rows: object[]; target: string };
      const own = held.rows.filter((row) => about.matches(row) && isFollowed(row.flags));
      expect(rows).toHaveLength(own.length === 0 ? 0 : 1);
      const expected: Record<string, unknown> = answers.summary(
        (row) => about.matches(row) && isFollowed(row.flags),
        about.domain,
        about.page,
      );
      for (const row of rows)
        expect(row).toEqual({ ...Object.fromEntries(Object.keys(row).map((key) => [key, expected[key]])), name: target });
    }
  });

  it('the large site is kept ready as domain, host and page, and answers are the same with what is kept as without', async () => {
    const large = await index.engine.ask<{ scope: string; target: string }>(
      sql`SELECT scope, target FROM ${tableOf('large_targets', held.release.id)} ORDER BY scope, target`,
    );
    expect(large.map(({ scope, target }) => `${scope} ${target}`)).toEqual([
      'domain hub.example',
      'host example,hub)',
      'page example,hub)/',
      'page example,hub)/shop/one',
      'page example,hub)/shop/two?a=1',
    ]);
    expect(held.rows.filter(targets[3]?.matches ?? (() => false)).length).toBeGreaterThan(limits.keptReadyAbove);
    for (const about of [targets[0], targets[3]]) {
      if (about === undefined) continue;
      for (const operation of ['list', 'anchors', 'referring-domains'] as const) {
        const expected = expectedRows(answers, operation, { target: about.target }, about);
        for (const limit of [7, 400, 1_000]) {
          const pages = await walkedUpTo(operation, about.target, limit, 3 * limit);
          const named = `${operation} ${about.target} by ${limit}`;
          expect({ named, rows: pages }).toEqual({ named, rows: expected.slice(0, 3 * limit) });
        }
      }
    }
  });

  it('a list behind an offset is the list without its first rows, kept ready, read whole or scanned, in every mode', async () => {
    for (const [about, input] of [
      [targets[0], {}],
      [targets[0], { followed: true, order: ['first_seen,desc'] }],
      [targets[0], { mode: 'one_per_domain' }],
      [targets[1], {}],
      [targets[7], {}],
    ] as const) {
      if (about === undefined) continue;
      const { rows: first } = await index.ask<{ rows: unknown[] }>('list', { target: about.target, ...input, limit: 60 });
      for (const offset of [1, 20, 59]) {
        const page = await index.ask<{ rows: unknown[]; cursor: string | null }>('list', {
          target: about.target,
          ...input,
          offset,
          limit: 10,
        });
        const named = `${about.target} ${JSON.stringify(input)} behind ${offset}`;
        expect({ named, rows: page.rows.slice(0, 60 - offset) }).toEqual({ named, rows: first.slice(offset, offset + 10) });
        if (page.cursor === null || offset > 40) continue;
        const next = await index.ask<{ rows: unknown[] }>('list', {
          target: about.target,
          ...input,
          offset,
          limit: 10,
          cursor: page.cursor,
        });
        expect({ named, rows: next.rows }).toEqual({ named, rows: first.slice(offset + 10, offset + 20) });
      }
    }
  });

  async function walkedUpTo(name: string, target: string, limit: number, rows: number): Promise<unknown[]> {
    const found: unknown[] = [];
    let cursor: string | null = null;
    do {
      const answer: { rows: unknown[]; cursor: string | null } = await index.ask(name, {
        target,
        limit,
        ...(cursor !== null && { cursor }),
      });
      found.push(...answer.rows);
      cursor = answer.cursor;
    } while (cursor !== null && found.length < rows);
    return found.slice(0, rows);
  }

  it('a release built at once is the same to the row, with all that is kept ready', async () => {
    const stepByStep = await releaseDigest(index.engine, held.release.id);
    const { release } = await index.refresh(true);
    expect(await releaseDigest(index.engine, release.id)).toEqual(stepByStep);
    expect(stepByStep['top_backlinks']).not.toMatch(/^0 rows/);
    expect(stepByStep['sitewide']).not.toMatch(/^0 rows/);
  });
});

function expectedRows(answers: Answers, operation: Asked, input: Question, about: About): unknown[] {
  switch (operation) {
    case 'list':
      return answers.list(input, about.matches);
    case 'anchors':
      return answers.anchors(input, about.matches, about.domain);
    case 'referring-domains':
      return answers.referringDomains(input, about.matches);
    case 'referring-pages':
      return answers.referringPages(input, about.matches);
    case 'referring-networks':
      return answers.referringNetworks(input, about.matches);
  }
}

/** Something said at each level: of what many rows have, and against each other. */
function verdictsOf({ rows }: Holdings): HeldVerdict[] {
  const hub = rows.filter((row) => row.target_domain === 'hub.example').sort((a, b) => (a.hash < b.hash ? -1 : 1));
  const said = { verdict: null, tag: null, note: null, target: 'hub.example' } as const;
  const pages = [...new Set(hub.map((row) => row.source_key))];
  return [
    { ...said, kind: 'domain', name: 'source-1.example', target: '', verdict: 'disavowed', tag: 'mailed' },
    { ...said, kind: 'domain', name: 'town.gov.uk', target: '', tag: 'old' },
    { ...said, kind: 'domain', name: 'a-5-3.example', target: '', verdict: 'disavowed' },
    { ...said, kind: 'domain', name: 'source-2.example', verdict: 'ok' },
    { ...said, kind: 'domain', name: 'source-3.example', target: '', verdict: 'disavowed', note: 'a farm' },
    ...pages.slice(0, 40).map((name) => ({ ...said, kind: 'page' as const, name, verdict: 'asked_to_fix' as const, tag: 'Old plumber' })),
    ...hub.slice(0, 30).map(({ hash }) => ({ ...said, kind: 'link' as const, name: hash, verdict: 'ok' as const })),
  ];
}

function domainTarget(domain: string): About {
  return { target: domain, text: domain, domain, page: null, matches: (row) => row.target_domain === domain };
}

function hostTarget(host: string, domain: string, key: string): About {
  return { target: host, text: host, domain, page: null, matches: (row) => row.target_key.startsWith(key) };
}

function prefixTarget(prefix: string, domain: string, key: string): About {
  return { target: prefix, text: prefix, domain, page: null, matches: (row) => row.target_key.startsWith(key) };
}

function pageTarget(url: string, domain: string, key: string): About {
  return { target: url, text: url, domain, page: key, matches: (row) => row.target_key === key };
}
