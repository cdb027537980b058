/**
 * Words as topics compare them: letters and digits without case and accents, as a 32-bit hash, so that a page's text is read without
 * making a string of any word.
 */

/** Letters that Unicode does not take apart. */
const alike: Readonly<Record<string, string>> = { ø: 'o', ł: 'l', đ: 'd', ı: 'i', ð: 'd' };
/** Written as two letters: `fußball` is `fussball`. */
export const sharpS = 0xdf;

/** By UTF-16 unit: what it is compared as; 0 where it parts words. */
export const folded = foldTable();

function foldTable(): Uint16Array {
  const table = new Uint16Array(0x1_0000);
  for (let unit = 0; unit < table.length; unit++) {
    const letter = String.fromCharCode(unit);
    if (!/[\p{L}\p{N}\p{M}]/u.test(letter)) continue;
    const lower = letter.toLowerCase();
    const plain = alike[lower] ?? (/\p{Script=Latin}/u.test(lower) ? lower.normalize('NFD') : lower);
    table[unit] = lower === 'ß' ? 0x73 : plain.charCodeAt(0);
  }
  return table;
}

/** FNV-1a over folded units (http://www.isthe.com/chongo/tech/comp/fnv/), each taken as one step. */
export const hashBasis = 0x811c9dc5 | 0;
const hashPrime = 0x01000193;

export function hashStep(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, hashPrime);
}

/** Two words in a row. */
export function phraseHash(first: number, second: number): number {
  return Math.imul((first << 5) ^ (first >>> 27) ^ second, hashPrime);
}

/** The hash of one word. */
export function wordHash(word: string): number {
  let hash = hashBasis;
  for (let at = 0; at < word.length; at++) {
    const unit = word.charCodeAt(at);
    const plain = folded[unit] as number;
    hash = hashStep(hash, plain);
    if (unit === sharpS) hash = hashStep(hash, plain);
  }
  return hash;
}
