import { z } from 'zod';
import { limits } from '../base/limits.ts';
import { isSortable, mayBeUnknown, operatorsOf, type Field, type RowKind } from './fields/field.ts';
import { operationNamed, operations } from './operations.ts';

const knownField = z.object({
  field: z.string(),
  type: z.enum(['text', 'number', 'boolean', 'date', 'enum', 'list']),
  about: z.string(),
  values: z.array(z.string()).optional().describe('What it can be, in the order that rows are ordered by'),
  unknown: z.boolean().describe('Whether it may be unknown: "= null" asks for that'),
  sortable: z.boolean(),
  example: z.array(z.unknown()).describe('A condition'),
});

export const knownFields = z
  .object({
    operators: z.record(z.string(), z.array(z.string())).describe('By type of field'),
    rows: z.record(z.string(), z.array(knownField)).describe('Fields by kind of row'),
    operations: z.array(
      z.object({
        operation: z.string(),
        filters: z.string().nullable().describe('The kind of row that its "filters" are about: before rows are grouped'),
        having: z.string().nullable().describe('And its "having": after'),
        order: z.string().nullable(),
      }),
    ),
    limits: z.object({
      conditions: z.int(),
      depth: z.int(),
      bytes: z.int(),
      values: z.int(),
      pattern_chars: z.int(),
      order_terms: z.int(),
    }),
  })
  .describe('What filters and orders can ask for');
export type KnownFields = z.output<typeof knownFields>;

/** What filters and orders can ask for, of all questions or of one. Throws `unknown_operation`. */
export function fieldsKnown(operation?: string): KnownFields {
  const asked = operation === undefined ? operations : [operationNamed(operation)];
  const filtered = asked.filter(({ fields }) => fields !== undefined);
  const kinds = filtered.flatMap(({ fields }) => [fields?.filters, fields?.having, fields?.order]).filter((kind) => kind !== undefined);
  return {
    operators: Object.fromEntries(Object.entries(operatorsOf).map(([type, own]) => [type, [...own]])),
    rows: Object.fromEntries(kinds.map((kind) => [kind.name, kind.fields.map(shownField)])),
    operations: filtered.map(({ name, fields }) => ({
      operation: name,
      filters: nameOf(fields?.filters),
      having: nameOf(fields?.having),
      order: nameOf(fields?.order),
    })),
    limits: {
      conditions: limits.filterConditionsMax,
      depth: limits.filterDepthMax,
      bytes: limits.filterBytesMax,
      values: limits.filterValuesMax,
      pattern_chars: limits.filterPatternCharsMax,
      order_terms: limits.orderTermsMax,
    },
  };
}

function nameOf(kind: RowKind | undefined): string | null {
  return kind?.name ?? null;
}

function shownField(field: Field): z.output<typeof knownField> {
  const { name, type, about, words, example } = field;
  return {
    field: name,
    type,
    about,
    ...(words !== undefined && { values: words.filter((word) => word !== null) }),
    unknown: mayBeUnknown(field),
    sortable: isSortable(field),
    example: [name, ...example],
  };
}
