import { limits } from '../../base/limits.ts';
import { isHigh } from '../page/text.ts';
import { jsonObject } from './json-object.ts';
import { isRuleBegun, styleRule } from './style-rule.ts';

/**
 * A text of a link without the style sheets and data that stand inside the link and that some writers of WAT files take for its text: nobody reads them
 * there. Taken out are, where they are plainly such: style rules and at-rules (style-rule.ts), objects of JSON such as JSON-LD (json-object.ts), and scripts
 * between the marks of CDATA. Any other code, and text that merely holds braces (`{{title}}`, `{do it yourself}`, `f(x) { return x }`), stays as it is stated.
 *
 * The text itself when it holds no code, and '' when it is nothing else. To be asked before a text is cut to the length of an anchor. Code is looked for in the
 * first `watCodeCharsMax` characters; a text that had some ends there. Time is linear in those, and one search for a brace where there is none.
 */
export function withoutCode(text: string): string {
  if (!text.includes('{')) return text;
  const isPairCut = isHigh(text.charCodeAt(limits.watCodeCharsMax - 1));
  const looked = text.slice(0, limits.watCodeCharsMax - (isPairCut ? 1 : 0));
  const left = withoutPieces(withoutMarked(looked), text.length >= cutCharsLeast);
  if (left.length === looked.length) return text;
  return left.trim() === '' ? '' : left;
}

/** Texts of this length may have been cut in the middle of code, which then goes too: `ia-web-commons` cuts after 100 characters, later after 128. */
const cutCharsLeast = 100;

/** Stands where code was: a space once the text is collapsed, and no part of any code, so that no new code is made of what is left. */
const gap = '\u00a0';

function withoutPieces(text: string, mayBeCut: boolean): string {
  let kept = '';
  let keptTo = 0;
  let from = 0;
  let isBehindRule = false;
  for (let open = text.indexOf('{'); open !== -1;) {
    const object = jsonObject(text, open, from);
    // What is almost an object stays, whatever stands in it.
    const isAlmost = object?.state === 'broken' || (object?.state === 'cut' && !mayBeCut);
    const piece = isAlmost ? null : (object ?? styleRule(text, open, { from, isBehindRule, mayBeCut }));
    if (piece !== null) {
      kept += text.slice(keptTo, piece.start) + gap;
      keptTo = piece.end;
    }
    const passed = object ?? piece;
    if (passed !== null) {
      from = passed.end;
      isBehindRule = object === null;
    }
    open = text.indexOf('{', passed === null ? open + 1 : from);
  }
  const rest = text.slice(keptTo);
  return mayBeCut && isBehindRule && isRuleBegun(rest) ? kept : kept + rest;
}

const scriptMarks = [
  ['//<![CDATA[', '//]]>'],
  ['/* <![CDATA[ */', '/* ]]> */'],
] as const;

/** Without the scripts between marks that hide them from readers of XML. The last may have no end. */
function withoutMarked(text: string): string {
  return scriptMarks.reduce((left, [open, close]) => {
    const [before = '', ...others] = left.split(open);
    return [before, ...others.map((other) => behind(other, close))].join(gap);
  }, text);
}

/** What stands behind the first `mark` of a text; nothing when it has none. */
function behind(text: string, mark: string): string {
  const at = text.indexOf(mark);
  return at === -1 ? '' : text.slice(at + mark.length);
}
