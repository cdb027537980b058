import { fail } from '../base/errors.ts';
import { hostOf } from '../model/host.ts';
import { parseUrl } from '../model/url.ts';

/** A domain as a user writes it, as the index knows it. Throws `invalid_filter`, naming the field. */
export function domainNamed(field: string, name: string): string {
  const url = parseUrl(`http://${name.trim()}`);
  if (url === null) return fail('invalid_filter', { reason: `${field}: "${name.slice(0, 100)}" is no domain. Give one as example.com.` });
  return hostOf(url.hostname).domain;
}
