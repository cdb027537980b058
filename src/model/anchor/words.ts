/** Scripts written without spaces: words of these are found by the segmenter, which is slower. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/**
 * The words of a text as anchors and titles are compared: letters and digits, small, without accents (`Über uns` is `uber`, `uns`).
 * Accents fall only off Latin, Greek and Cyrillic letters, where people leave them out when they type.
 */
export function anchorWords(text: string): string[] {
  const folded = folding(text);
  if (unspaced.test(folded))
    return Array.from(segmenter.segment(folded), ({ segment }) => segment).filter((word) => /[\p{L}\p{N}]/u.test(word));
  return folded.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** All letters and digits of a text in one: how a name is compared with a domain (`Oakdale Dental` with `oakdaledental`). */
export function compact(text: string): string {
  return (folding(text).match(/[\p{L}\p{N}]+/gu) ?? []).join('');
}

function folding(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/['’]/g, '')
    .normalize('NFD')
    .replaceAll(/([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{M}+/gu, '$1')
    .normalize('NFC');
}
