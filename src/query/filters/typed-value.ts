/** Values of conditions by the type of their field. Numbers, booleans and dates may come as text. Each throws `invalid_filter`. */
import { fail } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import { didYouMean } from '../../base/nearest.ts';
import type { Field } from '../fields/field.ts';
import { momentPattern, secondsFrom, secondsTo } from '../moments.ts';

/** The values of `in`. */
export function valuesOf(field: Field, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) return refuse(field, value, 'a list of values behind "in"');
  const values: readonly unknown[] = value;
  if (values.length === 0 || values.length > limits.filterValuesMax)
    return fail('invalid_filter', {
      reason: `"${field.name}": a list has 1 to ${limits.filterValuesMax} values; this one has ${values.length}.`,
    });
  return values;
}

export function textOf(field: Field, value: unknown): string {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') return refuse(field, value, 'a text');
  if (text.length > limits.filterCharsMax)
    return fail('invalid_filter', { reason: `"${field.name}": a text has at most ${limits.filterCharsMax} characters.` });
  return field.read?.(text) ?? text;
}

export function numberOf(field: Field, value: unknown): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : refuse(field, value, 'a number');
}

export function booleanOf(field: Field, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  return refuse(field, value, 'true or false');
}

/** A day is from its first to its last second; a moment is both. */
export interface Moment {
  readonly from: number;
  readonly to: number;
}

export function momentOf(field: Field, value: unknown): Moment {
  if (typeof value !== 'string' || !momentPattern.test(value)) return refuse(field, value, 'a date as 2026-10-31 or 2026-10-31T12:00:00Z');
  return { from: secondsFrom(value), to: secondsTo(value) };
}

/** The place of a word in what an enum or a list can hold. */
export function placeOf(field: Field, value: unknown): number {
  const place = field.words?.indexOf(value as string) ?? -1;
  if (place !== -1 && value !== null) return place;
  const words = (field.words ?? []).filter((word) => word !== null);
  return fail('invalid_filter', { reason: `"${field.name}" is never ${shown(value)}. ${didYouMean(String(value), words)}` });
}

function refuse(field: Field, value: unknown, wanted: string): never {
  return fail('invalid_filter', { reason: `"${field.name}" (${field.type}) takes ${wanted}; ${shown(value)} is none.` });
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 100);
}
