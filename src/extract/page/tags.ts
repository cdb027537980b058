import { owned } from './text.ts';

/**
 * What a tag name means to the parser, one bit a property. A name that is not here is an inline element without properties.
 * The sets follow the tree construction of WHATWG HTML section 13.2.6, as far as links, text and their ancestors need it.
 */
export const trait = {
  /** has no content and no end tag */
  empty: 1 << 0,
  /** text before and after it does not run together */
  block: 1 << 1,
  /** its start tag closes an open `p` */
  closesParagraph: 1 << 2,
  /** an end tag inside it closes nothing outside it */
  barrier: 1 << 3,
  /** may stand in the head; any other start tag opens the body */
  head: 1 << 4,
  /** its content is characters, not markup: nothing of it is read but a title */
  raw: 1 << 5,
  /** cannot stand in svg or math: its start tag ends them */
  html: 1 << 6,
  /** svg or math: names below it mean something else */
  foreign: 1 << 7,
  /** inside svg or math, its content is HTML again */
  integration: 1 << 8,
  /** an image, or what draws one */
  image: 1 << 9,
} as const;

const { empty, block, closesParagraph, barrier, head, raw, html, foreign, integration, image } = trait;
const paragraphLike = block | closesParagraph | html;

const groups: readonly (readonly [traits: number, names: string])[] = [
  [paragraphLike, 'blockquote center dd div dl dt h1 h2 h3 h4 h5 h6 li menu ol p pre ul table'],
  [
    block | closesParagraph,
    'address article aside details dialog dir fieldset figcaption figure footer form header hgroup main nav search section summary listing',
  ],
  [paragraphLike | empty, 'hr'],
  [block, 'tr tbody thead tfoot colgroup legend optgroup option select button frameset html'],
  [block | html, 'body'],
  [block | barrier, 'td th caption'],
  [barrier, 'table template object applet marquee'],
  [empty, 'area base basefont bgsound br col embed frame img input keygen link meta param source track wbr'],
  [html, 'b big br code em embed i img s small span strike strong sub sup tt u var'],
  [head, 'html head base basefont bgsound link meta title style script noscript template noframes'],
  [raw, 'script style xmp iframe noembed noframes textarea title'],
  [foreign, 'svg math'],
  [integration, 'foreignobject desc annotation-xml'],
  [image, 'img svg picture'],
];

/** Start tags that end an open sibling, and where the search for it stops (section 13.2.6.4.7 and the table modes). */
const siblings: readonly (readonly [names: string, ends: string, within: string])[] = [
  ['li', 'li', 'ul ol menu dir'],
  ['dd dt', 'dd dt', 'dl'],
  ['option optgroup', 'option', 'select'],
  ['td th', 'td th', 'tr table'],
  ['tr', 'tr', 'table tbody thead tfoot'],
  ['tbody thead tfoot', 'tbody thead tfoot', 'table'],
];

export interface Tag {
  /** Small and dense; 0 for every name that the parser knows nothing of. */
  readonly id: number;
  /** Lower-case. */
  readonly name: string;
  /** Bits of `trait`. */
  readonly traits: number;
  /** Names that its start tag ends when one is open, up to the nearest of `within`. */
  readonly ends: readonly string[];
  readonly within: readonly string[];
}

const known = new Map<string, Tag>();
for (const [traits, names] of groups) {
  for (const name of names.split(' ')) {
    const tag = known.get(name) ?? { id: known.size + 1, name, traits: 0, ends: [], within: [] };
    known.set(name, { ...tag, traits: tag.traits | traits });
  }
}
for (const [names, ends, within] of siblings) {
  for (const name of names.split(' ')) {
    const tag = known.get(name);
    if (tag !== undefined) known.set(name, { ...tag, ends: ends.split(' '), within: within.split(' ') });
  }
}

/** Ids are below this. */
export const tagIdEnd = known.size + 1;

/** As written -> tag; bounded, because a hostile page can write any number of names. */
const cacheMax = 4_096;
const asWritten = new Map<string, Tag>(known);

/** The tag of a name as it stands in the page, in any case. */
export function tagOf(written: string): Tag {
  const found = asWritten.get(written);
  if (found !== undefined) return found;
  const name = written.toLowerCase();
  const tag = known.get(name) ?? { id: 0, name, traits: 0, ends: [], within: [] };
  if (asWritten.size < cacheMax) asWritten.set(owned(written), tag);
  return tag;
}
