import { writeFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archiveOf, httpBlock, responseRecord, warcRecord, type WrittenRecord } from '../../test/fixtures/warc.ts';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import { liveRelease } from '../store/releases.ts';
import { evidenceOf, type Evidence } from './evidence.ts';
import type { Backlink } from './shapes.ts';

let index: TestIndex;
beforeAll(async () => {
  index = await throwawayIndex();
});
afterAll(async () => index[Symbol.asyncDispose]());

const body = Buffer.from('<title>Our town</title><p>We like <a href="https://target.example/a">the plumber</a> of the town.</p>');
const digest = { 'WARC-Payload-Digest': 'sha1:SAME' };

function page(url: string, date: string, html = body): WrittenRecord {
  return { ...responseRecord(url, html), date, fields: digest };
}

function revisit(url: string, date: string): WrittenRecord {
  return {
    type: 'revisit',
    url,
    date,
    contentType: 'application/http; msgtype=response',
    block: httpBlock(Buffer.alloc(0), ['Content-Type: text/html']),
    fields: { ...digest, 'WARC-Profile': 'http://netpreserve.org/warc/1.1/revisit/identical-payload-digest' },
  };
}

async function indexed(name: string, records: readonly WrittenRecord[]): Promise<string> {
  const path = join(index.folder, name);
  writeFileSync(
    path,
    archiveOf(
      records.map((record) => warcRecord(record)),
      'member a record',
    ),
  );
  await index.ingest([path]);
  await index.refresh();
  return path;
}

async function linkOf(source: string): Promise<Backlink> {
  const { rows } = await index.ask<{ rows: Backlink[] }>('list', { target: 'target.example', source_domain: source, state: 'all' });
  const [row] = rows;
  if (row === undefined) throw new Error(`${source} does not link to target.example`);
  return row;
}

async function evidence(id: string): Promise<Evidence> {
  const release = liveRelease(index.accounts);
  if (release === null) throw new Error('no release');
  return evidenceOf({ engine: index.engine, accounts: index.accounts, release }, id);
}

describe('the evidence of a link', () => {
  it('is the record that it was seen in, with the text around it', async () => {
    const path = await indexed('town.warc.gz', [page('https://town.example/', '2026-01-05T00:00:00Z')]);
    const row = await linkOf('town.example');
    expect(row.evidence).toMatchObject({ archive: path, offset: 0, fetched_at: '2026-01-05T00:00:00Z' });
    expect(await evidence(row.id)).toMatchObject({
      path,
      found_in_excerpt: true,
      excerpt: expect.stringContaining('<a href="https://target.example/a">the plumber</a>') as string,
      head: expect.stringContaining('WARC-Target-URI: https://town.example/') as string,
    });
  });

  it('is of the page itself when a revisit confirmed it later', async () => {
    await indexed('revisited.warc.gz', [
      page('https://revisited.example/', '2026-01-06T00:00:00Z'),
      revisit('https://revisited.example/', '2026-03-06T00:00:00Z'),
    ]);
    const row = await linkOf('revisited.example');
    expect(row).toMatchObject({
      last_seen: '2026-03-06T00:00:00Z',
      source_title: 'Our town',
      text_before: expect.stringContaining('We like') as string,
      evidence: { fetched_at: '2026-01-06T00:00:00Z' },
    });
    expect(await evidence(row.id)).toMatchObject({ found_in_excerpt: true });
  });

  it('is the capture with the link when another of the same moment has it not', async () => {
    const at = '2026-01-07T00:00:00Z';
    await indexed('without.warc.gz', [page('https://twice.example/', at, Buffer.from('<p>nothing here</p>'))]);
    const path = await indexed('with.warc.gz', [page('https://twice.example/', at)]);
    const row = await linkOf('twice.example');
    expect(row.evidence?.archive).toBe(path);
    expect(await evidence(row.id)).toMatchObject({ found_in_excerpt: true });
  });

  it('is missing, and says where it lay, when the archive is gone', async () => {
    const path = await indexed('moved.warc.gz', [page('https://moved.example/', '2026-01-08T00:00:00Z')]);
    const row = await linkOf('moved.example');
    renameSync(path, `${path}.away`);
    await expect(evidence(row.id)).rejects.toMatchObject({ code: 'evidence_missing', message: expect.stringContaining(path) as string });
    renameSync(`${path}.away`, path);
    expect(await evidence(row.id)).toMatchObject({ found_in_excerpt: true });
  });

  it('is refused for what is no id, and not found for an id that no link has', async () => {
    const { id } = await linkOf('town.example');
    await expect(evidence('nonsense')).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(evidence('target.example~xyz')).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(evidence(id.replace('target.example', 'other.example'))).rejects.toMatchObject({ code: 'not_found' });
    await expect(evidence('target.example~0123456789abcdef')).rejects.toMatchObject({ code: 'not_found' });
  });
});
