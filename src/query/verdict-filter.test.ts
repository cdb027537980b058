import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadWorlds, pageCapture } from '../../test/conformance/worlds.ts';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import { verdictGiven, type VerdictInput } from '../service/verdict-input.ts';
import { liveRelease } from '../store/releases.ts';
import { setVerdicts } from '../store/verdicts.ts';
import { operationNamed } from './operations.ts';
import type { Backlink } from './shapes.ts';

let index: TestIndex;
beforeAll(async () => {
  index = await throwawayIndex();
  const captures = ['paper', 'farm', 'forum', 'blog'].flatMap((name) =>
    ['one', 'two'].map((path) => pageCapture(`https://${name}.example/${path}`, ['https://shop.example/', 'https://other.example/'])),
  );
  await loadWorlds(index, 'town', captures);
  await index.refresh();
});
afterAll(async () => index[Symbol.asyncDispose]());

function say(...given: VerdictInput[]): void {
  setVerdicts(index.accounts, given.map(verdictGiven));
}

/** Asked by the engine and of rows at hand. */
async function both<T>(name: string, input: Record<string, unknown>): Promise<T> {
  const operation = operationNamed(name);
  const release = liveRelease(index.accounts);
  if (release === null) throw new Error('there is no release');
  const answers = await Promise.all(
    [0, undefined].map(async (fewRowsMax) =>
      operation.run(
        { engine: index.engine, accounts: index.accounts, release, ...(fewRowsMax === 0 && { fewRowsMax }) },
        operation.input.parse(input),
      ),
    ),
  );
  expect(answers[0]).toEqual(answers[1]);
  return answers[0] as T;
}

async function sources(input: Record<string, unknown>): Promise<string[]> {
  const { rows, total } = await both<{ rows: Backlink[]; total: number }>('list', input);
  expect(total).toBe(rows.length);
  return rows.map(({ source_url }) => source_url.replace('https://', '').replace('.example', '')).sort();
}

describe('verdicts', () => {
  it('of a link stand before those of its page, and these before those of its domain', async () => {
    const { rows } = await index.ask<{ rows: Backlink[] }>('list', { target: 'shop.example', source_domain: 'farm.example' });
    const link = rows.find(({ source_url }) => source_url.endsWith('/two'));
    say(
      { domain: 'farm.example', verdict: 'disavowed', note: 'everywhere' },
      { page: 'https://farm.example/one', target: 'shop.example', verdict: 'asked_to_fix', tag: 'mailed' },
      { link: link?.id ?? '', verdict: 'ok' },
      { domain: 'forum.example', target: 'shop.example', tag: 'old' },
    );
    expect(await sources({ target: 'shop.example', verdict: 'disavowed' })).toEqual([]);
    expect(await sources({ target: 'shop.example', verdict: 'asked_to_fix' })).toEqual(['farm/one']);
    expect(await sources({ target: 'shop.example', verdict: ['ok', 'asked_to_fix'] })).toEqual(['farm/one', 'farm/two']);
    expect(await sources({ target: 'shop.example', verdict: 'none' })).toEqual([
      'blog/one',
      'blog/two',
      'forum/one',
      'forum/two',
      'paper/one',
      'paper/two',
    ]);
    expect(await sources({ target: 'shop.example', verdict_tag: 'old' })).toEqual(['forum/one', 'forum/two']);
    expect(await sources({ target: 'shop.example', verdict_tag: ['old', 'mailed'], verdict: 'none' })).toEqual(['forum/one', 'forum/two']);
    const judged = await both<{ rows: Backlink[] }>('list', { target: 'shop.example', verdict: 'asked_to_fix' });
    expect(judged.rows[0]).toMatchObject({ verdict: 'asked_to_fix', verdict_tag: 'mailed', verdict_note: null });
  });

  it('of other targets do not concern this one; those of anybody do', async () => {
    expect(await sources({ target: 'other.example', verdict: 'disavowed' })).toEqual(['farm/one', 'farm/two']);
    expect(await sources({ target: 'other.example', verdict_tag: 'old' })).toEqual([]);
  });

  it('stand beside referring domains, and choose among them', async () => {
    const answer = await both<{ rows: { domain: string; verdict: string | null }[]; total: number }>('referring-domains', {
      target: 'shop.example',
      verdict: 'disavowed',
    });
    expect(answer).toMatchObject({
      total: 1,
      rows: [{ domain: 'farm.example', verdict: 'disavowed', verdict_tag: null, verdict_note: 'everywhere' }],
    });
    const others = await both<{ rows: { domain: string }[] }>('referring-domains', { target: 'shop.example', verdict: 'none' });
    expect(others.rows.map(({ domain }) => domain).sort()).toEqual(['blog.example', 'forum.example', 'paper.example']);
  });

  it('are listed with what they are of, page by page', async () => {
    const first = await index.ask<{ rows: { name: string }[]; total: number; cursor: string }>('verdicts', {
      target: 'shop.example',
      limit: 3,
    });
    const rest = await index.ask<{ rows: { name: string }[] }>('verdicts', { target: 'shop.example', limit: 3, cursor: first.cursor });
    expect(first.total).toBe(4);
    expect([...first.rows, ...rest.rows].map(({ name }) => name.replace(/~\w{16}$/, '~'))).toEqual([
      'farm.example',
      'forum.example',
      'shop.example~',
      'https://farm.example/one',
    ]);
    expect(await index.ask('verdicts', { target: 'other.example', verdict: 'ok' })).toMatchObject({ total: 0, rows: [] });
  });

  it('are refused when it is not clear what they are of', () => {
    expect(() => verdictGiven({ verdict: 'ok' })).toThrow('one thing');
    expect(() => verdictGiven({ domain: 'a.example', page: 'https://a.example/', verdict: 'ok' })).toThrow('one thing');
    expect(() => verdictGiven({ link: 'shop.example~xyz', verdict: 'ok' })).toThrow('no id');
    expect(() => verdictGiven({ link: 'shop.example~0123456789abcdef', target: 'other.example' })).toThrow('shop.example, not');
    expect(() => verdictGiven({ page: 'ftp://a.example/' })).toThrow('no web address');
  });
});
