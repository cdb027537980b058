/**
 * Style sheets and data that stand inside a link and that some writers of WAT files take for its text: nobody reads them there. Taken out are, where they
 * are plainly such: style rules of classes and ids (`.cls-1{fill:#fff}`) and at-rules around them, objects of JSON (JSON-LD), and scripts between the marks of
 * CDATA. Any other code, and text that merely holds braces (`{{title}}`, `{do it yourself}`), stays as it is stated.
 *
 * Time is linear in the text: at most `piecesMax` braces are looked at, each with at most `pieceCharsMax` characters.
 */

/** Braces of one text that are looked at, and characters that belong to one. */
const piecesMax = 64;
const pieceCharsMax = 4_096;
const selectorCharsMax = 200;

/** The text of a link without code, its ends trimmed where there was some; any other text as it is. */
export function withoutCode(text: string): string {
  if (!text.includes('{')) return text;
  const marked = withoutCdata(text);
  let kept = '';
  let from = 0;
  let open = marked.indexOf('{');
  for (let pieces = 0; open !== -1 && pieces < piecesMax; pieces++) {
    const piece = jsonAt(marked, open) ?? styleAt(marked, from, open);
    if (piece !== null) {
      kept += marked.slice(from, piece.start);
      from = piece.end;
    }
    open = marked.indexOf('{', piece === null ? open + 1 : from);
  }
  const left = kept + marked.slice(from);
  return left.length < text.length ? left.trim() : text;
}

interface Piece {
  readonly start: number;
  readonly end: number;
}

const cdataOpen = '//<![CDATA[';
const cdataClose = '//]]>';

/** A script that its text was cut in ends with the text. */
function withoutCdata(text: string): string {
  let kept = '';
  let from = 0;
  for (let open = text.indexOf(cdataOpen); open !== -1; open = text.indexOf(cdataOpen, from)) {
    const close = text.indexOf(cdataClose, open);
    kept += text.slice(from, open);
    from = close === -1 ? text.length : close + cdataClose.length;
  }
  return kept + text.slice(from);
}

/** The object that begins at a brace, with at least one member. */
function jsonAt(text: string, open: number): Piece | null {
  if (!/^\s*"/.test(text.slice(open + 1, open + 16))) return null;
  const end = closingBrace(text, open);
  if (end === -1) return null;
  try {
    JSON.parse(text.slice(open, end));
    return { start: open, end };
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null;
    throw thrown;
  }
}

const refinement = String.raw`[.#][\w-]+|\[[^\][{}]*\]|::?[\w-]+(?:\([^(){}]*\))?`;
const compound = String.raw`(?:[.#][\w-]+|\[[^\][{}]*\])(?:${refinement})*`;
/** Names of elements are words of a text too: only these, and only behind a class, an id or an attribute. */
const element = String.raw`(?:\*|(?:a|b|button|circle|div|g|h[1-6]|i|img|li|line|p|path|polygon|polyline|rect|span|svg|text|ul|use)\b)(?:${refinement})*`;
const selector = new RegExp(String.raw`${compound}(?:(?:\s*[,>+~]\s*|\s+)(?:${compound}|${element}))*\s*$`);
const atRule = /@(?:-\w+-)?(?:media|keyframes|supports|font-face|layer|container)\b[^{}@]*$/;
const declaration = /^\s*-{0,2}[a-z][\w-]*\s*:\s*\S/i;

/** The rule whose declarations begin at a brace, from its selector on, which stands behind `from`. */
function styleAt(text: string, from: number, open: number): Piece | null {
  const behind = Math.max(from, open - selectorCharsMax);
  const before = text.slice(behind, open);
  const nested = atRule.exec(before);
  if (nested !== null) {
    const end = closingBrace(text, open);
    return end !== -1 && /\{[^{}:]*:[^{}]*\}/.test(text.slice(open, end)) ? { start: behind + nested.index, end } : null;
  }
  const chosen = selector.exec(before);
  const close = text.indexOf('}', open);
  if (chosen === null || close === -1 || close - open > pieceCharsMax) return null;
  const parts = text.slice(open + 1, close).split(';');
  const declared = parts.filter((part) => part.trim() !== '');
  return declared.length > 0 && declared.every((part) => declaration.test(part)) ? { start: behind + chosen.index, end: close + 1 } : null;
}

/** Behind the brace that closes the one at `open`, strings passed over; -1 when it is not near. */
function closingBrace(text: string, open: number): number {
  const last = Math.min(text.length, open + pieceCharsMax);
  let depth = 0;
  let quoted = false;
  for (let at = open; at < last; at++) {
    const unit = text[at];
    if (quoted && unit === '\\') at++;
    else if (unit === '"') quoted = !quoted;
    else if (!quoted && unit === '{') depth++;
    else if (!quoted && unit === '}' && --depth === 0) return at + 1;
  }
  return -1;
}
