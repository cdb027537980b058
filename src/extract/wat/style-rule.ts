/**
 * The rules of style sheets that stand in a text (https://www.w3.org/TR/css-syntax-3/#style-rules), as far as they can be taken for nothing else: a selector
 * that begins with a class, an id or an attribute, or an at-rule, and behind it a block of declarations or of rules. Directly behind a rule more is plain:
 * selectors that begin with an element, and empty blocks. Comments beside a rule belong to it.
 */
export interface StyleRule {
  readonly start: number;
  /** The place behind it. */
  readonly end: number;
}

export interface Surroundings {
  /** No rule begins before it. */
  readonly from: number;
  /** Whether a rule ends at `from`. */
  readonly isBehindRule: boolean;
  /** Whether the last rule may have lost its end. */
  readonly mayBeCut: boolean;
}

const selectorCharsMax = 400;
/** Blocks in the block of an at-rule, each within the other. */
const depthMax = 4;

const name = String.raw`(?:-*[a-zA-Z_]|\\[^{}\u00a0])(?:[\w-]|\\[^{}\u00a0])*`;
const refinement = String.raw`[.#]${name}|\[[^\][{}\u00a0]*\]|::?[\w-]+(?:\([^(){}\u00a0]*\))?`;
const compound = String.raw`(?:[.#]${name}|\[[^\][{}\u00a0]*\])(?:${refinement})*`;
/** Words of a text are names of elements too: only these, and only behind something plainer. */
const element = String.raw`(?:\*|(?:a|b|body|button|circle|div|g|h[1-6]|html|i|img|input|label|li|line|p|path|polygon|polyline|rect|span|svg|table|td|text|ul|use)\b)(?:${refinement})*`;
const space = String.raw`[ \t\n\r\f]`;
const others = String.raw`(?:(?:${space}*[,>+~]${space}*|${space}+)(?:${compound}|${element}))*${space}*`;
const selector = new RegExp(`${compound}${others}$`);
const selectorBehindRule = new RegExp(`^${space}*(?:${compound}|${element})${others}$`);
const atRule = /@(?:-\w+-)?(?:media|keyframes|supports|font-face|layer|container)\b[^{}@\u00a0]*$/;
const begun = new RegExp(
  String.raw`^${space}*(?:/\*[^\u00a0]*|(?:@[\w-]*(?:[ (][^{}\u00a0]*)?|${compound}${others}[,>+~]?${space}*[.#]?|[.#])(?:\{[^{}:]*)?)$`,
);

const brace = /[{}]/g;
const commentBefore = /\/\*[^*{}\u00a0]*\*\/[ \t\n\r\f]*$/;
const commentsBehind = /(?:[ \t\n\r\f]*\/\*[^*\u00a0]*\*\/)+/y;
const declaration = /^\s*(?:\*?-{0,2}[a-z_][\w-]*\s*:\s*\S[^]*)?$/i;
const declarationBegun = /^\s*(?:\*?-{0,2}(?:[a-z_][\w-]*\s*(?::[^]*)?)?)?$/i;
const comments = /\/\*[^*]*\*\//g;
/** What holds semicolons that end no declaration. */
const opaque = /url\([^()]*\)?|"[^"]*"?|'[^']*'?/g;

/** The rule whose block opens at the brace at `open`; null when it is not plainly one. */
export function styleRule(text: string, open: number, { from, isBehindRule, mayBeCut }: Surroundings): StyleRule | null {
  const near = text.slice(Math.max(from, open - selectorCharsMax), open);
  const before = near.slice(Math.max(near.lastIndexOf('{'), near.lastIndexOf('}')) + 1);
  const isNext = isBehindRule && before.length === open - from;
  const nested = atRule.exec(before);
  const first = isNext && selectorBehindRule.test(before) ? 0 : (nested ?? selector.exec(before))?.index;
  if (first === undefined) return null;
  const end = blockEnd(text, open, mayBeCut, nested === null ? 0 : depthMax);
  if (end === -1 || (!isNext && !text.slice(open, end).includes(':'))) return null;
  const comment = commentBefore.exec(before.slice(0, first))?.index;
  commentsBehind.lastIndex = end;
  return { start: open - before.length + (comment ?? first), end: commentsBehind.test(text) ? commentsBehind.lastIndex : end };
}

/** Whether a text that stands behind a rule is the beginning of another, or of a comment. */
export function isRuleBegun(text: string): boolean {
  return text.length <= selectorCharsMax && begun.test(text);
}

/** The place behind the brace that closes a block; the text's end where the block is cut there; -1 when it is no block of a style sheet. */
function blockEnd(text: string, open: number, mayBeCut: boolean, depth: number): number {
  let at = open + 1;
  for (let isGroup = false; ; isGroup = true) {
    brace.lastIndex = at;
    const found = brace.exec(text);
    const end = found?.index ?? text.length;
    const body = text.slice(at, end);
    if (body.includes('\u00a0')) return -1;
    if (found?.[0] === '{') {
      at = depth === 0 ? -1 : blockEnd(text, end, mayBeCut, depth - 1);
      if (at === -1) return -1;
    } else if (found === null) {
      const isCut = isGroup ? body.length <= selectorCharsMax : areDeclarations(body, declarationBegun);
      return mayBeCut && isCut ? end : -1;
    } else {
      const isWhole = isGroup ? body.trim() === '' : areDeclarations(body, declaration);
      return isWhole ? end + 1 : -1;
    }
  }
}

function areDeclarations(body: string, last: RegExp): boolean {
  const parts = body.replace(comments, ' ').replace(opaque, 'x').split(';');
  return parts.every((part, i) => (i === parts.length - 1 ? last : declaration).test(part));
}
