/**
 * The stack of open elements, as far as links need it: what the text and the links at hand stand in.
 *
 * It follows the tree construction of WHATWG HTML section 13.2.6 where that changes what a link stands in (implied ends, scopes,
 * a link that ends when another begins) and builds no tree. It holds at most `htmlDepthMax` elements; deeper ones are counted,
 * so that their end tags find nothing above them to close, and otherwise belong to the deepest one held.
 */
import { limits } from '../../base/limits.ts';
import { type Ancestry, extendAncestry, noAncestry } from '../placement.ts';
import { type Tag, tagIdEnd, tagOf, trait } from './tags.ts';
import { attribute, type Attributes } from './tokenizer.ts';

/** What an element says of everything inside it. */
const inside = { template: 1, foreign: 2, noscript: 4 } as const;

const paragraph = tagOf('p');

/** How far up the end tag of an inline element looks for its start tag. */
const inlineReach = 32;

export class OpenElements {
  private readonly tags: Tag[] = [];
  private readonly classes: string[] = [];
  private readonly ids: string[] = [];
  private readonly roles: string[] = [];
  private readonly states: number[] = [];
  /** Known for the first elements only: worked out when a link asks, because most elements hold none that is kept. */
  private readonly ancestries: Ancestry[] = [];
  private depth = 0;
  private tooDeep = 0;
  /** How many are open by the tag's id, so that an end tag without its start tag is not looked for. */
  private readonly counts = new Uint16Array(tagIdEnd);
  /** Index of the open link's `a`; -1 when no link is open. */
  private linkAt = -1;

  get inLink(): boolean {
    return this.linkAt !== -1;
  }

  /** In a template, whose content belongs to no page. */
  get inTemplate(): boolean {
    return (this.state & inside.template) !== 0;
  }

  /** In svg or math. */
  get foreign(): boolean {
    return (this.state & inside.foreign) !== 0;
  }

  get inNoscript(): boolean {
    return (this.state & inside.noscript) !== 0;
  }

  /** True when the innermost element has this name. */
  isIn(name: string): boolean {
    return this.tags[this.depth - 1]?.name === name;
  }

  private get state(): number {
    return this.states[this.depth - 1] ?? 0;
  }

  /** What the elements that are open now say of where a link stands. */
  ancestry(): Ancestry {
    let known = this.ancestries.length;
    for (; known < this.depth; known++) {
      const above = this.ancestries[known - 1] ?? noAncestry;
      const name = this.tags[known]?.name ?? '';
      this.ancestries.push(extendAncestry(above, name, this.classes[known] ?? '', this.ids[known] ?? '', this.roles[known] ?? ''));
    }
    return this.ancestries[this.depth - 1] ?? noAncestry;
  }

  /** Ends what a start tag implies to have ended, before the element itself opens. */
  imply(tag: Tag): void {
    if (this.foreign && (tag.traits & trait.html) !== 0) this.leaveForeign();
    if (this.isOpen(paragraph) && (tag.traits & trait.closesParagraph) !== 0) this.endParagraph();
    if (tag.ends.length > 0) this.endSibling(tag);
    if (tag.name === 'a') this.endLink();
  }

  open(tag: Tag, attributes: Attributes): void {
    if (this.depth === limits.htmlDepthMax) {
      if (tag.name !== 'a') this.tooDeep++;
      return;
    }
    this.push(
      tag,
      attributes.raw(attribute.class),
      attributes.raw(attribute.id),
      attributes.raw(attribute.role),
      this.stateIn(tag, attributes),
    );
  }

  /** The `a` opened last is a link: until it ends, `inLink` holds. */
  openLink(): void {
    this.linkAt = this.depth - 1;
  }

  /** Ends the open link, and leaves open what was opened inside it. */
  endLink(): void {
    if (this.linkAt !== -1 && this.tags[this.linkAt]?.name === 'a') this.remove(this.linkAt);
    this.linkAt = -1;
  }

  close(tag: Tag): void {
    if (tag.name === 'a') {
      if (this.inLink) this.endLink();
      else this.closeInline(tag);
    } else if (this.tooDeep > 0) {
      this.tooDeep--;
    } else if ((tag.traits & (trait.block | trait.barrier)) === 0) {
      this.closeInline(tag);
    } else if (this.isOpen(tag)) {
      this.closeBlock(tag);
    }
  }

  private stateIn(tag: Tag, attributes: Attributes): number {
    const state = this.state;
    if ((tag.traits & trait.foreign) !== 0) return state | inside.foreign;
    if (this.foreign) return (tag.traits & trait.integration) === 0 ? state : state & ~inside.foreign;
    if (tag.name === 'noscript') return state | inside.noscript;
    // A declarative shadow root is shown; any other template is not.
    if (tag.name === 'template' && !attributes.has(attribute.shadowrootmode)) return state | inside.template;
    return state;
  }

  private closeInline(tag: Tag): void {
    const stop = Math.max(0, this.depth - inlineReach);
    for (let at = this.depth - 1; at >= stop; at--) {
      const open = this.tags[at];
      if (open === undefined) return;
      if (open.name === tag.name) {
        this.popKeepingLink(at);
        return;
      }
      if ((open.traits & (trait.block | trait.barrier)) !== 0) return;
    }
  }

  private closeBlock(tag: Tag): void {
    const cell = (tag.traits & trait.barrier) !== 0;
    for (let at = this.depth - 1; at >= 0; at--) {
      const open = this.tags[at];
      if (open === undefined) return;
      if (open.name === tag.name) {
        this.popTo(at);
        return;
      }
      if ((open.traits & trait.barrier) !== 0 && (!cell || open.name === 'template' || (open.name === 'table' && tag.name !== 'template')))
        return;
    }
  }

  private endParagraph(): void {
    for (let at = this.depth - 1; at >= 0; at--) {
      const open = this.tags[at];
      if (open?.name === 'p') {
        this.popKeepingLink(at);
        return;
      }
      if (open === undefined || (open.traits & (trait.block | trait.barrier)) !== 0) return;
    }
  }

  private endSibling(tag: Tag): void {
    for (let at = this.depth - 1; at >= 0; at--) {
      const name = this.tags[at]?.name ?? '';
      if (tag.ends.includes(name)) {
        this.popTo(at);
        return;
      }
      if (tag.within.includes(name)) return;
    }
  }

  private leaveForeign(): void {
    let at = this.depth - 1;
    while (at > 0 && ((this.states[at - 1] ?? 0) & inside.foreign) !== 0) at--;
    this.popKeepingLink(at);
  }

  /** Ends the element at `at` and all inside it, but not a link inside it: a browser opens that again for the text that follows. */
  private popKeepingLink(at: number): void {
    const { linkAt } = this;
    if (linkAt <= at) {
      this.popTo(at);
      return;
    }
    const link = this.tags[linkAt];
    const [classes = '', id = '', role = ''] = [this.classes[linkAt], this.ids[linkAt], this.roles[linkAt]];
    this.popTo(at);
    if (link === undefined) return;
    this.push(link, classes, id, role, this.state);
    this.linkAt = this.depth - 1;
  }

  private push(tag: Tag, classes: string, id: string, role: string, state: number): void {
    const at = this.depth++;
    this.tags[at] = tag;
    this.classes[at] = classes;
    this.ids[at] = id;
    this.roles[at] = role;
    this.states[at] = state;
    this.counts[tag.id] = (this.counts[tag.id] ?? 0) + 1;
  }

  private popTo(at: number): void {
    for (let open = this.depth - 1; open >= at; open--) this.uncount(open);
    this.depth = at;
    if (this.ancestries.length > at) this.ancestries.length = at;
    if (this.linkAt >= at) this.linkAt = -1;
  }

  private uncount(at: number): void {
    const id = this.tags[at]?.id ?? 0;
    this.counts[id] = (this.counts[id] ?? 0) - 1;
  }

  private isOpen(tag: Tag): boolean {
    return (this.counts[tag.id] ?? 0) > 0;
  }

  private remove(at: number): void {
    if (at === this.depth - 1) {
      this.popTo(at);
      return;
    }
    this.uncount(at);
    for (const column of [this.tags, this.classes, this.ids, this.roles, this.states]) column.splice(at, 1);
    if (this.ancestries.length > at) this.ancestries.length = at;
    this.depth--;
  }
}
