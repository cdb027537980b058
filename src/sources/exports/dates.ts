/**
 * Dates as exports write them: ISO 8601, month names of the languages that the tools speak, figures in the order of a country.
 * A date without a time is its first second in UTC.
 */

/** Which comes first in a date of three figures that ends in its year. */
export type DateOrder = 'dmy' | 'mdy';

/** `ambiguous`: a date in figures whose order nothing tells. */
export type ReadDate = number | 'ambiguous' | null;

const earliest = Date.UTC(1990, 0) / 1000;
const latest = Date.UTC(2100, 0) / 1000;

/** Seconds since 1970 UTC; null for what is no date, and for placeholders outside 1990 to 2100. */
export function dateOf(cell: string, order: DateOrder | null): ReadDate {
  if (cell.length > 64) return null;
  const text = cell.normalize('NFKC').trim();
  if (text === '' || !/\d/.test(text)) return null;
  return isoDate(text) ?? figures(text, order) ?? named(text);
}

/** The order that a cell proves, by a figure above 12; null when it proves none. */
export function orderOf(cell: string): DateOrder | null {
  const found = threeFigures.exec(cell.normalize('NFKC').trim());
  if (found === null) return null;
  if (Number(found[1]) > 12) return 'dmy';
  if (Number(found[2]) > 12) return 'mdy';
  // Points stand between day, month and year in no country that writes the month first.
  return found[0].includes('.') ? 'dmy' : null;
}

/** `2026-09-28`, `2026/9/28`, `2026. 9. 28.`, `2026年9月28日`, `20260928`; a time and an offset may follow. */
function isoDate(text: string): number | null {
  const [, year = '', month = '', day = '', rest = ''] =
    /^(\d{4})(?:[-/]|\.\s?|年\s?|년\s?)(\d{1,2})(?:[-/]|\.\s?|月\s?|월\s?)(\d{1,2})(?:\.|日|일)?(.*)$/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})()$/.exec(text) ??
    [];
  return year === '' ? null : secondsOf(year, month, day, rest);
}

const threeFigures = /^(\d{1,2})[-/.]\s?(\d{1,2})[-/.]\s?(\d{4}|\d{2})(?!\d)/;

function figures(text: string, order: DateOrder | null): ReadDate {
  const [all = '', first = '', second = '', year = ''] = threeFigures.exec(text) ?? [];
  if (all === '') return null;
  const known = orderOf(text) ?? order;
  if (known === null && first !== second) return 'ambiguous';
  const [day, month] = known === 'mdy' ? [second, first] : [first, second];
  return secondsOf(year.length === 2 ? `20${year}` : year, month, day, text.slice(all.length));
}

/** `Sep 28, 2026`, `28 September 2026`, `28. Sept. 2026`, `28 de set. de 2026`. */
function named(text: string): number | null {
  const words = text.toLowerCase().match(/\p{L}[\p{L}\p{M}]*|\d+/gu) ?? [];
  const numbers = words.filter((word) => /^\d/.test(word));
  const month = words.map((word) => months.get(plain(word))).find((found) => found !== undefined);
  const year = numbers.find((word) => word.length === 4);
  const day = numbers.find((word) => word.length <= 2);
  if (month === undefined || year === undefined || day === undefined) return null;
  return secondsOf(year, String(month), day, /\d{1,2}:\d{2}.*$/.exec(text)?.[0] ?? '');
}

function secondsOf(year: string, month: string, day: string, rest: string): number | null {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return null;
  const seconds = date.getTime() / 1000 + timeOf(rest);
  return seconds >= earliest && seconds < latest ? seconds : null;
}

/** Seconds of the day of ` 13:45:10 +02:00`, in UTC; 0 when no time follows. */
function timeOf(rest: string): number {
  const [, hours, minutes, seconds = '0', half, sign, offsetHours = '0', offsetMinutes = '0'] =
    /^[T\s,]*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s?([ap]m)?\s?(?:z|([+-])(\d{2}):?(\d{2}))?/i.exec(rest) ?? [];
  if (hours === undefined || minutes === undefined) return 0;
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * (sign === '-' ? -1 : 1);
  return hour * 3_600 + (Number(minutes) - offset) * 60 + Number(seconds);
}

/** Of Search Console and the tools' own pages; a name that is two different months in two of them counts in none. */
const languages = 'en de fr es it pt nl pl sv da nb fi cs tr hu ro ru uk el he id vi'.split(' ');

/** Month names, alone and within a date, long and short, as the platform's CLDR data has them. */
const months: ReadonlyMap<string, number> = monthNames();

function monthNames(): Map<string, number> {
  const found = new Map<string, number | null>();
  for (const language of languages) {
    for (const options of [
      { month: 'long' },
      { month: 'short' },
      { month: 'long', day: 'numeric' },
      { month: 'short', day: 'numeric' },
    ] as const) {
      const format = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' });
      for (let month = 1; month <= 12; month++) {
        const name = format.formatToParts(Date.UTC(2026, month - 1, 15)).find((part) => part.type === 'month')?.value ?? '';
        const word = plain(name.toLowerCase().replace(/[^\p{L}\p{M}].*$/u, ''));
        if (word.length < 2) continue;
        const known = found.get(word);
        found.set(word, known === undefined || known === month ? month : null);
      }
    }
  }
  // What Google writes for September in English of some countries.
  found.set('sept', 9);
  return new Map([...found].filter((entry): entry is [string, number] => entry[1] !== null));
}

/** Without accents, so that `février` and `fevrier` are one word. */
function plain(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '');
}
