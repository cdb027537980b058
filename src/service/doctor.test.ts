import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archiveOf, responseRecord, warcRecord } from '../../test/fixtures/warc.ts';
import { readConfig, type Config } from '../base/config.ts';
import { silent } from '../base/progress.ts';
import { openAccounts } from '../store/accounts.ts';
import { openEmbedded } from '../store/embedded.ts';
import { name, sql } from '../store/literal.ts';
import { dataFolder } from './data-folder.ts';
import { examine } from './doctor.ts';
import { openOwn } from './open-backend.ts';

let path: string;
let file: string;
let config: Config;
beforeAll(async () => {
  path = mkdtempSync(join(tmpdir(), 'openbacklinks-'));
  file = join(path, 'page.warc.gz');
  const record = warcRecord(responseRecord('https://news.example/a', Buffer.from('<a href="https://shop.example/">shop</a>')));
  writeFileSync(file, archiveOf([record], 'member a record'));
  config = readConfig({ data: join(path, 'data') }, {});
});
afterAll(() => rmSync(path, { recursive: true, force: true }));

/** The checks that are not right, by name. */
async function wrong(mend: boolean): Promise<Record<string, string>> {
  const checks = await examine(config, { mend });
  return Object.fromEntries(checks.filter(({ outcome }) => outcome !== 'ok').map(({ name, outcome }) => [name, outcome]));
}

async function liveRelease(): Promise<number> {
  const { backend } = await openOwn(config);
  const live = (await backend.releases()).find((release) => release.live);
  await backend.close();
  return live?.release ?? 0;
}

describe('doctor', () => {
  it('finds nothing wrong where there is nothing yet, and makes nothing', async () => {
    const checks = await examine(config, { mend: false });
    expect(checks.filter(({ outcome, name }) => outcome !== 'ok' && name !== 'thread pool')).toEqual([]);
    expect(existsSync(config.data)).toBe(false);
  });

  it('asks a living owner and leaves its data alone', async () => {
    const { backend } = await openOwn(config);
    const job = await backend.startJob('ingest', { sources: [file], refresh: true });
    await backend.followJob(job.job_id, silent);
    const checks = await examine(config, { mend: true });
    expect(checks.at(-1)).toMatchObject({ name: 'owner', outcome: 'problem', text: expect.stringContaining(`Process ${process.pid}`) });
    await backend.close();
  });

  it('finds each thing that a crash leaves, and mends it', async () => {
    const folder = dataFolder(config.data);
    const accounts = openAccounts(folder.accounts);
    accounts
      .prepare(
        `INSERT INTO batches (digest, archive, path, crawl, state, counts, created_at) VALUES ('d', 'a', 'a', 'c', 'loading', '{}', 'now')`,
      )
      .run();
    accounts.prepare(`INSERT INTO releases (state, last_batch, facts, created_at) VALUES ('building', 1, '{}', 'now')`).run();
    accounts.close();
    mkdirSync(join(folder.staging, '0'), { recursive: true });
    writeFileSync(folder.socket, '');
    const left = ['batches', 'builds', 'socket file', 'staging'];
    expect(await wrong(false)).toMatchObject(Object.fromEntries(left.map((name) => [name, 'problem'])));
    expect(await wrong(true)).toMatchObject(Object.fromEntries(left.map((name) => [name, 'mended'])));
    expect(Object.keys(await wrong(false)).filter((name) => left.includes(name))).toEqual([]);
  });

  it('finds a release that lost a table, and builds a new one', async () => {
    const engine = openEmbedded({ path: dataFolder(config.data).engine });
    await engine.run(sql`TRUNCATE TABLE backlinks_1`);
    await engine.close();
    expect(await wrong(false)).toMatchObject({ releases: 'problem' });
    expect(await wrong(true)).toMatchObject({ releases: 'mended' });
    const { backend } = await openOwn(config);
    expect(await backend.releases()).toMatchObject([{ live: true, facts: { backlinks_live: 1 } }]);
    await backend.close();
  });

  it('builds it with the seeds of trust that the operator names', async () => {
    const seeds = join(path, 'seeds.txt');
    writeFileSync(seeds, 'news.example\n');
    const engine = openEmbedded({ path: dataFolder(config.data).engine });
    await engine.run(sql`TRUNCATE TABLE ${name(`backlinks_${await liveRelease()}`)}`);
    await engine.close();
    config = readConfig({ data: config.data, trustSeeds: seeds }, {});
    expect(await wrong(true)).toMatchObject({ releases: 'mended' });
    const { backend } = await openOwn(config);
    expect(await backend.releases()).toMatchObject([{ live: true, facts: { trust: { seeds_from: 'operator', seeds: 1 } } }]);
    const job = await backend.startJob('refresh', {});
    expect((await backend.followJob(job.job_id, silent)).result).toMatchObject({ built: false });
    await backend.close();
  });

  it('finds an archive that has moved away', async () => {
    rmSync(file);
    expect(await wrong(true)).toMatchObject({ archives: 'problem' });
  });
});
