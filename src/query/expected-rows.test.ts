import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hubWorld, loadWorlds } from '../../test/conformance/worlds.ts';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import { expectedRows, type ExpectedRows } from './expected-rows.ts';
import { operationNamed } from './operations.ts';

const target = 'hub.example';
let index: TestIndex;
beforeAll(async () => {
  index = await throwawayIndex();
  await loadWorlds(index, 'one', hubWorld(60, 3));
  await index.refresh();
}, 120_000);
afterAll(async () => index[Symbol.asyncDispose]());

async function expected(name: string, given: object, rowsReadMax?: number): Promise<ExpectedRows> {
  const input = { target, ...given };
  return expectedRows(index.engine, index.accounts, operationNamed(name), { input, limit: 500, ...(rowsReadMax && { rowsReadMax }) });
}

describe('the rows that an answer would have', () => {
  it.each(['list', 'anchors', 'referring-domains'])('are its exact total (%s)', async (name) => {
    const { total } = await index.ask<{ total: number }>(name, { target });
    expect(await expected(name, {})).toEqual({ rows: total, exact: true });
  });

  it('are as many as may be given where they cannot be counted from so few stored rows', async () => {
    const filters = ['anchor', 'ilike', '%a%'];
    expect((await expected('list', { filters })).exact).toBe(true);
    expect(await expected('list', { filters }, 10)).toEqual({ rows: 500, exact: false });
  });

  it('are as many as may be given where an answer tells no total', async () => {
    expect(await expected('summary', {})).toEqual({ rows: 500, exact: false });
  });

  it('do not hide what is wrong with a question', async () => {
    await expect(expected('list', { filters: ['anchr', '=', 'a'] })).rejects.toMatchObject({ code: 'invalid_filter' });
  });
});
