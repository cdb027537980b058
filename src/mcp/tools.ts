/**
 * Tools are the operations, grouped: a tool that holds several questions takes the question's name as an argument; the first is meant when none is given.
 * Their schemas are made from the operations' own, shortened to what a model needs to fill them in; the backend parses
 * what comes, so that a wrong argument is refused in the same words on every surface.
 */
import { z } from 'zod';
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { filterShape } from '../query/filter.ts';
import type { Operation } from '../query/operation.ts';

export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

export interface QuestionTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
  /** Which operation a call asks, and with what. Throws `invalid_input`. */
  resolve(args: Readonly<Record<string, unknown>>): { readonly operation: Operation; readonly input: Record<string, unknown> };
}

export function questionTools(operations: readonly Operation[]): QuestionTool[] {
  const names = [...new Set(operations.map(({ tool }) => tool))];
  const told = toldOnce();
  return names.map((name) =>
    toolOf(
      name,
      operations.filter(({ tool }) => tool === name),
      told,
    ),
  );
}

/** A tool of one question is described by the first sentence of its description, one of several by their summaries. */
function toolOf(name: string, grouped: readonly Operation[], told: Told): QuestionTool {
  const [first] = grouped;
  const single = grouped.length === 1 ? first : undefined;
  const named = new Map(grouped.map((operation) => [operation.name, operation]));
  return {
    name,
    description:
      single === undefined
        ? grouped.map((operation) => `${operation.name}: ${operation.summary}.`).join(' ')
        : (/^[^]*?\.(?= |$)/.exec(single.description)?.[0] ?? single.description),
    inputSchema: schemaOf(grouped, told),
    resolve: ({ question, ...input }) => {
      if (single !== undefined) return { operation: single, input: question === undefined ? input : { question, ...input } };
      const operation = question === undefined ? first : typeof question === 'string' ? named.get(question) : undefined;
      return {
        operation: operation ?? fail('invalid_input', { reason: `"question" must be one of: ${[...named.keys()].join(', ')}.` }),
        input,
      };
    },
  };
}

/** What all operations of a tool take, together. A field is required when each of them requires it, and the target when each of them has one. */
function schemaOf(grouped: readonly Operation[], told: Told): JsonSchema {
  const schemas = grouped.map(({ input }) => z.toJSONSchema(input, { io: 'input' }));
  const properties: Record<string, unknown> = {};
  if (grouped.length > 1) properties.question = { enum: grouped.map(({ name }) => name), default: grouped[0]?.name };
  for (const schema of schemas)
    for (const [field, property] of Object.entries(schema.properties ?? {}))
      properties[field] ??= told(field, shown(field, property as JsonSchema));
  for (const name of notShown) delete properties[name];
  if ('filters' in properties) for (const name of shortForms) delete properties[name];
  for (const [name, control] of Object.entries(controls)) properties[name] = told(name, control);
  const always = Object.keys(properties).filter((field) =>
    schemas.every((schema) => (field === 'target' ? 'target' in (schema.properties ?? {}) : schema.required?.includes(field))),
  );
  return { type: 'object', properties, required: always, additionalProperties: false };
}

/** Taken like the others and not carried along: older names, what `cursor` says as well, and a pin that answers without it name. */
const notShown = ['domain', 'your_domain', 'competitor_domains', 'offset', 'release'];

/** Short forms of what the filter language says: taken, and not told where it is, because a model carries all tools along. */
const shortForms = Object.keys(filterShape).filter((field) => !['state', 'filters'].includes(field));

/** What every question takes beside its own (meter/call.ts). */
const controls: Readonly<Record<string, JsonSchema>> = {
  dry_run: { type: 'boolean', description: 'Tell price and rows, ask nothing' },
  max_credits: { type: 'number', description: 'Refuse to cost more' },
};

const leftOut = new Set(['minLength', 'maxLength', 'minItems', 'maxItems', 'pattern', 'exclusiveMinimum', '$schema']);

/** Without what a model does not need: bounds of texts and lists, the type of listed values, `one or several` told as a list, and what has a short form told by that. */
function short(schema: JsonSchema): JsonSchema {
  const { anyOf, ...rest } = schema;
  const choices = Array.isArray(anyOf) ? (anyOf as readonly JsonSchema[]) : [];
  const list = choices.find(({ type }) => type === 'array') ?? choices.find(({ type }) => type === 'string');
  const flat: JsonSchema = list === undefined ? schema : { ...list, ...rest };
  const kept = Object.entries(flat).filter(
    ([keyword, value]) => !leftOut.has(keyword) && !isIntegerBound(keyword, value) && !(keyword === 'type' && flat.enum !== undefined),
  );
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, keyword === 'items' ? short(value as JsonSchema) : value]));
}

/** How many rows an answer has by default is the model's own matter here, and the same for every question. */
function shown(field: string, schema: JsonSchema): JsonSchema {
  if (field === 'limit') return { type: 'integer', default: limits.mcpRowsDefault };
  const own = ownWords[field];
  return own === undefined ? short(schema) : { ...short(schema), description: own };
}

/** A field as a tool shows it. */
type Told = (field: string, schema: JsonSchema) => JsonSchema;

/** What a model is told of a field in the place of what people are told: shorter, and about the form that the schema shows. */
const ownWords: Readonly<Record<string, string>> = {
  filters: 'Conditions on links: ["anchor","ilike","%plumber%"], joined as [condition,"and",condition]. Their fields: tool index',
  having: 'The same on the rows themselves',
  mode: 'as_is, one_per_domain, one_per_anchor, or FIELD:COUNT for the first COUNT of each value',
};

/** Fields that are the same in several tools are described in the first of them, and only named in the others: a model carries all tools along. */
function toldOnce(): Told {
  const described = new Set<string>();
  return (field, schema) => {
    const text = `${field} ${JSON.stringify(schema)}`;
    if (described.has(text)) return schema.type === undefined ? {} : { type: schema.type };
    described.add(text);
    return schema;
  };
}

function isIntegerBound(keyword: string, value: unknown): boolean {
  return (keyword === 'minimum' || keyword === 'maximum') && Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER;
}
