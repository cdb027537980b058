/** Why a WAT of `pages/` states another text of a link than a reader of the page sees: told from the page itself. */
export const surplusReasons = {
  white_space: 'blocks, which a reader sees apart, are run together',
  drawings: 'titles and descriptions of drawings stand beside the text',
  styles: 'style sheets are taken for text',
  scripts: 'scripts are taken for text',
  references: 'a character reference without its semicolon is left as it is',
} as const;

export type SurplusReason = keyof typeof surplusReasons;

/** Elements whose contents the writer takes for text, in the order in which they are looked for. */
const hidden = {
  drawings: /<(?:title|desc|text)\b[^>]*>([^<]*)/gi,
  styles: /<style\b[^>]*>([^]*?)<\/style/gi,
  scripts: /<script\b[^>]*>([^]*?)<\/script/gi,
};

const reference = /&[a-z]+?ml(?=[a-z])/gi;

/** `stated`: as the WAT has it; `seen`: as the HTML was read; `page`: the HTML, a byte a character. Null where none of the reasons holds. */
export function surplusReason(stated: string, seen: string, page: string): SurplusReason | null {
  const [text, wanted] = [solid(stated), solid(seen)];
  if (text === wanted) return 'white_space';
  // Without what is seen, which stands first or last; where that is an image's text, none of it is stated.
  const surpluses = [text.indexOf(wanted), text.lastIndexOf(wanted)].map((at) =>
    at === -1 ? text : text.slice(0, at) + text.slice(at + wanted.length),
  );
  const pieces: string[] = [];
  for (const [reason, contents] of Object.entries(hidden)) {
    for (const [, content] of page.matchAll(contents)) if (solid(content ?? '') !== '') pieces.push(solid(content ?? ''));
    if (surpluses.some((surplus) => isMadeOf(surplus, pieces))) return reason as SurplusReason;
  }
  return text.replace(reference, '') === wanted.replace(/[^ -~]/g, '') ? 'references' : null;
}

/** Whether a text is one of these after the other, the last of them perhaps cut. */
function isMadeOf(text: string, pieces: readonly string[]): boolean {
  if (text === '') return true;
  return pieces.some((piece) => piece.startsWith(text) || (text.startsWith(piece) && isMadeOf(text.slice(piece.length), pieces)));
}

function solid(text: string): string {
  return text.replace(/\s/g, '');
}
