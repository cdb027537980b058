/**
 * The only place where a value becomes part of an SQL text.
 *
 * chDB serialises bound parameters over the whole process, so values travel as literals. A string is written as
 * `unhex('...')`: hexadecimal digits cannot end a literal early, whatever the string holds, and the engine folds the call
 * to a constant that still uses the primary key. Numbers and dates are written by type. Fuzzed against the engine in
 * `literal.test.ts`.
 *
 * `sql` is a template tag: what stands between `${}` is a value and is rendered as one, unless it is itself an `Sql`.
 * Nothing but `sql`, `name` and `list` makes an `Sql`, and the engine takes nothing else.
 */
export class Sql {
  readonly text: string;
  /** @internal Use the `sql` tag. */
  constructor(text: string) {
    this.text = text;
  }
}

export type Value = string | number | bigint | boolean | Date | readonly Value[] | Sql;

/** Builds a statement or a fragment of one. Strings, numbers, booleans, dates and lists of them are literals. */
export function sql(parts: TemplateStringsArray, ...values: readonly Value[]): Sql {
  let text = parts[0] ?? '';
  for (const [i, value] of values.entries()) text += literal(value) + (parts[i + 1] ?? '');
  return new Sql(text);
}

/** A table, column or dictionary of ours. Anything but `[a-z_][a-z0-9_]*` is a defect of the program. */
export function name(identifier: string): Sql {
  if (!/^[a-z_][a-z0-9_]{0,63}$/.test(identifier)) throw new TypeError(`not an identifier: ${identifier}`);
  return new Sql(identifier);
}

/** Fragments joined by a separator of ours. An empty list is a defect where SQL needs one element. */
export function join(fragments: readonly Sql[], separator: ', ' | ' AND ' | ' OR ' | '\nUNION ALL\n' | ' '): Sql {
  return new Sql(fragments.map((fragment) => fragment.text).join(separator));
}

/** A schema file of this project. Never pass anything that came from outside. */
export function schemaText(text: string): Sql {
  return new Sql(text);
}

/**
 * Many strings as one array expression with a single literal: 1,000 keys cost the parser one token instead of 1,000.
 * Strings are length-prefixed by position, so that none can run into its neighbour.
 */
export function strings(values: readonly string[]): Sql {
  if (values.length === 0) return new Sql('CAST([] AS Array(String))');
  const bytes = values.map((value) => Buffer.from(value, 'utf8'));
  const ends: number[] = [];
  let end = 0;
  for (const part of bytes) ends.push((end += part.length));
  const starts = ends.map((_, i) => (i === 0 ? 1 : (ends[i - 1] ?? 0) + 1));
  const lengths = bytes.map((part) => part.length);
  const all = `unhex('${Buffer.concat(bytes).toString('hex')}')`;
  return new Sql(`arrayMap((s, l) -> substring(${all}, s, l), [${starts.join(',')}], [${lengths.join(',')}])`);
}

function literal(value: Value): string {
  if (value instanceof Sql) return value.text;
  if (typeof value === 'string') return `unhex('${Buffer.from(value, 'utf8').toString('hex')}')`;
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'bigint') return `toUInt64('${wholeUnsigned(value)}')`;
  if (typeof value === 'number') return numberLiteral(value);
  if (value instanceof Date) return dateLiteral(value);
  return `[${value.map(literal).join(', ')}]`;
}

function numberLiteral(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`not a finite number: ${value}`);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw new TypeError(`not a safe integer: ${value}`);
  return Object.is(value, -0) ? '0' : String(value);
}

function wholeUnsigned(value: bigint): bigint {
  if (value < 0n || value > 0xffff_ffff_ffff_ffffn) throw new TypeError(`not an unsigned 64-bit number: ${value}`);
  return value;
}

function dateLiteral(value: Date): string {
  const seconds = Math.floor(value.getTime() / 1000);
  if (!(seconds >= 0 && seconds <= 0xffff_ffff)) throw new TypeError(`not a date the index can hold: ${value.toString()}`);
  return `toDateTime(${seconds}, 'UTC')`;
}
