import path from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { sampleService } from '../test/sample-service.ts';
import type { Check } from './check.ts';
import { publishedPackage } from './published-package.ts';

const target = 'riverside-plumbing.example';
const targets = { '1': 'northgate-heating.example', '2': 'copper-line-plumbing.example' };

/** Calls with what of our own answer theirs must agree with: how many rows there are in all. */
const calls: readonly (readonly [name: string, task: object, operation: string, input: object, total: string])[] = [
  ['summary', { target }, 'summary', { target }, 'backlinks_total'],
  ['backlinks', { target }, 'list', { target }, 'total'],
  ['anchors', { target }, 'anchors', { target }, 'total'],
  ['referring_domains', { target }, 'referring-domains', { target, evidence: 'index' }, 'total'],
  ['history', { target }, 'history', { target, by: 'month' }, 'total'],
  ['domain_intersection', { targets }, 'intersection', { targets: Object.values(targets) }, 'total'],
];

/**
 * DataForSEO's own MCP server, as it is published, asks us through its one tool: only the address and the credentials are ours. From 3.1 on it
 * refuses any address but its maker's, so 3.0.1 is the last that can.
 */
export const dataforseoMcpServer: Check = async (say) => {
  await using server = await publishedPackage('dataforseo-mcp-server', '3.0.1');
  const service = await sampleService({ crawls: 3 });
  try {
    await service.fill();
    const client = new Client({ name: 'acceptance', version: '1' });
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [path.join(server.folder, server.bin)],
        cwd: server.folder,
        env: { ...definedOf(process.env), DATAFORSEO_LOGIN: 'someone', DATAFORSEO_PASSWORD: service.readKey },
      }),
    );
    say('version', `${client.getServerVersion()?.name} ${client.getServerVersion()?.version}`, '-');
    for (const [name, task, operation, input, total] of calls) {
      const url = `${service.address}/v3/backlinks/${name}/live`;
      const { content, isError } = await client.callTool({ name: 'api_request', arguments: { method: 'POST', url, data: [task] } });
      const [first] = content;
      const text = first?.type === 'text' ? first.text : '';
      const answer = isError === true ? {} : parsed(text);
      const { data } = await service.backend.ask(operation, input);
      const expected = Number((data as Record<string, number>)[total]);
      const [item] = Array.isArray(answer['items']) ? (answer['items'] as Record<string, unknown>[]) : [];
      const found = name === 'summary' ? item?.['backlinks'] : (answer['total_count'] ?? answer['items_count']);
      say(`${name}.status`, isError === true ? text.slice(0, 200) : Number(answer['status_code']), 'code', answer['status_code'] === 20000);
      say(`${name}.${name === 'summary' ? 'backlinks' : 'rows_in_all'}`, Number(found), 'rows', item !== undefined && found === expected);
    }
    await client.close();
  } finally {
    await service[Symbol.asyncDispose]();
  }
};

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function definedOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
