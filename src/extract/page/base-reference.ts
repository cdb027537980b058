import { parseUrl } from '../../model/url.ts';
import type { Tag } from './tags.ts';
import { attribute, type Attributes, tokenize, type TokenSink } from './tokenizer.ts';

/**
 * The URL that a page's references resolve against: its first `<base href>`, else its own. A base holds for the links before it
 * too, so it is looked for ahead; few pages have one, and then nearly always at the top.
 * A base that is no http(s) URL is no base (WHATWG HTML section 4.2.3; METRICS section 5.2).
 */
export function baseOf(html: string, page: string): string {
  if (!/<base[\s/]/i.test(html)) return page;
  const finder = new BaseFinder();
  tokenize(html, finder);
  const url = finder.reference === null ? null : parseUrl(finder.reference, page);
  if (url === null) return page;
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : page;
}

class BaseFinder implements TokenSink {
  readonly foreign = false;
  reference: string | null = null;
  private templates = 0;

  get done(): boolean {
    return this.reference !== null;
  }

  open(tag: Tag, attributes: Attributes): void {
    if (tag.name === 'template') this.templates++;
    else if (tag.name === 'base' && this.templates === 0 && attributes.has(attribute.href)) this.reference = attributes.get(attribute.href);
  }

  close(tag: Tag): void {
    if (tag.name === 'template' && this.templates > 0) this.templates--;
  }

  text(): void {}

  rawText(): void {}
}
