/**
 * What a model carries along: tokens of the tools as a client lists them, by the o200k_base tokenizer, offered to the owner, who is offered all.
 * Prints `name value unit`.
 */
import { Client, InMemoryTransport } from '@modelcontextprotocol/client';
import { countTokens } from 'gpt-tokenizer';
import { createMcpServer } from '../../src/mcp/server.ts';
import type { Backend } from '../../src/service/backend.ts';

// Listing asks nothing of a backend.
const server = createMcpServer({} as Backend, { version: 'bench', onUnexpected: (failure) => console.error(failure) });
const client = new Client({ name: 'bench', version: '1' });
const [ours, theirs] = InMemoryTransport.createLinkedPair();
await Promise.all([server.connect(ours), client.connect(theirs)]);
const { tools } = await client.listTools();
for (const tool of tools) console.log(`${tool.name} ${countTokens(JSON.stringify(tool))} tokens`);
console.log(`all ${countTokens(JSON.stringify(tools))} tokens`);
await client.close();
