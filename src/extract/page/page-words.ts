import { limits } from '../../base/limits.ts';
import { placeWeights, scoreLeast, TopicTally } from '../../model/topic/topic-tally.ts';
import { languageOfText } from '../language/language-of-text.ts';
import { decodeText } from './text.ts';

/** Of this thread: pages are read one after the other. Made when the first is, because the vocabulary may be extended until then. */
let ofThread: TopicTally | null = null;

/** A text at least so long outside links is a sentence or two, and no label of a menu. */
const proseCharsLeast = 40;

/**
 * What a page's words say of it while it is read: its topics and the language of its text. The language is told from prose outside links
 * where there is enough, else from any of its texts, unless the page declares one: menus say less than that.
 */
export class PageWords {
  private readonly tally: TopicTally;
  private readonly html: string;
  private prose = '';
  private labels = '';

  constructor(html: string) {
    this.html = html;
    this.tally = ofThread ??= new TopicTally();
    this.tally.clear();
  }

  /** Visible text in [from, to) of the page. */
  text(from: number, to: number, inLink: boolean): void {
    this.tally.add(this.html, from, to, inLink ? placeWeights.linkText : placeWeights.text);
    if (!inLink && to - from >= proseCharsLeast) {
      if (this.prose.length < limits.languageCharsMax) this.prose += this.sample(from, to);
    } else if (this.labels.length < limits.languageCharsMax && this.prose === '') {
      this.labels += this.sample(from, to);
    }
  }

  /** The text of a link, where only those are known. */
  linkText(text: string): void {
    this.tally.addWhole(text, placeWeights.linkText);
    if (this.labels.length < limits.languageCharsMax) this.labels += ` ${text}`;
  }

  description(text: string): void {
    this.tally.addWhole(text, placeWeights.description);
    if (text.length >= proseCharsLeast && this.prose.length < limits.languageCharsMax) this.prose += ` ${text}`;
  }

  finish(title: string, declared: string): { readonly topics: number; readonly language: string } {
    this.tally.addWhole(title, placeWeights.title);
    const topics = this.tally.mix(scoreLeast.page);
    if (this.prose.length >= proseCharsLeast)
      return { topics, language: languageOfText(this.prose.slice(0, limits.languageCharsMax), declared) };
    const text = `${title} ${this.prose} ${this.labels}`.slice(0, limits.languageCharsMax);
    return { topics, language: declared === '' ? languageOfText(text) : '' };
  }

  private sample(from: number, to: number): string {
    return ` ${decodeText(this.html.slice(from, Math.min(to, from + limits.languageCharsMax)))}`;
  }
}
