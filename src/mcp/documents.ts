import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/server';
import { documents } from '../base/documents.ts';
import { fail } from '../base/errors.ts';

const scheme = 'openbacklinks://docs/';
/** Listed by themselves; the pages about errors are read when an error names one. */
const isListed = (name: string): boolean => !name.startsWith('errors/');

/** The documentation as resources: `openbacklinks://docs/guide`. */
export function addDocuments(server: McpServer): void {
  const template = new ResourceTemplate(`${scheme}{+name}`, {
    list: async () => ({
      resources: documents()
        .filter(({ name }) => isListed(name))
        .map(({ name, title }) => ({ uri: scheme + name, name, title, mimeType: 'text/markdown' })),
    }),
  });
  const about = {
    title: 'Documentation',
    description: 'Pages of the documentation; errors/CODE explains a failure',
    mimeType: 'text/markdown',
  };
  server.registerResource('docs', template, about, async (uri) => {
    const name = uri.href.slice(scheme.length);
    const found = documents().find((document) => document.name === name);
    const { text } = found ?? fail('not_found', { what: `A page of the documentation called "${name.slice(0, 100)}"` });
    return { contents: [{ uri: uri.href, mimeType: 'text/markdown', text }] };
  });
}
