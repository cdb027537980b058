/** All rows of a list at once: over HTTP, and through the owner's socket. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { csv } from '../../src/base/csv.ts';
import { allColumns, flatRow } from '../../src/query/answer-columns.ts';
import { operationNamed } from '../../src/query/operations.ts';
import { connectOwner } from '../../src/service/remote-backend.ts';
import type { Piece } from '../../src/service/whole-answer.ts';
import { sampleService, type SampleService } from '../sample-service.ts';

const target = 'wexcombechamber.example';
let service: SampleService;
let rows: readonly Readonly<Record<string, unknown>>[];

beforeAll(async () => {
  service = await sampleService({ crawls: 1 });
  await service.fill();
  const { data } = await service.backend.ask('list', { target, state: 'all', limit: 1_000 });
  rows = (data as { rows: Record<string, unknown>[] }).rows;
}, 240_000);
afterAll(async () => service[Symbol.asyncDispose]());

async function asked(
  body: object,
  { accept, format, key = service.readKey }: { accept?: string; format?: string; key?: string },
  operation = 'list',
): Promise<Response> {
  return fetch(`${service.address}/v1/backlinks/${operation}${format === undefined ? '' : `?format=${format}`}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, ...(accept !== undefined && { accept }) },
    body: JSON.stringify(body),
  });
}

function linesOf(text: string): Record<string, unknown>[] {
  expect(text.endsWith('\n')).toBe(true);
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('as lines of JSON, with an end that says so', async () => {
  expect(rows.length).toBeGreaterThan(20);
  const response = await asked({ target, state: 'all' }, { accept: 'application/x-ndjson' });
  expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
  const lines = linesOf(await response.text());
  expect(lines.slice(0, -1)).toEqual(rows);
  expect(lines.at(-1)).toMatchObject({
    stream: { reason: 'complete', rows: rows.length, total: rows.length, cursor: null, target, coverage: { status: 'found' } },
  });
});

test('as CSV, which is nothing but the table when it is whole, and ends in a line with the cursor when it is not', async () => {
  const columns = allColumns(operationNamed('list'));
  const table = (part: typeof rows): string =>
    csv(
      columns,
      part.map((row) => flatRow(row, columns)),
    );
  const response = await asked({ target, state: 'all' }, { accept: 'text/csv;q=1, */*' });
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(await response.text()).toBe(table(rows));
  const text = await (await asked({ target, state: 'all', limit: 9 }, { format: 'csv' })).text();
  const [, cursor = ''] = /\n# 9 of \d+ rows, as many as were asked for\. The next ones: cursor (\S+)\n$/.exec(text) ?? [];
  expect(text.startsWith(table(rows.slice(0, 9)))).toBe(true);
  const rest = linesOf(await (await asked({ target, state: 'all', cursor }, { format: 'ndjson' })).text());
  expect(rest.slice(0, -1)).toEqual(rows.slice(9));
});

describe('what is refused is refused as ever', () => {
  test.each([
    ['summary', { target }, 400, 'invalid_input'],
    ['list', { target, filters: ['anchr', '=', 'a'] }, 400, 'invalid_filter'],
    ['list', { target: 'not a target' }, 400, 'invalid_target'],
  ])('%s %j', async (operation, body, status, code) => {
    const response = await asked(body, { accept: 'text/csv' }, operation);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ status: 'error', error: { code } });
  });

  test('an unknown format, and no key', async () => {
    expect((await asked({ target }, { format: 'xml' })).status).toBe(400);
    expect((await asked({ target }, { format: 'csv', key: 'wrong' })).status).toBe(401);
  });
});

test('a dry run tells the price of the whole', async () => {
  const response = await asked({ target, state: 'all', dry_run: true }, { format: 'csv' });
  expect(await response.json()).toMatchObject({ data: { dry_run: true, rows: rows.length } });
});

test('through the owner it is the same as in its own process', async () => {
  const owner = await connectOwner(service.folder);
  expect(owner).not.toBeNull();
  if (owner === null) return;
  try {
    const read = async (pieces: AsyncIterable<Piece>): Promise<Piece[]> => {
      const found: Piece[] = [];
      for await (const piece of pieces) found.push(piece);
      return found;
    };
    for (const input of [
      { target, state: 'all' },
      { target, limit: 5 },
    ]) {
      const [own, remote] = [await read(service.backend.whole('list', input)), await read(owner.whole('list', input))];
      expect(remote.flatMap((piece) => piece.rows)).toEqual(own.flatMap((piece) => piece.rows));
      expect(remote.at(-1)?.end).toEqual(own.at(-1)?.end);
    }
    await expect(read(owner.whole('list', { target: 'not a target' }))).rejects.toMatchObject({ code: 'invalid_target' });
    expect(await owner.wholeQuote('list', { target })).toMatchObject({ data: { dry_run: true } });
  } finally {
    await owner.close();
  }
});
