/** Which of a page's references leave its registrable domain, decided without parsing most of them. */
import { limits } from '../../base/limits.ts';
import { type Address, addressOf } from '../../model/url.ts';

/**
 * `internal` and `external`: to a page inside or outside the registrable domain; `elsewhere`: to no page (mailto:, javascript:,
 * tel:, data:); `unreadable`: meant to be a page, but no URL, or longer than `urlCharsMax`.
 */
export type Reach = 'internal' | 'external' | 'elsewhere' | 'unreadable';

const scheme = /^[a-z][a-z0-9+.-]*:/i;
/** Up to the end of the authority. A backslash is a slash to the URL parser, and white space inside is dropped by it. */
const absolute = /^(?:https?:)?\/\/([^/?#\\\s]+)(?=[/?#]|$)/i;
/** A reference to the page's own host: a path, a query, a fragment, or a name that no colon makes a scheme. */
const relative = /^(?:[#?]|\/(?![/\\\s])|[^\s\p{Cc}:/\\?#]+(?:[/?#]|$))/u;

export class Scope {
  private readonly page: Address;
  private readonly base: string;
  private readonly relativeReach: Reach;
  private readonly reaches = new Map<string, Reach>();

  /** `base` is an absolute http(s) URL. */
  constructor(page: Address, base: string) {
    this.page = page;
    this.base = base;
    this.relativeReach = this.reachOf(addressOf(base));
  }

  of(reference: string): Reach {
    if (reference.length > limits.urlCharsMax) return scheme.test(reference) && !/^https?:/i.test(reference) ? 'elsewhere' : 'unreadable';
    if (relative.test(reference)) return this.relativeReach;
    const authority = absolute.exec(reference)?.[0];
    if (authority === undefined) return this.parsed(reference);
    const known = this.reaches.get(authority);
    if (known !== undefined) return known;
    const reach = this.reachOf(this.address(authority));
    this.reaches.set(authority, reach);
    return reach;
  }

  /** The address that a reference means, or null when it is none. */
  address(reference: string): Address | null {
    return addressOf(reference, this.base);
  }

  private parsed(reference: string): Reach {
    if (URL.canParse(reference, this.base) && !/^https?:$/.test(new URL(reference, this.base).protocol)) return 'elsewhere';
    return this.reachOf(this.address(reference));
  }

  private reachOf(address: Address | null): Reach {
    if (address === null) return 'unreadable';
    return address.domain === this.page.domain ? 'internal' : 'external';
  }
}
