import type { FastifyInstance } from 'fastify';
import { documents } from '../../base/documents.ts';
import { fail } from '../../base/errors.ts';
import type { Route } from '../route.ts';

/**
 * The documentation as Markdown, for programs that read: `/llms.txt` (https://llmstxt.org) lists it, `/docs/<page>.md` is a page of it.
 * None of it needs a key.
 */
export function addDocuments(app: FastifyInstance, routes: readonly Route[]): void {
  const list = contents(routes);
  app.get('/llms.txt', async (_, reply) => reply.type('text/plain; charset=utf-8').send(list));
  app.get<{ Params: { '*': string } }>('/docs/*', async ({ params }, reply) => {
    const found = documents().find(({ name }) => `${name}.md` === params['*']);
    if (found === undefined) return fail('not_found', { what: `The page /docs/${params['*'].slice(0, 100)}` });
    return reply.type('text/markdown; charset=utf-8').send(found.text);
  });
}

function contents(routes: readonly Route[]): string {
  const page = ({ name, title }: { readonly name: string; readonly title: string }): string => `- [${title}](/docs/${name}.md)`;
  const isFailure = ({ name }: { readonly name: string }): boolean => name.startsWith('errors/');
  const pages = documents().filter((document) => !isFailure(document));
  const questions = routes.filter(({ group }) => group === 'Questions');
  return `# OpenBacklinks

> An open, self-hosted backlinks index and API: who links to a domain, page or folder, with which anchor, followed or not, since when, how strong. Every row has its evidence; every answer says how far was looked.

Every call is described by [the OpenAPI document](/openapi.json) and for people [on one page](/docs). Tools for agents are at /mcp. A call needs a key in the header Authorization: Bearer KEY.

## Pages

${pages.map(page).join('\n')}

## Questions

${questions.map(({ method, path, summary }) => `- ${method} ${path}: ${summary}`).join('\n')}

## Optional

${documents().filter(isFailure).map(page).join('\n')}
`;
}
