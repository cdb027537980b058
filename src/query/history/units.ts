/** Days, weeks (from Monday), months and years in UTC, as dates (`2026-11-02`). */

export const units = ['day', 'week', 'month', 'year'] as const;
export type Unit = (typeof units)[number];

const dayMs = 86_400_000;

/** The day of a moment in seconds since 1970. */
export function dateOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

export function secondsOfDate(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / 1000;
}

/** The first day of the unit that a day lies in. */
export function startOfUnit(unit: Unit, date: string): string {
  if (unit === 'day') return date;
  if (unit === 'month') return `${date.slice(0, 7)}-01`;
  if (unit === 'year') return `${date.slice(0, 4)}-01-01`;
  const day = new Date(`${date}T00:00:00Z`);
  return new Date(day.getTime() - ((day.getUTCDay() + 6) % 7) * dayMs).toISOString().slice(0, 10);
}

/** The first day of the unit after the one that begins on `start`. */
export function nextUnit(unit: Unit, start: string): string {
  const next = new Date(`${start}T00:00:00Z`);
  if (unit === 'year') next.setUTCFullYear(next.getUTCFullYear() + 1);
  else if (unit === 'month') next.setUTCMonth(next.getUTCMonth() + 1);
  else next.setUTCDate(next.getUTCDate() + (unit === 'week' ? 7 : 1));
  return next.toISOString().slice(0, 10);
}

/** The day before: the last one of a unit whose successor begins on `date`. */
export function dayBefore(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - dayMs).toISOString().slice(0, 10);
}

/** Units from the one that `from` lies in to the one that `to` lies in, by their first days; none when `to` lies before. */
export function unitsBetween(unit: Unit, from: string, to: string): string[] {
  const starts: string[] = [];
  for (let start = startOfUnit(unit, from); start <= to; start = nextUnit(unit, start)) starts.push(start);
  return starts;
}
