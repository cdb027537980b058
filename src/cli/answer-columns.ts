import { z } from 'zod';
import type { Operation } from '../query/operation.ts';
import type { Column } from './table.ts';

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

/** What a line of a terminal has room for; the rest is in --csv and --json. */
const shown: Readonly<Record<string, readonly Column[]>> = {
  list: [
    { field: 'source_url', kind: 'address' },
    { field: 'target_url', kind: 'address', spare: 2 },
    { field: 'anchor' },
    { field: 'domain_authority', title: 'authority' },
    { field: 'followed' },
    { field: 'state', spare: 3 },
    { field: 'first_seen', kind: 'day', spare: 4 },
    { field: 'last_seen', kind: 'day', spare: 1 },
    { field: 'id', kind: 'address', spare: 5 },
  ],
  gap: [
    { field: 'domain', kind: 'address' },
    { field: 'opportunity' },
    { field: 'domain_authority', title: 'authority' },
    { field: 'competitors' },
    { field: 'accept', spare: 3 },
    { field: 'source_class', title: 'class', spare: 2 },
    { field: 'contact_url', kind: 'address', spare: 4 },
    { field: 'submission_url', kind: 'address', spare: 5 },
    { field: 'last_seen', kind: 'day', spare: 1 },
  ],
  'new-lost': [
    { field: 'at', kind: 'day' },
    { field: 'turn' },
    { field: 'source_url', kind: 'address' },
    { field: 'target_url', kind: 'address', spare: 1 },
    { field: 'anchor' },
    { field: 'domain_authority', title: 'authority' },
    { field: 'followed', spare: 2 },
    { field: 'state', spare: 3 },
    { field: 'id', kind: 'address', spare: 4 },
  ],
  link: [
    { field: 'captured_at', kind: 'day' },
    { field: 'present' },
    { field: 'anchor' },
    { field: 'followed' },
    { field: 'placement', spare: 2 },
    { field: 'status' },
    { field: 'proof' },
    { field: 'crawl', spare: 3 },
    { field: 'evidence.archive', kind: 'address', spare: 1 },
  ],
  history: [
    { field: 'from' },
    { field: 'backlinks.live', title: 'links' },
    { field: 'backlinks.new', title: 'new' },
    { field: 'backlinks.lost', title: 'lost' },
    { field: 'referring_domains.live', title: 'domains' },
    { field: 'referring_domains.new', title: 'new domains' },
    { field: 'referring_domains.lost', title: 'lost domains' },
    { field: 'referring_hosts.live', title: 'hosts', spare: 4 },
    { field: 'new_per_thousand', title: 'new / 1,000 pages', spare: 3 },
    { field: 'lost_per_thousand', title: 'lost / 1,000 pages', spare: 3 },
    { field: 'spike.found', title: 'spike', spare: 1 },
    { field: 'spike.cause.class', title: 'kind', spare: 2 },
  ],
  'referring-domains': [
    { field: 'domain', kind: 'address' },
    { field: 'domain_authority', title: 'authority' },
    { field: 'backlinks' },
    { field: 'followed_backlinks', title: 'followed' },
    { field: 'referring_pages', title: 'pages' },
    { field: 'source_class', title: 'class', spare: 2 },
    { field: 'state', spare: 3 },
    { field: 'first_seen', kind: 'day', spare: 4 },
    { field: 'last_seen', kind: 'day', spare: 1 },
    { field: 'evidence', spare: 6 },
    { field: 'webgraph.rank', title: 'graph rank', spare: 5 },
  ],
};

/** Those that no operation here names leave what is unknown in every row out, and the last columns where there is no room. */
export function shownColumns(operation: Operation, rows: readonly FlatRow[]): readonly Column[] {
  const named = shown[operation.name];
  if (named !== undefined) return named;
  const known = allColumns(operation).filter((field) => rows.some((row) => row[field] !== null));
  return known.map(columnOf);
}

function columnOf(field: string, place: number): Column {
  const kind = field.endsWith('_url') ? 'address' : /_(?:seen|at)$/.test(field) ? 'day' : undefined;
  return { field, ...(kind !== undefined && { kind }), ...(place > 1 && { spare: place }) };
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
