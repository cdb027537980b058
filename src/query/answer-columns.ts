import { z } from 'zod';
import type { Operation } from './operation.ts';

/** A list's row as one level of fields: `evidence` with its `archive` becomes `evidence.archive`. */
export type FlatRow = Readonly<Record<string, unknown>>;

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, ObjectSchema>>;
  readonly anyOf?: readonly ObjectSchema[];
  readonly items?: ObjectSchema;
}

/** All columns of an operation's rows (of its one record, when it lists none), from its output's schema: the same whatever was found. */
export function allColumns(operation: Operation): string[] {
  const schema = z.toJSONSchema(operation.output, { unrepresentable: 'any' }) as ObjectSchema;
  return namesOf(schema.properties?.rows?.items ?? schema, '');
}

/** One row with exactly these columns. */
export function flatRow(row: unknown, columns: readonly string[]): FlatRow {
  return Object.fromEntries(columns.map((column) => [column, valueAt(row, column.split('.'))]));
}

function namesOf(schema: ObjectSchema, prefix: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const record = inner.properties === undefined ? inner.anyOf?.find((choice) => choice.properties !== undefined) : inner;
    return record === undefined ? [`${prefix}${name}`] : namesOf(record, `${prefix}${name}.`);
  });
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => (isRecord(inner) ? inner[name] : null), value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
