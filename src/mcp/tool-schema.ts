/**
 * The schema of a tool: what its questions take, together, shortened to what a model needs to fill it in. A model carries all tools along, so a
 * field that is the same in several is described in the first of them; what a value must be is said in each, so that a validator refuses alike in all.
 */
import { z } from 'zod';
import { limits } from '../base/limits.ts';
import { filterShape } from '../query/filter.ts';
import type { Operation } from '../query/operation.ts';

export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** A field as a tool shows it. */
export type Told = (field: string, schema: JsonSchema) => JsonSchema;

/** What all operations of a tool take. What each of them needs is required, and what only some need on the condition of their question. */
export function schemaOf(grouped: readonly Operation[], told: Told): JsonSchema {
  const properties: Record<string, unknown> = {};
  if (grouped.length > 1) properties.question = { enum: grouped.map(({ name }) => name) };
  for (const { input } of grouped)
    for (const [field, property] of Object.entries(z.toJSONSchema(input, { io: 'input' }).properties ?? {}))
      properties[field] ??= told(field, shown(field, property as JsonSchema));
  for (const name of notShown) delete properties[name];
  if ('filters' in properties) for (const name of shortForms) delete properties[name];
  for (const [name, control] of Object.entries(controls)) properties[name] = told(name, control);
  const [always, bySome] = neededBy(grouped);
  return { type: 'object', properties, required: always, ...bySome, additionalProperties: false };
}

/** What every question needs, and what some do: one condition within the other, because some providers of models refuse `allOf`. The first question is meant where none is named. */
function neededBy(grouped: readonly Operation[]): readonly [always: readonly string[], bySome: JsonSchema] {
  const needs = grouped.map(needsOf);
  const always = needs[0]?.filter((field) => needs.every((fields) => fields.includes(field))) ?? [];
  const byFields = new Map<string, string[]>();
  for (const [i, { name }] of grouped.entries()) {
    const fields = (needs[i] ?? []).filter((field) => !always.includes(field)).join(' ');
    byFields.set(fields, [...(byFields.get(fields) ?? []), name]);
  }
  const [first, ...others] = [...byFields].toReversed().map(([fields, names]) => ({ names, required: fields.split(' ').filter(Boolean) }));
  if (first === undefined || others.length === 0) return [always, {}];
  const last: JsonSchema = { required: first.required };
  return [always, others.reduce((otherwise, { names, required }) => condition(names, required, otherwise), last)];
}

const conditional = ['if', 'then', 'else'] as const;

/** Made from its keywords: an object that is written with a `then` would look like a promise. */
function condition(names: readonly string[], required: readonly string[], otherwise: JsonSchema): JsonSchema {
  const parts = [{ properties: { question: { enum: names } } }, { required }, otherwise];
  return Object.fromEntries(conditional.map((keyword, i) => [keyword, parts[i]]));
}

function needsOf({ needs, input }: Operation): readonly string[] {
  return needs ?? ('target' in input.shape ? ['target'] : (z.toJSONSchema(input, { io: 'input' }).required ?? []));
}

/** Taken like the others and not carried along: older names, what `cursor` and `order` say as well, and a pin that answers without it name. */
const notShown = ['domain', 'your_domain', 'competitor_domains', 'offset', 'release', 'direction'];

/** Short forms of what the filter language says: taken, and not told where it is, because a model carries all tools along. */
const shortForms = Object.keys(filterShape).filter((field) => !['state', 'filters'].includes(field));

/** What every question takes beside its own (meter/call.ts). */
const controls: Readonly<Record<string, JsonSchema>> = {
  dry_run: { type: 'boolean', description: 'Tell price and rows, ask nothing' },
  max_credits: { type: 'number', description: 'Refuse to cost more' },
};

/** A field as a model is shown it. How many rows an answer has by default is the model's own matter here, and the same for every question. */
function shown(field: string, schema: JsonSchema): JsonSchema {
  if (field === 'limit') return { type: 'integer', default: limits.mcpRowsDefault, maximum: limits.rowsPerAnswerMax };
  const { description, ...rest } = { ...short(schema), ...ownWords[field] };
  return description === undefined || saysItself.has(field) ? rest : { ...rest, description };
}

const day = String.raw`^\d{4}-\d\d-\d\d`;

/** What a model is told of a field in the place of what people are told: shorter, about the form that the schema shows, and how that is told from others. */
const ownWords: Readonly<Record<string, JsonSchema>> = {
  target: { pattern: String.raw`^\S+$` },
  include_subdomains: { description: 'With hosts below it. Default: of a domain yes, of a host no' },
  cursor: { description: 'Of the answer before' },
  filters: {
    description: 'Conditions on links: ["anchor","ilike","%plumber%"], joined as [condition,"and",condition]. Their fields: tool index',
  },
  having: { description: 'The same on the rows themselves' },
  mode: { pattern: String.raw`^(as_is|one_per_domain|one_per_anchor|\w+:\d+)$`, description: 'FIELD:COUNT: the first COUNT of each value' },
  from: { pattern: day },
  to: { pattern: day },
  since_release: { description: 'Changes since this release, kept or not' },
  competitors: { description: 'Up to 10' },
  accept_min: { description: '0.5: not all site-wide; 1: in content' },
  exclude: { description: 'Without who links to one' },
  targets_min: { description: 'Default: all' },
  followed: { description: 'Count followed links only' },
  figures: { description: 'new_lost takes longest' },
  months: { description: 'How long competitors go on growing' },
};

/** Fields whose name and values say what they are. */
const saysItself = new Set([
  'authority_min',
  'authority_max',
  'by',
  'competitors_min',
  'from',
  'shared_min',
  'source_class',
  'spam_max',
  'spam_min',
  'state',
  'targets',
  'to',
  'verdict_tag',
]);

const leftOut = new Set(['minLength', 'maxLength', 'minItems', 'maxItems', 'exclusiveMinimum', '$schema']);

/** Without what a model does not need: bounds of texts and lists, `one or several` told as a list, and what has a short form told by that. */
function short(schema: JsonSchema): JsonSchema {
  const { anyOf, ...rest } = schema;
  const choices = Array.isArray(anyOf) ? (anyOf as readonly JsonSchema[]) : [];
  const list = choices.find(({ type }) => type === 'array') ?? choices.find(({ type }) => type === 'string');
  const flat: JsonSchema = list === undefined ? schema : { ...list, ...rest };
  const kept = Object.entries(flat).filter(
    ([keyword, value]) =>
      !leftOut.has(keyword) &&
      !isIntegerBound(keyword, value) &&
      !(keyword === 'type' && flat.enum !== undefined) &&
      !(keyword === 'default' && Array.isArray(value)) &&
      !(keyword === 'items' && Object.keys(value as object).length === 0),
  );
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, keyword === 'items' ? short(value as JsonSchema) : value]));
}

function isIntegerBound(keyword: string, value: unknown): boolean {
  return (keyword === 'minimum' || keyword === 'maximum') && Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER;
}

/** Fields that are the same in several tools are described in the first of them; in the others stands only what their values must be. */
export function toldOnce(): Told {
  const described = new Set<string>();
  return (field, schema) => {
    const text = `${field} ${JSON.stringify(schema)}`;
    const { description: _described, default: _default, ...must } = schema;
    if (described.has(text)) return must;
    described.add(text);
    return schema;
  };
}
