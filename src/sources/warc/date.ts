/**
 * Seconds since 1970 of the dates that archives hold, or null when they are none:
 * `2020-05-30T12:00:00Z`, with a fraction or an offset, cut anywhere after the year (WARC 1.1 section 5.4), 14 or 12 digits
 * (ARC), more than 14 digits, and ClueWeb's `2008-10-294T05:21:46-0700`, whose day is the day of the year.
 */
export function archiveDate(text: string): number | null {
  const found = dashed.exec(text) ?? digits.exec(text);
  if (found === null) return null;
  const [, year, month = '01', day = '01', hour = '00', minute = '00', second = '00', offset = ''] = found;
  const ofYear = day.length === 3;
  if (!inRange(month, 1, 12) || !inRange(day, 1, ofYear ? 366 : 31)) return null;
  if (!inRange(hour, 0, 23) || !inRange(minute, 0, 59) || !inRange(second, 0, 60)) return null;
  const days = Date.UTC(Number(year), ofYear ? 0 : Number(month) - 1, Number(day)) / 1000;
  return days + Number(hour) * 3600 + Number(minute) * 60 + Number(second) - offsetSeconds(offset);
}

const dashed = /^(\d{4})(?:-(\d{2})(?:-(\d{2,3})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?)?)? ?(?:Z|([+-]\d{2}:?\d{2}))?$/i;
const digits = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(?:(\d{2})\d*)?)?$/;

function inRange(text: string, min: number, max: number): boolean {
  const value = Number(text);
  return value >= min && value <= max;
}

/** `+01:30`, `-0700`, '' -> seconds. */
function offsetSeconds(offset: string): number {
  if (offset === '') return 0;
  const plain = offset.replace(':', '');
  const seconds = Number(plain.slice(1, 3)) * 3600 + Number(plain.slice(3, 5)) * 60;
  return plain.startsWith('-') ? -seconds : seconds;
}
