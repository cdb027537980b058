import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { operations } from '../src/query/operations.ts';
import { sampleService } from '../test/sample-service.ts';
import type { Check } from './check.ts';
import { publishedPackage } from './published-package.ts';

const target = 'riverside-plumbing.example';
const run = promisify(execFile);

/** The official inspector's command line, as it is published, lists the tools and asks them, over standard input and output and over HTTP. */
export const mcpInspector: Check = async (say) => {
  await using inspector = await publishedPackage('@modelcontextprotocol/inspector', '2.12.0');
  const service = await sampleService({ crawls: 1 });
  try {
    await service.fill();
    const stdio = [process.execPath, '--import', 'tsx', path.resolve(import.meta.dirname, '../test/stdio-server.ts'), service.folder.path];
    const http = [`${service.address}/mcp`, '--transport', 'http', '--header', `Authorization: Bearer ${service.readKey}`];
    const { data } = await service.backend.ask('summary', { target });
    const expected = [...new Set(operations.map(({ tool }) => tool)), 'evidence', 'index'];
    for (const [name, server] of [
      ['stdio', stdio],
      ['http', http],
    ] as const) {
      const inspect = async (...args: string[]): Promise<Record<string, unknown>> => {
        // What is started stands before the inspector's own options; an address may stand anywhere.
        const { stdout } = await run(process.execPath, [path.join(inspector.folder, inspector.bin), '--cli', ...server, ...args], {
          maxBuffer: 1e8,
        });
        return JSON.parse(stdout) as Record<string, unknown>;
      };
      const { tools } = (await inspect('--method', 'tools/list')) as { tools: { name: string }[] };
      say(
        `${name}.tools`,
        tools.length,
        'tools',
        expected.every((tool) => tools.some((listed) => listed.name === tool)),
      );
      const answer = await inspect('--method', 'tools/call', '--tool-name', 'summary', '--tool-arg', `target=${target}`);
      const { backlinks_total: found } = (answer['structuredContent'] ?? {}) as { backlinks_total?: number };
      say(`${name}.summary`, found ?? Number.NaN, 'backlinks', found === (data as { backlinks_total: number }).backlinks_total);
      const { resources } = (await inspect('--method', 'resources/list')) as { resources: unknown[] };
      say(`${name}.resources`, resources.length, 'pages', resources.length > 0);
    }
  } finally {
    await service[Symbol.asyncDispose]();
  }
};
