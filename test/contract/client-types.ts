/** What the published client of DataForSEO's Backlinks API types, read from its own declarations. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

export type ClientType =
  | { readonly of: 'plain'; readonly name: 'string' | 'number' | 'boolean' | 'any' }
  | { readonly of: 'model'; readonly name: string }
  | { readonly of: 'list'; readonly inner: ClientType }
  | { readonly of: 'map'; readonly inner: ClientType };

export interface ClientCall {
  readonly method: string;
  /** The model of a task; null for a call without a body. */
  readonly task: string | null;
  readonly response: string;
}

const folder = path.dirname(createRequire(import.meta.url).resolve('dataforseo-client')).replace(/\bcjs$/, 'esm');

function declarationsOf(file: string): string {
  return readFileSync(path.join(folder, `${file}.d.ts`), 'utf8').replaceAll(/\/\*\*[\s\S]*?\*\//g, '');
}

/** The calls that the client offers, in its own order. */
export function backlinksCalls(): ClientCall[] {
  const calls = /^ {4}(\w+)\((?:body: (\w+)\[\])?\): Promise<(\w+) \| null>;$/gm;
  return Array.from(declarationsOf('api/BacklinksApi').matchAll(calls), ([, method = '', task, response = '']) => ({
    method,
    task: task ?? null,
    response,
  }));
}

/** The fields of one of its models, those of the model that it extends included. Throws when the declarations cannot be read. */
export function clientFields(model: string): ReadonlyMap<string, ClientType> {
  const text = declarationsOf(`models/${model}`);
  const [, base, body = ''] = new RegExp(`export interface I${model}(?: extends I(\\w+))? \\{([\\s\\S]*?)\\n\\}`).exec(text) ?? [];
  const own = Array.from(
    body.matchAll(/^ {4}(\w+)\?: ([\s\S]*?) \| undefined;$/gm),
    ([, name = '', type = '']) => [name, typeOf(type)] as const,
  );
  const unread = body.split('\n').filter((line) => /^ {4}\w/.test(line)).length - own.length;
  if (unread !== 0) throw new Error(`${unread} fields of ${model} are declared in a form that is not read`);
  return new Map([...(base === undefined ? [] : clientFields(base)), ...own]);
}

function typeOf(text: string): ClientType {
  const [, ofMap] = /^\{\s*\[key: string\]: ([\s\S]+);\s*\}$/.exec(text) ?? [];
  if (ofMap !== undefined) return { of: 'map', inner: typeOf(ofMap) };
  if (text.endsWith('[]')) return { of: 'list', inner: typeOf(text.slice(0, -2)) };
  if (text === 'string' || text === 'number' || text === 'boolean' || text === 'any') return { of: 'plain', name: text };
  if (!/^\w+$/.test(text)) throw new Error(`"${text}" is no type that is read`);
  return { of: 'model', name: text };
}

/** One value of an answer at a typed place; places of lists and names of maps are left out of `at`. */
export interface Seen {
  readonly at: string;
  readonly fault: 'missing' | 'wrong' | null;
  readonly isNull: boolean;
}

/** Walks an answer along the client's types: every typed field of every row. */
export function* walked(value: unknown, type: ClientType, at: string): Generator<Seen> {
  if (value === undefined || value === null) {
    yield { at, fault: value === undefined ? 'missing' : null, isNull: true };
    return;
  }
  yield { at, fault: isOf(value, type) ? null : 'wrong', isNull: false };
  if (type.of === 'list' && Array.isArray(value)) for (const one of value) yield* walked(one, type.inner, at);
  if (type.of === 'map' && isObject(value)) for (const one of Object.values(value)) yield* walked(one, type.inner, at);
  if (type.of === 'model' && isObject(value))
    for (const [name, inner] of clientFields(type.name)) yield* walked(value[name], inner, at === '' ? name : `${at}.${name}`);
}

function isOf(value: unknown, type: ClientType): boolean {
  if (type.of === 'list') return Array.isArray(value);
  if (type.of === 'map' || type.of === 'model') return isObject(value);
  return type.name === 'any' || typeof value === type.name;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
