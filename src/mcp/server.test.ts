import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { countTokens } from 'gpt-tokenizer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleService, type SampleService } from '../../test/sample-service.ts';
import { limits } from '../base/limits.ts';
import { operations } from '../query/operations.ts';

const target = 'riverside-plumbing.example';
/** Of all tools with their schemas, as a client gets them. */
const toolTokensMax = 3_000;
let service: SampleService;
let http: Client;
let stdio: Client;

beforeAll(async () => {
  service = await sampleService({ crawls: 2 });
  await service.fill();
  http = await connected(
    new StreamableHTTPClientTransport(new URL(`${service.address}/mcp`), {
      requestInit: { headers: { authorization: `Bearer ${service.readKey}` } },
    }),
  );
  const program = new URL('../../test/stdio-server.ts', import.meta.url).pathname;
  stdio = await connected(new StdioClientTransport({ command: process.execPath, args: ['--import', 'tsx', program, service.folder.path] }));
});
afterAll(async () => {
  await stdio.close();
  await http.close();
  await service[Symbol.asyncDispose]();
});

async function connected(transport: Parameters<Client['connect']>[0]): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(transport);
  return client;
}

async function callOf(
  client: Client,
  name: string,
  args: Record<string, unknown>,
): Promise<{ text: string; isError: boolean; structured: unknown }> {
  const { content, isError, structuredContent } = await client.callTool({ name, arguments: args });
  const [first] = content;
  return { text: first?.type === 'text' ? first.text : '', isError: isError === true, structured: structuredContent };
}

describe.each([
  ['streamable HTTP', () => http],
  ['stdio', () => stdio],
])('over %s', (_, client) => {
  test('the tools are the operations, small enough to be carried along', async () => {
    const { tools } = await client().listTools();
    const own = client() === stdio ? ['evidence', 'index', 'look'] : ['evidence', 'index'];
    expect(tools.map(({ name }) => name)).toEqual([...new Set(operations.map(({ tool }) => tool)), ...own]);
    expect(countTokens(JSON.stringify(tools))).toBeLessThan(toolTokensMax);
    expect(client().getInstructions()).toContain('not_looked');
  });

  test('the documentation can be read, and the commonest audits begun', async () => {
    const { resources } = await client().listResources();
    expect(resources.map(({ uri }) => uri)).toContain('openbacklinks://docs/guide');
    const { contents } = await client().readResource({ uri: 'openbacklinks://docs/errors/not_found' });
    expect(contents[0]).toMatchObject({ mimeType: 'text/markdown', text: expect.stringContaining('`not_found`') as string });
    const { prompts } = await client().listPrompts();
    expect(prompts.map(({ name }) => name)).toEqual(['backlink-audit', 'competitor-gap', 'lost-links']);
    const { messages } = await client().getPrompt({ name: 'lost-links', arguments: { target } });
    expect(messages[0]?.content).toMatchObject({ type: 'text', text: expect.stringContaining(target) as string });
  });

  test('figures come as text and as they are', async () => {
    const { text, structured } = await callOf(client(), 'summary', { target });
    const { data } = await service.backend.ask('summary', { target });
    expect(structured).toEqual(data);
    expect(text).toContain(`backlinks_total: ${(data as { backlinks_total: number }).backlinks_total}`);
  });

  test('a list goes on through its cursor', async () => {
    const { data } = await service.backend.ask('list', { target, limit: 4 });
    const ids = (data as { rows: { id: string }[] }).rows.map(({ id }) => id);
    const first = await callOf(client(), 'backlinks', { target, limit: 2 });
    const cursor = /"cursor": "([^"]+)"/.exec(first.text)?.[1];
    const second = await callOf(client(), 'backlinks', { target, limit: 2, cursor });
    expect(idsIn(first.text)).toEqual(ids.slice(0, 2));
    expect(idsIn(second.text)).toEqual(ids.slice(2));
  });

  test('a mistake is a tool error with its code and the way out', async () => {
    expect(await callOf(client(), 'summary', { target: 'not a target' })).toMatchObject({
      isError: true,
      text: expect.stringMatching(/^invalid_target: .*example\.com/),
    });
    expect(await callOf(client(), 'backlinks', { target, colour: 'blue' })).toMatchObject({
      isError: true,
      text: expect.stringContaining('It takes: target'),
    });
    expect(await callOf(client(), 'evidence', { id: 7 })).toMatchObject({ isError: true, text: expect.stringContaining('invalid_input') });
    expect(await callOf(client(), 'evidence', { id: `${target}~0000000000000000` })).toMatchObject({
      isError: true,
      text: expect.stringContaining('not_found'),
    });
  });

  test('evidence stands between untrusted marks', async () => {
    const { text: list } = await callOf(client(), 'backlinks', { target, limit: 1 });
    const [id] = idsIn(list);
    const { text } = await callOf(client(), 'evidence', { id });
    expect(text).toMatch(/^<untrusted-([0-9a-f]{12})>[\s\S]*<\/untrusted-\1>$/);
    expect(text).toContain('WARC-Target-URI');
    expect(text).toContain(`href="https://${target}`);
  });

  test('the index tells of its release', async () => {
    const { text, structured } = await callOf(client(), 'index', {});
    expect(text).toContain('live release: 1');
    expect(structured).toEqual(await service.backend.index());
  });

  test('a question is asked with filters, and the index tells of their fields', async () => {
    const { text } = await callOf(client(), 'index', { fields_of: 'anchors' });
    expect(text).toContain('anchors: filters of backlink, having of anchor, order of anchor');
    expect(text).toContain('followed_share (number)');
    const filters = [['followed', '=', true], 'and', ['anchor', 'regex', '(?i)plumb']];
    const { data } = await service.backend.ask('list', { target, filters });
    const { total } = data as { total: number };
    expect(total).toBeGreaterThan(0);
    const list = await callOf(client(), 'backlinks', { target, filters });
    expect(list.text).toContain(`${total} `);
    expect(await callOf(client(), 'backlinks', { target, filters: ['anchr', '=', 'a'] })).toMatchObject({
      isError: true,
      text: expect.stringContaining('Did you mean "anchor"?'),
    });
  });
});

test('an answer that would be too long is cut, and its cursor goes on with the first row left out', async () => {
  const wanted = { target: 'wexcombechamber.example', state: 'all', limit: limits.rowsPerAnswerMax };
  const { data } = await service.backend.ask('list', wanted);
  const texts: string[] = [];
  let cursor: string | undefined;
  do {
    const { text } = await callOf(http, 'backlinks', { ...wanted, ...(cursor !== undefined && { cursor }) });
    texts.push(text);
    cursor = /"cursor": "([^"]+)"/.exec(text)?.[1];
  } while (cursor !== undefined);
  expect(texts[0]).toContain('Cut to ');
  expect(Math.max(...texts.map((text) => text.length))).toBeLessThanOrEqual(limits.mcpAnswerCharsMax);
  expect(texts.flatMap(idsIn)).toEqual((data as { rows: { id: string }[] }).rows.map(({ id }) => id));
});

test('over HTTP a read key is asked for, and a page of another site is refused', async () => {
  const send = async (headers: Record<string, string>): Promise<number> =>
    (await fetch(`${service.address}/mcp`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: '{}' }))
      .status;
  expect(await send({})).toBe(401);
  expect(await send({ authorization: 'Bearer wrong' })).toBe(401);
  expect(await send({ authorization: `Bearer ${service.readKey}`, origin: 'https://elsewhere.example' })).toBe(403);
});

function idsIn(text: string): string[] {
  return text.split('\n').flatMap((line) => /(?:^|In every row: id )([a-z.-]+~[0-9a-f]{16})/.exec(line)?.[1] ?? []);
}

describe('a session with a budget', () => {
  const session = async (name: string, credits: string): Promise<Client> =>
    connected(
      new StreamableHTTPClientTransport(new URL(`${service.address}/mcp`), {
        requestInit: {
          headers: { authorization: `Bearer ${service.readKey}`, 'openbacklinks-budget': credits, 'openbacklinks-session': name },
        },
      }),
    );

  test('ends when it is spent, says what is left, and is not that of another session', async () => {
    const client = await session('one', '2');
    const { content } = await client.callTool({ name: 'summary', arguments: { target } });
    expect(content.at(-1)).toMatchObject({ text: expect.stringMatching(/left in this session/) as string });
    const ends: string[] = [];
    for (let i = 0; i < 3; i++) ends.push((await callOf(client, 'summary', { target })).text.split(':')[0] ?? '');
    expect(ends.at(-1)).toBe('session_budget_spent');
    expect((await callOf(await session('one', '2'), 'summary', { target })).text).toMatch(/^session_budget_spent/);
    expect((await callOf(await session('two', '2'), 'summary', { target })).isError).toBe(false);
    expect((await callOf(await session('one', '50'), 'summary', { target })).isError).toBe(false);
    await client.close();
  });

  test('needs a number', async () => {
    await expect(session('three', 'much')).rejects.toThrow(/400|number of credits/);
  });
});
