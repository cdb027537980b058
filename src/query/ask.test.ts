import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../base/limits.ts';
import { loadWorlds, randomWorlds } from '../../test/conformance/worlds.ts';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import { liveRelease } from '../store/releases.ts';
import { ask } from './ask.ts';
import { operationNamed, operations } from './operations.ts';

let index: TestIndex;
const [first = [], second = [], ...others] = randomWorlds(30, 8);
const target = 'everyone.example';

beforeAll(async () => {
  index = await throwawayIndex();
});
afterAll(async () => index[Symbol.asyncDispose]());

function message(code: string, text: string): Error {
  return expect.objectContaining({ code, message: expect.stringContaining(text) as string }) as Error;
}

it('before the first release every question says that nothing has been looked at', async () => {
  for (const { name, example } of operations) {
    await expect(index.ask(name, example)).rejects.toThrow(message('no_release', 'nothing has been looked at'));
  }
});

describe('with releases', () => {
  beforeAll(async () => {
    await loadWorlds(index, 'one', others.flat());
    await index.refresh();
    await loadWorlds(index, 'two', first);
    await index.refresh();
  });

  it('an unknown field is named, with those that are known', async () => {
    await expect(index.ask('list', { target, limits: 5 })).rejects.toThrow(
      message('invalid_input', '"limits" is not a field of list. It takes: target'),
    );
  });

  it('a field of the wrong kind is named', async () => {
    await expect(index.ask('list', { target, order: 'strength' })).rejects.toThrow(message('invalid_input', '"order"'));
    await expect(index.ask('list', { target: 5 })).rejects.toThrow(message('invalid_input', '"target"'));
    await expect(index.ask('list', { target, kind: 'image' })).rejects.toThrow(message('invalid_input', '"kind"'));
  });

  it.each([0, -1, 1.5, limits.rowsPerAnswerMax + 1, 'many', null])('a limit of %j is out of its range', async (limit) => {
    await expect(index.ask('list', { target, limit })).rejects.toThrow(
      message('limit_out_of_range', `from 1 to ${limits.rowsPerAnswerMax}`),
    );
  });

  it('a missing target is asked for; two that differ are refused; the older word does the same', async () => {
    await expect(index.ask('list', {})).rejects.toThrow(message('invalid_input', '"target" is missing'));
    await expect(index.ask('list', { target, domain: 'example.com' })).rejects.toThrow(message('invalid_input', 'differ'));
    expect(await index.ask('summary', { domain: target })).toEqual(await index.ask('summary', { target }));
  });

  it('an invalid target or filter is refused, also where there is nothing to filter', async () => {
    await expect(index.ask('anchors', { target: 'not a target' })).rejects.toThrow(message('invalid_target', 'white space'));
    for (const about of [target, 'nobody-links.example']) {
      await expect(index.ask('list', { target: about, first_seen_from: '2026-13-01' })).rejects.toThrow(
        message('invalid_filter', '2026-13-01'),
      );
      await expect(index.ask('list', { target: about, source_domain: 'a b' })).rejects.toThrow(message('invalid_filter', 'a b'));
    }
  });

  it('a filter with a broken regular expression is refused, also where there is nothing to filter', async () => {
    for (const about of [target, 'nobody-links.example']) {
      await expect(
        index.ask('list', { target: about, filters: [['kind', '=', 'form'], 'and', ['anchor', 'not_regex', '(']] }),
      ).rejects.toThrow(message('invalid_pattern', 'missing )'));
      await expect(index.ask('list', { target: about, filters: 'anchor regex "(?=a)"' })).rejects.toThrow(
        message('invalid_pattern', '(?='),
      );
      await expect(index.ask('list', { target: about, filters: ['anchr', '=', 'a'] })).rejects.toThrow(
        message('invalid_filter', 'Did you mean "anchor"?'),
      );
    }
  });

  it('a filter is the same as lists, as JSON and as text', async () => {
    const filters = [['domain_authority', '<', 101], 'and', [['anchor', '=', ''], 'or', ['kind', 'in', ['anchor', 'area']]]];
    const text = 'domain_authority < 101 and (anchor = "" or kind in (anchor, area))';
    const expected = await index.ask<{ total: number }>('list', { target: 'everyone.example', filters });
    expect(expected.total).toBeGreaterThan(0);
    for (const same of [JSON.stringify(filters), text])
      expect(await index.ask('list', { target: 'everyone.example', filters: same })).toEqual(expected);
  });

  it('an unknown operation is refused with the nearest one', () => {
    expect(() => operationNamed('summery')).toThrow(message('unknown_operation', 'Did you mean "summary"?'));
    expect(() => operationNamed('x'.repeat(1_000))).toThrow(message('unknown_operation', 'There are: summary, '));
    expect(operationNamed('backlinks').name).toBe('list');
    expect(operationNamed('referring_domains').name).toBe('referring-domains');
  });

  it('a pinned release answers as it did, after others were published', async () => {
    const pinned = await index.ask('list', { target, release: 1, limit: 1_000 });
    const live = await index.ask<{ release: number }>('list', { target });
    expect([pinned['release'], live.release]).toEqual([1, 2]);
    await loadWorlds(index, 'three', second);
    await index.refresh();
    expect(await index.ask('list', { target, release: 1, limit: 1_000 })).toEqual(pinned);
  });

  it('a release that never was is unknown', async () => {
    await expect(index.ask('list', { target, release: 99 })).rejects.toThrow(message('release_unknown', 'known are 1, 2, 3'));
  });

  it('a cursor goes on in the release it began in, and keeps it from being dropped', async () => {
    const begun = await index.ask<{ cursor: string; total: number; rows: { id: string }[] }>('list', { target, release: 1, limit: 3 });
    await index.refresh(true);
    await index.refresh(true);
    expect(liveRelease(index.accounts)?.id).toBe(5);
    const next = await index.ask<{ release: number; total: number; rows: { id: string }[] }>('list', {
      target,
      limit: 3,
      cursor: begun.cursor,
    });
    expect(next).toMatchObject({ release: 1, total: begun.total });
    expect(next.rows.map(({ id }) => id)).not.toEqual(begun.rows.map(({ id }) => id));
    await expect(index.ask('list', { target, limit: 3, cursor: begun.cursor, release: 4 })).rejects.toThrow(
      message('invalid_cursor', 'another question'),
    );
  });

  it('a dropped release is gone, by number and by cursor, and the answer says which are kept', async () => {
    const begun = await index.ask<{ cursor: string }>('list', { target, release: 1, limit: 3 });
    index.accounts.prepare('UPDATE leases SET expires_at = 0').run();
    await index.refresh(true);
    const gone = message('release_gone', 'kept are 4, 5, 6');
    await expect(index.ask('list', { target, release: 1 })).rejects.toThrow(gone);
    await expect(index.ask('list', { target, limit: 3, cursor: begun.cursor })).rejects.toThrow(gone);
  });

  it('a question given up before it began is not asked', async () => {
    const gone = AbortSignal.abort(new Error('gave up'));
    await expect(ask(index.engine, index.accounts, operationNamed('summary'), { target }, gone)).rejects.toThrow('gave up');
  });
});

describe('coverage', () => {
  it('is found, or looked and not found, with what would look further', async () => {
    expect(await index.ask('list', { target })).toMatchObject({ coverage: { status: 'found', next: null } });
    expect(await index.ask('list', { target: 'nobody-links.example' })).toMatchObject({
      total: 0,
      rows: [],
      cursor: null,
      coverage: { status: 'looked_not_found', next: expect.stringContaining('ingest') as string },
    });
  });
});
