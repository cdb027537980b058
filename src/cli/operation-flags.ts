import { InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import type { Operation } from '../query/operation.ts';

/** What of a field's JSON Schema decides its flag. */
const fieldSchema = z.object({
  type: z.string().optional(),
  description: z.string().optional(),
  enum: z.array(z.string()).optional(),
  default: z.unknown().optional(),
  get anyOf() {
    return z.array(fieldSchema).optional();
  },
  get items() {
    return fieldSchema.optional();
  },
});
type FieldSchema = z.output<typeof fieldSchema>;

/** What TARGET on the command line already says. */
const saidByArgument = new Set(['target', 'domain', 'targets']);

/** Whether a question is about several targets, which it takes as `targets`. */
export function takesTargets(operation: Operation): boolean {
  return 'targets' in operation.input.shape;
}

/**
 * One flag for each field of an operation's input: `first_seen_from` -> `--first-seen-from`. Only what the command line itself must
 * know is checked here (a number is a number); the operation refuses the rest in the same words on every surface.
 */
export function flagsOf(operation: Operation): Option[] {
  return Object.entries(fieldsOf(operation)).flatMap(([field, schema]) => {
    if (saidByArgument.has(field)) return [];
    const flag = `--${field.replaceAll('_', '-')}`;
    const description = descriptionOf(schema);
    if (schema.type === 'boolean')
      return [new Option(flag, description), new Option(flag.replace('--', '--no-'), `The opposite of ${flag}`)];
    if (schema.type === 'integer' || schema.type === 'number') return [new Option(`${flag} <number>`, description).argParser(numberOf)];
    if (takesSeveral(schema))
      return [new Option(`${flag} <values>`, `${description}; several with commas, or the flag again`).argParser(collect)];
    return [new Option(`${flag} <value>`, description)];
  });
}

/** The operation's input from the flags that were given. Names as commander keeps them: `firstSeenFrom`. */
export function inputOf(
  operation: Operation,
  about: string | readonly string[],
  flags: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const given = Object.keys(fieldsOf(operation)).flatMap((field) => {
    const value = flags[field.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())];
    return value === undefined || saidByArgument.has(field) ? [] : [[field, value] as const];
  });
  return { ...(typeof about === 'string' ? { target: about } : { targets: about }), ...Object.fromEntries(given) };
}

function fieldsOf(operation: Operation): Readonly<Record<string, FieldSchema>> {
  const schema = z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' });
  return z.record(z.string(), fieldSchema).parse(schema.properties ?? {});
}

function descriptionOf(schema: FieldSchema): string {
  const choices = schema.enum ?? schema.items?.enum ?? schema.anyOf?.find((choice) => choice.enum !== undefined)?.enum;
  const text = [schema.description ?? '', choices === undefined ? '' : `(${choices.join(', ')})`].filter((part) => part !== '').join(' ');
  return schema.default === undefined ? text : `${text} [${JSON.stringify(schema.default).replaceAll('"', '')}]`;
}

/** A list of values of a kind; what holds anything (filters) is one value. */
function takesSeveral(schema: FieldSchema): boolean {
  return (schema.type === 'array' && schema.items?.type !== undefined) || schema.anyOf?.some(takesSeveral) === true;
}

function numberOf(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It takes a number.');
  return value;
}

function collect(text: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), ...text.split(',').map((value) => value.trim())].filter((value) => value !== '');
}
