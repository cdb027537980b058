import { hostOf } from './host.ts';
import { parseUrl, type Address } from './url.ts';

/** What stands in a key for "some page of this host", behind its `)`. No page's key has it there: a path begins with `/`. */
export const somePage = '*';

/** Labels as hosts on the web have them; the URL standard allows more (`a.example&hellip`), which are pieces of broken links. */
const publicName = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+\.?$/;

/**
 * A host as a node of a graph of hosts: "some page of it", when a source does not say which. Its key lies among the host's pages
 * (`com,example)*`) and is shown as the folder of all of them (`http://example.com/*`). Null when `name` is no public host's name.
 */
export function hostNodeOf(name: string): Address | null {
  if (name.length > 255 || /[\s/?#@:\\%]/.test(name)) return null;
  const url = parseUrl(`http://${name}/`);
  if (url === null || !publicName.test(url.hostname)) return null;
  const { host, domain, key } = hostOf(url.hostname);
  return { href: `http://${host}/${somePage}`, key: key + somePage, host, domain };
}

export function isHostNode(key: string): boolean {
  return key.endsWith(`)${somePage}`);
}
