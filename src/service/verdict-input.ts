import { z } from 'zod';
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { addressOf } from '../model/url.ts';
import { verdictWords } from '../model/verdict.ts';
import { domainNamed } from '../query/domain-named.ts';
import type { Judged, Said } from '../store/verdicts.ts';

const name = z.string().min(1).max(limits.urlCharsMax).optional();

/** One verdict as it is given: of a link, of a page or of a domain. */
export const verdictInput = z.strictObject({
  link: name.describe('Of one backlink: its id'),
  page: name.describe('Of all links of a page: its address'),
  domain: name.describe('Of all links of a domain'),
  target: name.describe('Only for links to this domain; left out: for links to anybody. A link’s own is that of its id'),
  verdict: z.enum(verdictWords).nullable().optional().describe('ok, disavowed, asked_to_fix'),
  tag: z.string().min(1).max(limits.tagCharsMax).nullable().optional().describe('A word to find it by'),
  note: z.string().min(1).max(limits.noteCharsMax).nullable().optional(),
});
export type VerdictInput = z.output<typeof verdictInput>;

/** As the store keeps it. Throws `invalid_input`, naming what is wrong. */
export function verdictGiven(given: VerdictInput): Judged & Said {
  const said = { verdict: given.verdict ?? null, tag: given.tag ?? null, note: given.note ?? null };
  const { link, page, domain, target } = given;
  if ([link, page, domain].filter((one) => one !== undefined).length !== 1)
    return fail('invalid_input', { reason: 'A verdict is of one thing: give "link", "page" or "domain".' });
  if (link !== undefined) return { kind: 'link', ...linkNamed(link, target), ...said };
  const concerned = target === undefined ? '' : domainNamed('target', target);
  if (page !== undefined) return { kind: 'page', name: keyOf(page), target: concerned, ...said };
  return { kind: 'domain', name: domainNamed('domain', domain ?? ''), target: concerned, ...said };
}

/** `shop.example~0f3c9a61d27be845`. */
function linkNamed(id: string, target: string | undefined): { readonly name: string; readonly target: string } {
  const [, domain = '', name = ''] = /^([^~]+)~([0-9a-f]{16})$/.exec(id) ?? [];
  if (name === '') return fail('invalid_input', { reason: `"${id.slice(0, 100)}" is no id of a backlink.` });
  if (target !== undefined && domainNamed('target', target) !== domain)
    return fail('invalid_input', { reason: `The link ${id} leads to ${domain}, not to "${target.slice(0, 100)}".` });
  return { name, target: domain };
}

function keyOf(page: string): string {
  const address = addressOf(/^[a-z][a-z0-9+.-]*:\/\//i.test(page) ? page : `http://${page}`);
  return address?.key ?? fail('invalid_input', { reason: `"${page.slice(0, 100)}" is no web address.` });
}
