/**
 * The OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.1), made from the routes: one component a schema, one example
 * a failure. Schemas of what is taken refuse unknown fields, as the server does; those of what is given do not, because
 * answers gain fields over time.
 */
import { z } from 'zod';
import { Failure, failureTable, type FailureCode } from '../../base/errors.ts';
import type { ShownPrice } from '../../meter/price.ts';
import { errorAnswer, errorEnvelope, success, successEnvelope } from '../envelope.ts';
import { groups, type Route } from '../route.ts';
import { sharedSchemas } from '../schemas.ts';
import { failureExamples } from './examples.ts';

export interface JsonSchema {
  readonly [keyword: string]: unknown;
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

export interface OpenApiDocument {
  readonly openapi: '3.1.1';
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly description: string;
    readonly license: { readonly name: string; readonly identifier: string };
  };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: {
    readonly securitySchemes: unknown;
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly examples: Readonly<Record<string, unknown>>;
  };
}

const requestId = 'req-8f14e45f';

/** `prices` stand beside their calls, as `x-price`: credits a call, a row of the answer, a target. */
export function openApiDocument(routes: readonly Route[], version: string, prices: readonly ShownPrice[] = []): OpenApiDocument {
  const names = namesOf(routes);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(route, names, prices);
  const codes = [...new Set(routes.flatMap(failuresOf))];
  return {
    openapi: '3.1.1',
    info: {
      title: 'OpenBacklinks',
      version,
      description: 'Who links to a domain, host, folder or page: from an index that shows how far it looked and the evidence of every row.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: Object.entries(groups).map(([name, description]) => ({ name, description })),
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'A key: "openbacklinks keys" lists and makes them.' } },
      schemas: componentsOf(names),
      examples: Object.fromEntries(
        codes.map((code) => [code, { summary: code, value: errorAnswer(requestId, new Failure(code, failureExamples[code])) }]),
      ),
    },
  };
}

/** Failures of a route: its own, and those that every call of its kind can meet. */
export function failuresOf(route: Route): FailureCode[] {
  const keyed: FailureCode[] = route.scope === null ? [] : ['unauthenticated', 'forbidden', 'rate_limited'];
  const parsed: FailureCode[] =
    route.body === undefined && route.query === undefined && route.params === undefined ? [] : ['invalid_input'];
  const sized: FailureCode[] = route.body === undefined ? [] : ['request_too_large'];
  return [...parsed, ...keyed, ...route.failures, ...sized, 'unexpected'];
}

interface Named {
  readonly schema: z.ZodType;
  readonly io: 'input' | 'output';
}

/** Every schema that gets a name of its own, once. */
function namesOf(routes: readonly Route[]): ReadonlyMap<string, Named> {
  const names = new Map<string, Named>([
    ['Success', { schema: successEnvelope, io: 'output' }],
    ['Error', { schema: errorEnvelope, io: 'output' }],
    ...Object.entries(sharedSchemas).map(([name, schema]) => [name, { schema, io: 'output' }] as const),
  ]);
  const known = new Set([...names.values()].map(({ schema }) => schema));
  const add = (name: string, named: Named): void => {
    if (known.has(named.schema)) return;
    if (names.has(name)) throw new Error(`two schemas are called ${name}`);
    known.add(named.schema);
    names.set(name, named);
  };
  for (const { id, body, data } of routes) {
    const name = `${id[0]?.toUpperCase()}${id.slice(1)}`;
    if (body !== undefined) add(`${name}Input`, { schema: body, io: 'input' });
    add(`${name}Answer`, { schema: data, io: 'output' });
  }
  return names;
}

function componentsOf(names: ReadonlyMap<string, Named>): Record<string, JsonSchema> {
  const made = (['input', 'output'] as const).flatMap((io) => {
    const registry = z.registry<{ id: string }>();
    for (const [id, named] of names) if (named.io === io) registry.add(named.schema, { id });
    const { schemas } = z.toJSONSchema(registry, { io, uri: refTo, override: ({ jsonSchema }) => tidy(jsonSchema, io) });
    return Object.entries(schemas as Record<string, JsonSchema>);
  });
  return Object.fromEntries(made.map(([name, schema]) => [name, bare(schema)] as const).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Without its own address and dialect: it stands in a document that has both. */
function bare(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => keyword !== '$schema' && keyword !== '$id'));
}

/** Without the bounds that every safe integer has, which say nothing of ours. */
function tidy(schema: z.core.JSONSchema.BaseSchema, io: 'input' | 'output'): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.properties === undefined) return;
  if (io === 'input') schema.additionalProperties = false;
  else delete schema.additionalProperties;
}

function operationOf(route: Route, names: ReadonlyMap<string, Named>, prices: readonly ShownPrice[]): unknown {
  const price = prices.find(({ operation }) => operation === route.operation);
  const ref = (schema: z.ZodType): JsonSchema => {
    const name = [...names].find(([, named]) => named.schema === schema)?.[0];
    if (name === undefined) throw new Error(`a schema of ${route.path} has no name`);
    return { $ref: refTo(name) };
  };
  const enveloped = (schema: z.ZodType): JsonSchema => ({
    allOf: [{ $ref: refTo('Success') }, { type: 'object', required: ['data'], properties: { data: ref(schema) } }],
  });
  const content = route.streams
    ? { 'application/x-ndjson': { schema: ref(route.data), example: route.example.data } }
    : {
        'application/json': {
          schema: enveloped(route.data),
          ...(route.example.data !== undefined && { example: success(requestId, route.example.data) }),
        },
        ...Object.fromEntries((route.alsoAs ?? []).map((type) => [type, { schema: { type: 'string' } }])),
      };
  return {
    operationId: route.id,
    tags: [route.group],
    summary: route.summary,
    description: route.scope === 'admin' ? `${route.description} Needs an admin key.` : route.description,
    ...(price !== undefined && { 'x-price': { base: price.base, row: price.row, target: price.target } }),
    ...(route.scope === null && { security: [] }),
    ...((route.params ?? route.query) !== undefined && {
      parameters: [...parametersOf(route.params, 'path', route.example.params), ...parametersOf(route.query, 'query')],
    }),
    ...(route.body !== undefined && {
      requestBody: { required: true, content: { 'application/json': { schema: ref(route.body), example: route.example.body } } },
    }),
    responses: {
      200: { description: route.streams ? 'The stream' : 'The answer', content },
      ...(route.accepted !== undefined && {
        202: {
          description: 'It reads too much for an answer at once: a job answers it',
          content: { 'application/json': { schema: enveloped(route.accepted) } },
        },
      }),
      ...failureResponses(failuresOf(route)),
    },
  };
}

function parametersOf(
  schema: z.ZodObject | undefined,
  place: 'path' | 'query',
  examples: Readonly<Record<string, string>> = {},
): unknown[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(schema, {
    io: 'output',
    override: ({ jsonSchema }) => tidy(jsonSchema, 'output'),
  });
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = property as JsonSchema;
    return {
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      description: description ?? name,
      schema: rest,
      ...(examples[name] !== undefined && { example: examples[name] }),
    };
  });
}

function failureResponses(codes: readonly FailureCode[]): Record<string, unknown> {
  const statuses = [...new Set(codes.map((code) => failureTable[code].http))];
  return Object.fromEntries(
    statuses.map((status) => {
      const same = codes.filter((code) => failureTable[code].http === status);
      const examples = Object.fromEntries(same.map((code) => [code, { $ref: `#/components/examples/${code}` }]));
      return [
        status,
        {
          description: same.map((code) => `\`${code}\``).join(', '),
          content: { 'application/json': { schema: { $ref: refTo('Error') }, examples } },
        },
      ];
    }),
  );
}

function refTo(name: string): string {
  return `#/components/schemas/${name}`;
}
