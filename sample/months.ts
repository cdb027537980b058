/** The four crawls of the sample web: a month apart, six days each. Months are counted from 0; what is planned, is planned by month. */
export const months = [0, 1, 2, 3] as const;
export type Month = (typeof months)[number];

/** When each crawl began (seconds since 1970 UTC) and how it is called. */
export const crawls = [
  { name: 'SAMPLE-2026-07', begins: Date.UTC(2026, 6, 11) / 1000 },
  { name: 'SAMPLE-2026-08', begins: Date.UTC(2026, 7, 9) / 1000 },
  { name: 'SAMPLE-2026-09', begins: Date.UTC(2026, 8, 8) / 1000 },
  { name: 'SAMPLE-2026-10', begins: Date.UTC(2026, 9, 10) / 1000 },
] as const;
export const crawlSeconds = 6 * 86_400;

export function since(first: Month): Month[] {
  return months.filter((month) => month >= first);
}

/** Months before `end`. */
export function until(end: Month): Month[] {
  return months.filter((month) => month < end);
}

export function except(...left: readonly Month[]): Month[] {
  return months.filter((month) => !left.includes(month));
}
