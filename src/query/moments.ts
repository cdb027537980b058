/** Days and moments as users write them: ISO 8601, in UTC. A day is all of its seconds. */
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';

/** A link is new for 30 days before the release's newest capture. */
export function newSince(asOf: Date): Date {
  return new Date(asOf.getTime() - limits.newDays * 86_400_000);
}

/** `2026-10-31`, or `2026-10-31T12:00:00Z`. */
export const momentPattern = /^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/;

/** The first second of a day, or the moment itself. Throws `invalid_filter`. */
export function secondsFrom(text: string): number {
  return secondsOf(text.includes('T') ? text : `${text}T00:00:00Z`, text);
}

/** The last second of a day, or the moment itself. Throws `invalid_filter`. */
export function secondsTo(text: string): number {
  return secondsOf(text.includes('T') ? text : `${text}T23:59:59Z`, text);
}

function secondsOf(full: string, given: string): number {
  const seconds = Math.floor(new Date(full).getTime() / 1000);
  return seconds >= 0 && seconds < 2 ** 32 ? seconds : fail('invalid_filter', { reason: `"${given}" is no date between 1970 and 2106.` });
}
