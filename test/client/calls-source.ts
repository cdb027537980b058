/** The source of src/client/calls.ts: the calls of the OpenAPI document with their types. `npm run client` writes it; a test holds it up to date. */
import { compile } from 'json-schema-to-typescript';
import { openApiDocument, type JsonSchema, type OpenApiDocument } from '../../src/http/reference/openapi.ts';
import type { Route } from '../../src/http/route.ts';
import { z } from 'zod';

/** Calls that answer with a stream of lines are no calls of the client. */
export async function callsSource(routes: readonly Route[]): Promise<string> {
  const document = openApiDocument(routes, '');
  const called = routes.filter(({ streams }) => streams !== true);
  const definitions = Object.fromEntries(called.map((route) => [route.id, shapeOf(route, document)]));
  const types = await compile(
    inlined({
      title: 'Calls',
      type: 'object',
      additionalProperties: false,
      properties: definitions,
      required: Object.keys(definitions),
      $defs: document.components.schemas,
    }),
    'Calls',
    {
      bannerComment: '',
      additionalProperties: false,
      ignoreMinAndMaxItems: true,
      format: false,
      unknownAny: true,
      unreachableDefinitions: false,
    },
  );
  const table = called.map(({ id, method, path }) => `  ${id}: { method: '${method}', path: '${path}' },`).join('\n');
  return `/* Made from the OpenAPI document by "npm run client". Do not edit. */\n/* oxlint-disable */\n\nexport const calls = {\n${table}\n} as const;\n\n${types.trim()}\n`;
}

function shapeOf({ body, params, query, id }: Route, document: OpenApiDocument): JsonSchema {
  const name = `${id[0]?.toUpperCase()}${id.slice(1)}`;
  const parts: Record<string, unknown> = {};
  if (body !== undefined) parts.body = document.components.schemas[`${name}Input`] === undefined ? {} : { $ref: `#/$defs/${name}Input` };
  if (params !== undefined) parts.params = z.toJSONSchema(params, { io: 'input' });
  if (query !== undefined) parts.query = z.toJSONSchema(query, { io: 'input' });
  const needed = Object.keys(parts).filter((part) => part !== 'query');
  return {
    type: 'object',
    additionalProperties: false,
    required: ['given', 'data'],
    properties: {
      given: { type: 'object', additionalProperties: false, properties: parts, required: needed } as JsonSchema,
      data: dataOf(id, document),
    },
  };
}

/** The schema of `data` as the document refers to it. */
function dataOf(id: string, document: OpenApiDocument): JsonSchema {
  for (const methods of Object.values(document.paths))
    for (const operation of Object.values(methods) as { operationId: string; responses: Record<string, unknown> }[]) {
      if (operation.operationId !== id) continue;
      const found = /"data":\{"\$ref":"([^"]+)"\}/.exec(JSON.stringify(operation.responses['200']));
      if (found !== null) return { $ref: (found[1] ?? '').replace('#/components/schemas/', '#/$defs/') };
    }
  throw new Error(`the document has no answer of ${id}`);
}

/** References as the compiler follows them. */
function inlined(schema: unknown): Parameters<typeof compile>[0] {
  return JSON.parse(JSON.stringify(schema).replaceAll('#/components/schemas/', '#/$defs/')) as Parameters<typeof compile>[0];
}
