import { afterAll, beforeAll, expect, it } from 'vitest';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import { openAccounts } from './accounts.ts';
import { sql } from './literal.ts';
import { migrate, schemaSteps, statementsOf } from './migrate.ts';

let index: TestIndex;
beforeAll(async () => {
  index = await throwawayIndex();
});
afterAll(async () => index[Symbol.asyncDispose]());

it('steps are numbered without a gap', () => {
  expect(schemaSteps().map((file) => Number(file.slice(0, 4)))).toEqual(schemaSteps().map((_, i) => i + 1));
});

it('a file is split into its statements, comments left out', () => {
  const statements = statementsOf('0001-raw.sql');
  expect(statements.map((statement) => statement.split(/\s+/).slice(0, 3).join(' '))).toEqual([
    'CREATE TABLE captures',
    'CREATE TABLE linksets',
    'CREATE TABLE link_context',
  ]);
  expect(statements.join('')).not.toContain('--');
});

it('a step that was run and not recorded is run again without harm', async () => {
  await index.engine.run(sql`INSERT INTO link_context (source_key) VALUES ('kept')`);
  index.accounts.prepare('DELETE FROM schema_steps').run();
  await migrate(index.engine, index.accounts, index.folder);
  expect(await index.engine.ask(sql`SELECT source_key FROM link_context`)).toEqual([{ source_key: 'kept' }]);
  expect(index.accounts.prepare('SELECT count(*) AS steps FROM schema_steps').get()).toMatchObject({ steps: schemaSteps().length });
});

it('data of a newer version is refused, not changed', async () => {
  index.accounts.prepare(`INSERT INTO schema_steps (file, done_at) VALUES ('9999-future.sql', 'now')`).run();
  await expect(migrate(index.engine, index.accounts, index.folder)).rejects.toMatchObject({
    code: 'data_newer',
    message: expect.stringContaining('9999-future.sql') as string,
  });
  index.accounts.prepare(`DELETE FROM schema_steps WHERE file = '9999-future.sql'`).run();
});

it('accounts of a newer version are refused', () => {
  const path = `${index.folder}/newer.sqlite`;
  const accounts = openAccounts(path);
  accounts.exec('PRAGMA user_version = 99');
  accounts.close();
  expect(() => openAccounts(path)).toThrow(expect.objectContaining({ code: 'data_newer' }));
});
