import { describe, expect, test } from 'vitest';
import { failureTable } from '../../base/errors.ts';
import { defaultPrices, shownPrices } from '../../meter/price.ts';
import { operations } from '../../query/operations.ts';
import { routes } from '../routes.ts';
import { failureExamples } from './examples.ts';
import { failuresOf, openApiDocument } from './openapi.ts';

const document = openApiDocument(routes, '1.2.3');

/** Every object of a JSON document, itself included. */
function* objectsIn(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Record<string, unknown>;
  for (const part of Object.values(value)) yield* objectsIn(part);
}

function at(reference: string): unknown {
  const path = reference.replace(/^#\//, '').split('/');
  return path.reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], document);
}

describe('the OpenAPI document', () => {
  test('has every operation and every route', () => {
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(operations.map(({ name }) => `/v1/backlinks/${name}`)));
    const made = Object.entries(document.paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`));
    expect(made.sort()).toEqual(routes.map(({ method, path }) => `${method.toLowerCase()} ${path}`).sort());
  });

  test('says what each question costs', () => {
    const priced = openApiDocument(routes, '1.2.3', shownPrices(defaultPrices));
    for (const { name, units } of operations)
      expect(priced.paths[`/v1/backlinks/${name}`]).toMatchObject({ post: { 'x-price': { base: units.base } } });
  });

  test('resolves every reference', () => {
    const references = [...objectsIn(document)].map(({ $ref }) => $ref).filter((ref) => typeof ref === 'string');
    expect(references.length).toBeGreaterThan(100);
    expect(references.filter((reference) => at(reference) === undefined)).toEqual([]);
  });

  test('uses every component, and names no shape twice', () => {
    const text = JSON.stringify(document);
    const { schemas, examples } = document.components;
    const unused = [...Object.keys(schemas).map((name) => `schemas/${name}`), ...Object.keys(examples).map((name) => `examples/${name}`)];
    expect(unused.filter((name) => !text.includes(`"#/components/${name}"`))).toEqual([]);
    // Two questions may take the same input; what is given has one name.
    const given = Object.entries(schemas).filter(([name]) => !name.endsWith('Input'));
    const shapes = given.map(([, schema]) => JSON.stringify(schema));
    expect(new Set(shapes).size).toBe(shapes.length);
  });

  test('has what OpenAPI asks of each operation', () => {
    const ids = routes.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const operation of Object.values(methods) as Record<string, unknown>[]) {
        expect(Object.keys(operation.responses as object)).toContain('200');
        const declared = ((operation.parameters ?? []) as { name: string; in: string; required: boolean }[]).filter(
          (parameter) => parameter.in === 'path',
        );
        expect(declared.map(({ name }) => name)).toEqual(Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => name));
        expect(declared.every(({ required }) => required)).toBe(true);
      }
    }
  });

  test('refuses unknown fields where the server does, and nowhere else', () => {
    const closed = Object.entries(document.components.schemas).filter(([, schema]) => schema.additionalProperties === false);
    expect(closed.map(([name]) => name).sort()).toEqual(
      routes
        .filter(({ body }) => body !== undefined)
        .map(({ id }) => `${id[0]?.toUpperCase()}${id.slice(1)}Input`)
        .sort(),
    );
  });

  test('has no bound that only a number format sets', () => {
    expect(JSON.stringify(document)).not.toContain(String(Number.MAX_SAFE_INTEGER));
  });
});

describe('examples', () => {
  test.each(routes)('of $method $path have the shapes that they stand for', ({ example, body, data }) => {
    expect(data.safeParse(example.data).error).toBeUndefined();
    expect(body?.strict().safeParse(example.body).error).toBeUndefined();
  });

  test('of failures fill every place in their message', () => {
    const documented = new Set(routes.flatMap(failuresOf));
    const open = [...documented].filter((code) => {
      const places = Array.from(failureTable[code].message.matchAll(/\{(\w+)\}/g), ([, name = '']) => name);
      return places.some((name) => failureExamples[code]?.[name] === undefined);
    });
    expect(open).toEqual([]);
  });
});
