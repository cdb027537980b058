/** Fields of a line, read from its bytes. */

const [tab, zero, nine] = [9, 48, 57];

/** Where each field of `bytes[start, end)` ends, into `ends`; returns how many fields there are. Fields beyond `ends.length` are counted and not placed. */
export function fieldEnds(bytes: Buffer, start: number, end: number, ends: Uint32Array): number {
  let fields = 0;
  for (let at = start; at < end; at++) if (bytes[at] === tab) ends[fields++] = at;
  ends[fields++] = end;
  return fields;
}

/** A whole number below 2^32; -1 for anything else. */
export function wholeAt(bytes: Buffer, start: number, end: number): number {
  if (end <= start || end - start > 10) return -1;
  let value = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte < zero || byte > nine) return -1;
    value = value * 10 + (byte - zero);
  }
  return value < 2 ** 32 ? value : -1;
}

const powers = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

/**
 * A number that is not negative, as Java prints them (`274.833`, `6.90814E-5`); NaN for anything else. Correctly rounded: up to 15
 * digits and powers of ten up to 22 are exact in a double, so that one division or multiplication rounds once (Clinger 1990,
 * https://dl.acm.org/doi/10.1145/93548.93557); longer ones take the slow way.
 */
export function decimalAt(bytes: Buffer, start: number, end: number): number {
  let [mantissa, digits, scale, at] = [0, 0, 0, start];
  for (let fraction = false; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte >= zero && byte <= nine) {
      mantissa = mantissa * 10 + (byte - zero);
      digits++;
      if (fraction) scale--;
    } else if (byte === 46 && !fraction) fraction = true;
    else break;
  }
  if (digits === 0) return Number.NaN;
  if (at < end) {
    if (bytes[at] !== 69 && bytes[at] !== 101) return Number.NaN;
    const negative = bytes[at + 1] === 45;
    const exponent = wholeAt(bytes, at + (negative || bytes[at + 1] === 43 ? 2 : 1), end);
    if (exponent === -1) return Number.NaN;
    scale += negative ? -exponent : exponent;
  }
  if (digits > 15 || Math.abs(scale) > 22) return Number(bytes.toString('latin1', start, end));
  return scale < 0 ? mantissa / (powers[-scale] as number) : mantissa * (powers[scale] as number);
}
