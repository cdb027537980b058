import { fail } from '../base/errors.ts';
import { bucketOf, hostOf, keyRangeOf } from '../model/host.ts';
import { addressOf, afterPrefix } from '../model/url.ts';
import { sql, type Sql } from '../store/literal.ts';

/**
 * What a question is about.
 *   domain  `example.com`             the registrable domain and everything under it
 *   host    `blog.example.com`        one host (a leading `www.` is the bare host, as in URL keys)
 *   prefix  `example.com/blog/*`      pages whose key starts so
 *   page    `https://example.com/a`   one page by URL key (scheme and `www.` do not matter)
 */
export interface Target {
  readonly scope: 'domain' | 'host' | 'prefix' | 'page';
  /** As shown in answers: the one normal way to write this target. */
  readonly text: string;
  readonly domain: string;
  readonly bucket: number;
  /** Lower bound of the URL keys, and the upper bound (not included); a page has only itself. */
  readonly from: string;
  readonly to: string | null;
  /** The name under which an answer may be kept ready; null for a prefix. */
  readonly keptAs: { readonly scope: 'domain' | 'host' | 'page'; readonly name: string } | null;
}

/** What an operation on one target is given (`targetInput`). */
interface TargetAsked {
  readonly target?: string | undefined;
  readonly domain?: string | undefined;
  readonly include_subdomains?: boolean | undefined;
}

/** The one target of an input. Throws `invalid_input` when there is none, or two, and what `targetOf` throws. */
export function targetAsked({ target, domain, include_subdomains: subdomains }: TargetAsked): Target {
  if (target !== undefined && domain !== undefined && target !== domain)
    return fail('invalid_input', { reason: 'Both "target" and "domain" are given and differ. Give one of them.' });
  const text = target ?? domain;
  if (text === undefined) return fail('invalid_input', { reason: '"target" is missing. Give a domain, a host, a folder or a page.' });
  const found = targetOf(text);
  return subdomains === undefined ? found : withSubdomains(found, subdomains);
}

/** The same host with or without those below it; a folder or a page lies on one host anyway. */
function withSubdomains(target: Target, included: boolean): Target {
  if (target.scope === 'domain' && !included) return oneHost(target.text, target);
  if (target.scope !== 'host' || !included) return target;
  return { ...target, to: `${target.from.slice(0, -1)}-`, keptAs: null };
}

/** Reads a target as a user writes it. Throws `invalid_target` with what to write instead. */
export function targetOf(input: string): Target {
  const text = input.trim();
  if (text === '') return refuse(input, 'it is empty');
  if (/\s/.test(text)) return refuse(input, 'it holds white space');
  const schemed = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0];
  if (schemed !== undefined && !/^https?:/i.test(schemed)) return refuse(input, `${schemed} is not a web address`);
  const isPrefix = text.endsWith('*');
  const address = addressOf(`${schemed === undefined ? 'http://' : ''}${isPrefix ? text.slice(0, -1) : text}`);
  if (address === null) return refuse(input, 'it is no web address');
  if (!address.host.includes('.') && !address.host.startsWith('[')) return refuse(input, `"${address.host}" is no public host`);
  if (/[*?]/.test(address.host) || address.host.includes('%')) return refuse(input, 'a host cannot hold a wildcard');

  const rest = text.slice(schemed?.length ?? 0);
  const bare = !/[/?#]/.test(isPrefix ? rest.slice(0, -1) : rest);
  if (isPrefix && !rest.includes('/')) return refuse(input, 'a prefix needs a path, as in example.com/blog/*');
  const common = { domain: address.domain, bucket: bucketOf(address.domain) };
  if (isPrefix) {
    return { ...common, scope: 'prefix', text: `${shown(address.href)}*`, from: address.key, to: afterPrefix(address.key), keptAs: null };
  }
  if (!bare)
    return { ...common, scope: 'page', text: address.href, from: address.key, to: null, keptAs: { scope: 'page', name: address.key } };
  return wholeHost(address.host, common);
}

/** A bare name: the registrable domain with all its hosts, or one host of it. */
function wholeHost(name: string, common: { readonly domain: string; readonly bucket: number }): Target {
  const { key, host, domain } = hostOf(name);
  if (domain !== host && key !== hostOf(domain).key) return oneHost(host, common);
  return { ...keyRangeOf(domain), domain, scope: 'domain', text: domain, keptAs: { scope: 'domain', name: domain } };
}

function oneHost(name: string, { domain, bucket }: { readonly domain: string; readonly bucket: number }): Target {
  const { key } = hostOf(name);
  return { domain, bucket, scope: 'host', text: name, from: key, to: afterPrefix(key), keptAs: { scope: 'host', name: key } };
}

/**
 * The condition on the backlinks (as `b`) of this target. All keys of a domain's pages lie in its range, so for a domain the range only chooses what is read, and
 * no key is looked at.
 */
export function targetCondition(target: Target): Sql {
  if (target.scope !== 'domain') return keyCondition(target, sql`b.bucket`, sql`b.target_key`, sql`b.target_domain`);
  const range = sql`indexHint(b.target_key >= ${target.from} AND b.target_key < ${target.to ?? ''})`;
  return sql`b.bucket = ${target.bucket} AND ${range} AND b.target_domain = ${target.domain}`;
}

/** The condition on rows of the target's own pages. The range of a name with what is below it can hold other domains (see model/host.ts): its own decides. */
export function keyCondition(target: Target, bucket: Sql, key: Sql, domain: Sql): Sql {
  return sql`${bucket} = ${target.bucket} AND ${keysOf(target, key, domain)}`;
}

/** The same where rows lie in buckets of something else. */
export function keysOf(target: Target, key: Sql, domain: Sql): Sql {
  if (target.to === null) return sql`${key} = ${target.from}`;
  const range = sql`${key} >= ${target.from} AND ${key} < ${target.to}`;
  return target.scope === 'prefix' ? range : sql`${range} AND ${domain} = ${target.domain}`;
}

function shown(href: string): string {
  return href.replace(/^https?:\/\//, '');
}

function refuse(target: string, reason: string): never {
  return fail('invalid_target', { target: target.slice(0, 200), reason });
}
