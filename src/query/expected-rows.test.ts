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
    expect(await expected(name, {})).toMatchObject({ rows: total, exact: true, asJob: false });
  });

  it('are as many as may be given where they cannot be counted from so few stored rows', async () => {
    const filters = ['anchor', 'ilike', '%a%'];
    expect((await expected('list', { filters })).exact).toBe(true);
    expect(await expected('list', { filters }, 10)).toMatchObject({ rows: 500, exact: false });
  });

  it('are as many as may be given where an answer tells no total', async () => {
    expect(await expected('summary', {})).toMatchObject({ rows: 500, exact: false });
  });

  it('come with the stored rows that have to be read, and whether a job has to', async () => {
    const filters = ['anchor', 'ilike', '%a%'];
    const { rowsToRead } = await expected('list', { filters });
    const { backlinks_total: links } = await index.ask<{ backlinks_total: number }>('summary', { target });
    expect(rowsToRead).toBeGreaterThanOrEqual(links);
    const engine = { ...index.engine, questionRowsReadMax: (rowsToRead ?? 0) - 1 };
    const of = async (name: string): Promise<ExpectedRows> =>
      expectedRows(engine, index.accounts, operationNamed(name), { input: { target, ...(name === 'list' && { filters }) }, limit: 500 });
    expect(await of('list')).toEqual({ rows: 500, exact: false, rowsToRead, asJob: true });
    // Kept ready, or few.
    expect(await expected('summary', {})).toMatchObject({ exact: false, asJob: false });
    const part = await expected('summary', { target: 'hub.example/*' });
    expect(part.rowsToRead).toBeGreaterThan(0);
    expect(
      (
        await expectedRows({ ...engine, questionRowsReadMax: 1 }, index.accounts, operationNamed('summary'), {
          input: { target: 'hub.example/*' },
          limit: 1,
        })
      ).asJob,
    ).toBe(true);
  });

  it('do not hide what is wrong with a question', async () => {
    await expect(expected('list', { filters: ['anchr', '=', 'a'] })).rejects.toMatchObject({ code: 'invalid_filter' });
  });
});
