/**
 * What a model has is the tools' schemas and nothing else: a strict JSON Schema validator that is given them as a client lists them takes each
 * example of docs/mcp.md, and refuses each of its mistakes, but those that stand there as what only the server can know; the server answers the one and
 * refuses the other, saying how to mend it.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operations } from '../../src/query/operations.ts';
import { sampleService, type SampleService } from '../sample-service.ts';

interface Call {
  readonly name: string;
  readonly arguments: Record<string, unknown>;
}

interface Mistake {
  readonly call: Call;
  /** What the validator must say; '' where the schema cannot know. */
  readonly bySchema: string;
  readonly byServer: string;
}

const [examplesText = '', mistakesText = ''] =
  readFileSync(path.resolve(import.meta.dirname, '../../docs/mcp.md'), 'utf8')
    .split('\n## Examples\n')[1]
    ?.split('\n## Mistakes\n') ?? [];
const examples = Array.from(examplesText.matchAll(/```json\n([\s\S]*?)```/g), ([, json = '']) => JSON.parse(json) as Call[]).flat();
const [bySchemaText = '', byServerText = ''] = mistakesText.split('\n### Refused by the server\n');
const mistakes = [
  ...rowsOf(bySchemaText).map(mistakeOf),
  // The second column says why the schema cannot know.
  ...rowsOf(byServerText).map((row) => ({ ...mistakeOf(row), bySchema: '' })),
];

function rowsOf(table: string): string[] {
  return table.split('\n').filter((line) => line.startsWith('| `'));
}

function mistakeOf(row: string): Mistake {
  const [call = '', bySchema = '', byServer = ''] = row
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) =>
      cell
        .trim()
        .replace(/^`|`$/g, '')
        .replaceAll(String.raw`\|`, '|'),
    );
  const [, name = '', json = ''] = /^(\w+) (\{.*\})$/.exec(call) ?? [];
  return { call: { name, arguments: JSON.parse(json) as Record<string, unknown> }, bySchema, byServer };
}

let service: SampleService;
const clients: { stdio?: Client; http?: Client } = {};
/** Of the owner's session over stdio, which is offered every tool. */
const validators = new Map<string, { readonly validate: ValidateFunction; readonly known: readonly string[] }>();

beforeAll(async () => {
  service = await sampleService({ crawls: 2 });
  await service.fill();
  const program = path.resolve(import.meta.dirname, '../stdio-server.ts');
  clients.stdio = await connected(
    new StdioClientTransport({ command: process.execPath, args: ['--import', 'tsx', program, service.folder.path] }),
  );
  clients.http = await connected(
    new StreamableHTTPClientTransport(new URL(`${service.address}/mcp`), {
      requestInit: { headers: { authorization: `Bearer ${service.readKey}` } },
    }),
  );
  for (const { name, inputSchema } of (await clients.stdio.listTools()).tools)
    validators.set(name, {
      // What a question needs is required within `then`, of properties that are named outside of it: https://ajv.js.org/strict-mode.html#defined-required-properties
      validate: new Ajv2020({ strict: true, strictRequired: false, allErrors: true }).compile(inputSchema),
      known: Object.keys(inputSchema.properties ?? {}),
    });
}, 120_000);
afterAll(async () => {
  await clients.stdio?.close();
  await clients.http?.close();
  await service[Symbol.asyncDispose]();
});

async function connected(transport: Parameters<Client['connect']>[0]): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(transport);
  return client;
}

/** What the validator says of a call: '' when it takes it. */
function verdictOf({ name, arguments: args }: Call): string {
  const found = validators.get(name);
  if (found === undefined) return `there is no tool ${name}`;
  if (found.validate(args)) return '';
  return (found.validate.errors ?? []).map((error) => sentenceOf(error, found.known)).join('; ');
}

/** The validator's own sentence, with what it has beside it: the names or values that would do. */
function sentenceOf({ instancePath, keyword, message = '', params }: ErrorObject, known: readonly string[]): string {
  const field = instancePath.slice(1).replaceAll('/', '.');
  const { allowedValues, additionalProperty } = params as { allowedValues?: readonly string[]; additionalProperty?: string };
  if (keyword === 'enum') return `${field}: must be one of: ${(allowedValues ?? []).join(', ')}`;
  if (keyword === 'additionalProperties') return `${additionalProperty ?? ''} is none of: ${known.join(', ')}`;
  return field === '' ? message : `${field}: ${message}`;
}

async function answerOf(client: Client | undefined, { name, arguments: args }: Call): Promise<{ text: string; isError: boolean }> {
  const result = await client?.callTool({ name, arguments: args });
  const [first] = result?.content ?? [];
  return { text: first?.type === 'text' ? first.text : '', isError: result?.isError === true };
}

test('the same tools are offered over HTTP, but what may only be done by the owner', async () => {
  const listed = async (client: Client | undefined): Promise<object> =>
    Object.fromEntries(((await client?.listTools())?.tools ?? []).map(({ name, inputSchema }) => [name, inputSchema]));
  const { look, ...others } = (await listed(clients.stdio)) as Record<string, unknown>;
  expect(look).toBeDefined();
  expect(await listed(clients.http)).toEqual(others);
});

test('there is an example of every question, and of every tool', () => {
  const first = new Map(operations.toReversed().map(({ tool, name }) => [tool, name]));
  const asked = new Set(examples.map(({ name, arguments: { question } }) => (typeof question === 'string' ? question : first.get(name))));
  expect(operations.map(({ name }) => name).filter((name) => !asked.has(name))).toEqual([]);
  expect(mistakes.length).toBeGreaterThan(20);
});

test('the examples of the reference are no mistakes by the schemas either', () => {
  for (const { tool, name, example } of operations) {
    const isSingle = operations.filter((other) => other.tool === tool).length === 1;
    expect([name, verdictOf({ name: tool, arguments: { ...(isSingle ? {} : { question: name }), ...example } })]).toEqual([name, '']);
  }
});

describe.each(examples.map((call) => [JSON.stringify(call), call] as const))('the example %s', (_, call) => {
  test('is taken by its schema, and answered', async () => {
    expect(verdictOf(call)).toBe('');
    for (const client of [clients.stdio, clients.http]) expect(await answerOf(client, call)).toMatchObject({ isError: false });
  });
});

describe.each(mistakes.map((mistake) => [JSON.stringify(mistake.call), mistake] as const))('the mistake %s', (_, mistake) => {
  test('is refused, and told how to be mended', async () => {
    const verdict = verdictOf(mistake.call);
    expect(verdict).toContain(mistake.bySchema);
    expect(verdict !== '').toBe(mistake.bySchema !== '');
    const isOffered = mistake.call.name !== 'look';
    for (const client of isOffered ? [clients.stdio, clients.http] : [clients.stdio]) {
      const { text, isError } = await answerOf(client, mistake.call);
      expect({ text, isError }).toEqual({ text: expect.stringContaining(mistake.byServer) as string, isError: true });
    }
  });
});
