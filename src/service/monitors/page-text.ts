/** Text that owners of web pages wrote, as it may stand in a mail or a feed: one line, nothing that hides or turns what stands beside it, not endless. */
export function pageText(value: unknown, charsMax: number): string {
  const line = (typeof value === 'string' ? value : '')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  // A character of two units is not cut in half.
  return line.length <= charsMax ? line : `${line.slice(0, charsMax - 1).replace(/\p{Cs}$/u, '')}…`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** For HTML and XML, also inside an attribute with quotes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
