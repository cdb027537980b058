/** The command as a user runs it: compiled (`npm test` has built it), in processes of its own, on loopback. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archiveOf, responseRecord, warcRecord } from '../test/fixtures/warc.ts';

const bin = resolve(import.meta.dirname, '../bin/openbacklinks');
let folder: string;
let archive: string;
/** Belongs to a server that runs all the time. */
let data: string;
let server: ChildProcess;
let address: string;

function start(args: readonly string[], dataFolder: string): ChildProcess {
  const env = {
    ...process.env,
    OPENBACKLINKS_DATA: dataFolder,
    OPENBACKLINKS_LOG_LEVEL: 'silent',
    UV_THREADPOOL_SIZE: '16',
    NODE_NO_WARNINGS: '1',
  };
  return spawn(bin, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly talk: string;
}

async function ended(child: ChildProcess): Promise<Ended> {
  const [out, talk] = [child.stdout, child.stderr].map((stream) => (stream === null ? '' : text(stream)));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, out: (await out) ?? '', talk: (await talk) ?? '' };
}

async function run(args: readonly string[], dataFolder = data): Promise<Ended> {
  return ended(start(args, dataFolder));
}

/** The first line that a child prints which matches. */
async function lineOf(child: ChildProcess, pattern: RegExp): Promise<string> {
  let printed = '';
  for await (const piece of child.stdout ?? []) {
    printed += String(piece);
    const found = pattern.exec(printed)?.[1];
    if (found !== undefined) return found;
  }
  throw new Error(`it ended without a line like ${pattern}: ${printed}`);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'openbacklinks-'));
  data = join(folder, 'data');
  archive = join(folder, 'pages.warc.gz');
  const pages = ['one', 'two', 'three'].map((name) =>
    warcRecord(responseRecord(`https://${name}.example/`, Buffer.from(`<a href="https://shop.example/">=shop ${name}</a>`))),
  );
  writeFileSync(archive, archiveOf(pages, 'member a record'));
  server = start(['serve', '--port', '0'], data);
  address = await lineOf(server, /answers at (\S+)/);
});
afterAll(async () => {
  const done = once(server, 'close');
  server.kill('SIGTERM');
  await done;
  rmSync(folder, { recursive: true, force: true });
});

describe('the command line, through a running server', () => {
  it('ingests and publishes, telling progress on stderr and the outcome on stdout', async () => {
    expect(await run(['ingest', archive, '--refresh'])).toMatchObject({
      status: 0,
      out: expect.stringMatching(/^Ingested 1 archive: 3 pages, 3 links in [\d.]+ s\.\n$/),
      talk: expect.stringContaining('publish'),
    });
  });

  it('answers as a table, as CSV and as JSON', async () => {
    const [table, csv, json] = await Promise.all([
      run(['query', 'list', 'shop.example', '--limit', '2']),
      run(['query', 'backlinks', 'shop.example', '--csv']),
      run(['query', 'list', 'shop.example', '--json', '--no-followed']),
    ]);
    expect(table).toMatchObject({
      status: 0,
      talk: '',
      out: expect.stringMatching(
        /^shop\.example: 3 \(release 1, .*\n\nsource_url .*\n(?:.*\n){2}\n2 of 3 rows\. The next ones: --cursor \S+\n$/,
      ),
    });
    expect(csv.out.split('\n')[0]).toContain('source_url,');
    expect(csv.out).toContain(",'=shop one,");
    expect(JSON.parse(json.out)).toMatchObject({ total: 0, rows: [], coverage: { status: 'found' } });
  });

  it('prints all rows of a list, and tells beside them when some are left', async () => {
    const [lines, table, some, none, quote] = await Promise.all([
      run(['query', 'list', 'shop.example', '--ndjson', '--all']),
      run(['query', 'list', 'shop.example', '--csv', '--all', '--filters', 'anchor regex "(one|two)$" and followed = true']),
      run(['query', 'list', 'shop.example', '--ndjson', '--all', '--limit', '2']),
      run(['query', 'list', 'shop.example', '--all']),
      run(['query', 'list', 'shop.example', '--csv', '--all', '--dry-run']),
    ]);
    const rows = lines.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { anchor: string });
    expect(rows.map(({ anchor }) => anchor).sort()).toEqual(['=shop one', '=shop three', '=shop two']);
    expect(lines).toMatchObject({ status: 0, talk: '' });
    expect(table.out.match(/'=shop (?:one|two)/g)).toHaveLength(2);
    expect(some.out.trimEnd().split('\n')).toHaveLength(2);
    expect(some.talk).toMatch(/^2 of 3 rows, as many as were asked for\. The next ones: --cursor \S+\n$/);
    expect(none).toMatchObject({ status: 2, talk: expect.stringContaining('--csv or --ndjson') });
    expect(quote.out).toContain('rows');
  });

  it('lists what filters can ask for, and names the nearest right field', async () => {
    const [fields, wrong] = await Promise.all([
      run(['filters', 'anchors']),
      run(['query', 'list', 'shop.example', '--filters', 'anchr = a']),
    ]);
    expect(fields.out).toContain('followed_share');
    expect(fields.out).toContain('anchors: --filters of backlink, --having of anchor');
    expect(wrong).toMatchObject({ status: 2, talk: expect.stringContaining('Did you mean "anchor"?') });
  });

  it('never colours or cuts what is piped', async () => {
    const { out } = await run(['query', 'list', 'shop.example']);
    expect(out).not.toContain('\u001b');
    expect(out).not.toContain('…');
  });

  it('shows the record behind a link', async () => {
    const { out } = await run(['query', 'list', 'shop.example', '--json', '--limit', '1']);
    const [link] = (JSON.parse(out) as { rows: { id: string }[] }).rows;
    const shown = await run(['evidence', link?.id ?? '']);
    expect(shown).toMatchObject({ status: 0, out: expect.stringContaining('<a href="https://shop.example/">') });
    expect(shown.out).toContain(archive);
  });

  it('gives events of a job as JSON lines', async () => {
    const { status, out } = await run(['ingest', archive, '--json']);
    const events = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; job?: unknown });
    expect(status).toBe(0);
    expect(events.at(-1)).toMatchObject({ event: 'end', job: { status: 'complete', result: { archives_known: 1 } } });
    expect(events).toContainEqual({ event: 'note', level: 'info', text: `${archive} is in the index already`, fields: { path: archive } });
  });

  it('makes keys that the server takes at once', async () => {
    const { out } = await run(['keys', 'create', 'reports']);
    const headers = { authorization: `Bearer ${out.trim()}`, 'content-type': 'application/json' };
    const answer = await fetch(`${address}/v1/backlinks/summary`, { method: 'POST', headers, body: '{"target":"shop.example"}' });
    expect([answer.status, await answer.json()]).toMatchObject([200, { status: 'success', data: { referring_domains: 3 } }]);
  });

  it('ends quietly when its reader has had enough', async () => {
    const child = start(['query', 'list', 'shop.example', '--json'], data);
    child.stdout?.destroy();
    const [status] = (await once(child, 'exit')) as [number | null];
    expect(status).toBe(0);
  });
});

describe('what goes wrong', () => {
  const cases: readonly (readonly [string, () => readonly string[], string, number])[] = [
    ['an unknown flag', () => ['query', 'list', 'shop.example', '--limt', '5'], 'usage', 2],
    ['an unknown command', () => ['qury'], 'usage', 2],
    ['no command', () => [], 'usage', 2],
    ['a flag that is no number', () => ['query', 'list', 'shop.example', '--limit', 'x'], 'usage', 2],
    ['a wrong setting', () => ['serve', '--port', '80000'], 'usage', 2],
    ['an unknown operation', () => ['query', 'lst', 'shop.example'], 'unknown_operation', 2],
    ['what is no target', () => ['query', 'list', 'no target'], 'invalid_target', 2],
    ['a limit out of range', () => ['query', 'list', 'shop.example', '--limit', '1001'], 'limit_out_of_range', 2],
    ['a broken cursor', () => ['query', 'list', 'shop.example', '--cursor', 'broken'], 'invalid_cursor', 2],
    ['an unknown release', () => ['query', 'list', 'shop.example', '--release', '9'], 'release_unknown', 4],
    ['a missing file', () => ['ingest', join(folder, 'missing.warc')], 'source_missing', 3],
    ['a file that is no archive', () => ['ingest', bin], 'not_an_archive', 3],
    ['an address that must not be fetched', () => ['ingest', `${address}/health`], 'address_refused', 6],
    ['an unknown link', () => ['evidence', 'shop.example~0000000000000000'], 'not_found', 3],
    ['no earlier release', () => ['releases', 'rollback'], 'no_earlier_release', 4],
    ['a data directory that another process serves', () => ['serve', '--port', '0'], 'data_locked', 4],
  ];

  it.each(cases)('%s', async (_, args, code, status) => {
    const { talk, ...rest } = await run(args());
    expect(rest).toEqual({ status, out: '' });
    expect(talk.trimEnd().split('\n').at(-1)).toMatch(new RegExp(`^error: ${code}: .+ \\(docs/errors/${code}\\.md\\)$`));
    expect(talk).not.toMatch(/^ {4}at /m);
  });

  it('is the error envelope with --json, whether it was met here or there', async () => {
    const all = await Promise.all([
      run(['query', 'list', 'shop.example', '--limit', '1001', '--json']),
      run(['ingest', join(folder, 'missing.warc'), '--json']),
      run(['query', 'list', 'shop.example', '--limt', '--json']),
    ]);
    expect(all.map(({ talk }) => JSON.parse(talk) as unknown)).toMatchObject(
      ['limit_out_of_range', 'source_missing', 'usage'].map((code) => ({
        status: 'error',
        error: { code, docs: `docs/errors/${code}.md` },
      })),
    );
  });

  it('suggests what was meant', async () => {
    const [flag, operation] = await Promise.all([
      run(['query', 'list', 'a.example', '--limt', '5']),
      run(['query', 'summry', 'a.example']),
    ]);
    expect(flag.talk).toContain('Did you mean --limit?');
    expect(operation.talk).toContain('Did you mean "summary"?');
  });

  it.skipIf(process.getuid?.() === 0)('a file without read permission', async () => {
    const closed = join(folder, 'closed.warc');
    writeFileSync(closed, '');
    chmodSync(closed, 0);
    expect(await run(['ingest', closed])).toMatchObject({ status: 3, talk: expect.stringContaining('error: source_unreadable') });
  });

  it('a data directory that cannot be written, a port that is taken, no release yet', async () => {
    const [unwritable, taken, empty] = await Promise.all([
      run(['index'], join(archive, 'data')),
      run(['serve', '--port', new URL(address).port], join(folder, 'second')),
      run(['query', 'summary', 'shop.example'], join(folder, 'third')),
    ]);
    expect(unwritable).toMatchObject({ status: 4, talk: expect.stringContaining('error: data_unwritable') });
    expect(taken).toMatchObject({ status: 4, talk: expect.stringContaining('error: port_taken') });
    expect(empty).toMatchObject({ status: 4, out: '', talk: expect.stringContaining('error: no_release') });
  });
});

describe('an owner that is killed', () => {
  it('leaves nothing that stops the next one, and its job is done by it', async () => {
    const own = join(folder, 'killed');
    const first = start(['start', '--port', '0'], own);
    const exited = once(first, 'exit');
    // The sample web is written, and its ingest has begun.
    while (!existsSync(join(own, 'sample'))) await new Promise((wake) => setTimeout(wake, 20));
    await new Promise((wake) => setTimeout(wake, 300));
    first.kill('SIGKILL');
    await exited;

    const second = start(['start', '--port', '0'], own);
    const printed = text(second.stdout ?? process.stdin);
    while (!existsSync(join(own, 'demo-key'))) await new Promise((wake) => setTimeout(wake, 50));
    await new Promise((wake) => setTimeout(wake, 1000));
    const done = once(second, 'exit');
    second.kill('SIGINT');
    expect(await done).toEqual([0, null]);
    const key = readFileSync(join(own, 'demo-key'), 'utf8').trim();
    expect(statSync(join(own, 'demo-key')).mode & 0o777).toBe(0o600);
    expect(await printed).toContain(`Demo key: ${key}`);
    expect(await printed).toContain('"target": "riverside-plumbing.example"');
    expect(existsSync(join(own, 'openbacklinks.sock'))).toBe(false);
  });
});
