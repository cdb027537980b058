import { fail } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import { hostOf, icannDomainOf } from '../../model/host.ts';
import { parseUrl } from '../../model/url.ts';
import type { GraphLevel } from './release.ts';
import { readLines } from './text.ts';

/** A domain or host that a list of targets names. */
export interface GraphTarget {
  /** Key of the host (`com,example,blog)`); of a whole domain, that of the domain. */
  readonly key: string;
  readonly domain: string;
  /** A registrable domain with all its hosts, or one host. */
  readonly whole: boolean;
}

/**
 * The targets in a file: domains (or hosts) with commas or white space between them, any number a line, so that a line can hold a
 * target and its competitors; `#` begins a remark. In a graph of domains a host is not looked at, and neither is the tenant of a shared
 * host, because all of `blogspot.com` is one vertex there: fails with `invalid_input`, as for what is no domain.
 */
export async function readTargets(path: string, level: GraphLevel): Promise<GraphTarget[]> {
  const found = new Map<string, GraphTarget>();
  await readLines([path], (bytes, start, end, line) => {
    const words = bytes
      .toString('utf8', start, end)
      .replace(/#.*$/, '')
      .split(/[\s,;]+/);
    for (const word of words) if (word !== '') add(targetNamed(word, level, path, line + 1));
  });
  if (found.size === 0) fail('invalid_input', { reason: `${path} names no domain.` });
  return [...found.values()].sort((a, b) => (a.key < b.key ? -1 : 1));

  function add(target: GraphTarget): void {
    found.set(`${target.key}${target.whole}`, target);
    if (found.size > limits.graphTargetsMax)
      fail('invalid_input', { reason: `${path} names more than ${limits.graphTargetsMax} domains.` });
  }
}

function targetNamed(word: string, level: GraphLevel, path: string, line: number): GraphTarget {
  const refuse = (reason: string): never => fail('invalid_input', { reason: `Line ${line} of ${path}: "${word.slice(0, 100)}" ${reason}` });
  const url = parseUrl(/^[a-z][a-z0-9+.-]*:\/\//i.test(word) ? word : `http://${word}`);
  if (url === null || !url.hostname.includes('.')) return refuse('is no domain.');
  const { domain, key } = hostOf(url.hostname);
  const whole = key === hostOf(domain).key;
  if (level === 'host') return { key, domain, whole };
  const icann = icannDomainOf(domain);
  if (icann !== domain)
    return refuse(`cannot be told apart in a graph of domains, where all of ${icann} is one vertex. Use a host graph, or name ${icann}.`);
  return whole ? { key, domain, whole } : refuse(`is a host, and this is a graph of domains. Name ${domain}, or use a host graph.`);
}
