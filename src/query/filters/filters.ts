/** The filter language as operations take it: parsed, typed and compiled for one kind of row. */
import { z } from 'zod';
import { limits } from '../../base/limits.ts';
import type { AskedRelease, RowKind } from '../fields/field.ts';
import { compiled, type Compiled } from './compile.ts';
import { conditionOf } from './condition.ts';

/** Conditions as they are given: nested lists, or one line of text. */
export type Filters = string | readonly unknown[];

/** `of`: what is chosen by it. */
export function filtersInput(of: string) {
  return conditions(
    `Conditions on ${of}: [field, operator, value], nested with "and" and "or"; or as text: anchor ilike "%plumber%" and followed = true. GET /v1/filters lists fields and operators`,
  );
}

/** The condition on groups of links. */
export const havingInput = conditions('Conditions on the rows themselves (domains, anchors, ...) by their counts, written as filters are');

function conditions(description: string) {
  return z
    .union([z.string().max(limits.filterBytesMax), z.array(z.unknown())])
    .optional()
    .describe(description);
}

/** Throws `invalid_filter`. */
export function compiledFilters(kind: RowKind, release: AskedRelease, filters: Filters): Compiled {
  return compiled(kind, release, conditionOf(filters));
}
