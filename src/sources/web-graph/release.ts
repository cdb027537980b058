/** Where the files of a web graph's release lie, in Common Crawl's names (https://commoncrawl.org/web-graphs). */
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Failure, fail } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import type { Progress } from '../../base/progress.ts';
import { download, type DownloadOptions } from '../download.ts';
import type { Guard } from '../guard.ts';
import { Pace } from '../pace.ts';
import { isAddress } from '../source-name.ts';
import { readLines } from './text.ts';
import { isReleaseName } from './web-graph-source.ts';

/** What a vertex is: a registrable domain (by the ICANN section of the Public Suffix List), or a host without a leading `www.`. */
export type GraphLevel = 'domain' | 'host';

/** A release whose files are all on this machine. */
export interface WebGraphFiles {
  /** `cc-main-2026-mar-apr-may-domain`. */
  readonly name: string;
  readonly level: GraphLevel;
  readonly vertices: readonly string[];
  readonly edges: readonly string[];
  /** None: the release comes without ranks. */
  readonly ranks: readonly string[];
}

export interface WebGraphOptions {
  /** Where `projects/hyperlinkgraph/` lies: an http(s) address or a folder. */
  readonly base: string;
  readonly guard: Guard;
  /** Where fetched files are kept. */
  readonly downloadFolder: string;
  readonly progress: Progress;
  readonly signal: AbortSignal | undefined;
}

/**
 * The files of a release, fetched where they lie elsewhere. `release` is a folder that holds them, what their names begin with
 * (a path or an http(s) address, as `.../cc-main-2026-mar-apr-may-domain`), or a release's name, with `:host` for its host graph.
 * Fails with `web_graph_missing` and as downloads do.
 */
export async function webGraphFiles(release: string, options: WebGraphOptions): Promise<WebGraphFiles> {
  const prefix = await prefixOf(release, options);
  const name = basename(isAddress(prefix) ? new URL(prefix).pathname : prefix);
  const level = levelOf(name) ?? missing(release, 'its name ends in neither -domain nor -host');
  const place = isAddress(prefix) ? remotePlace(prefix, options) : localPlace(prefix);
  const vertices = await filesOf(place, 'vertices');
  const edges = await filesOf(place, 'edges');
  if (vertices === null || edges === null)
    return missing(release, `there is no ${vertices === null ? 'vertices' : 'edges'} file behind ${prefix}-`);
  const ranks = await filesOf(place, 'ranks');
  if (ranks === null)
    options.progress.note({
      level: 'warning',
      text: `${name} has no ranks file: its nodes are ordered by their in-links`,
      fields: { name },
    });
  return { name, level, vertices, edges, ranks: ranks ?? [] };
}

type Part = 'vertices' | 'edges' | 'ranks';

/** How files behind one prefix are found and brought here. */
interface Place {
  /** The path of `PREFIX-SUFFIX` on this machine; null when there is none. */
  file(suffix: string): Promise<string | null>;
  /** The path of a file that a list of parts names. */
  part(path: string): Promise<string>;
}

/** A part of the graph is one file, or a list of files. */
async function filesOf(place: Place, part: Part): Promise<readonly string[] | null> {
  for (const suffix of [`${part}.txt.gz`, `${part}.txt`]) {
    const file = await place.file(suffix);
    if (file !== null) return [file];
  }
  const list = await place.file(`${part}.paths.gz`);
  if (list === null) return null;
  const named: string[] = [];
  await readLines([list], (bytes, start, end) => {
    if (named.length >= limits.graphFilesMax)
      fail('web_graph_damaged', { path: list, reason: `it lists more than ${limits.graphFilesMax} files` });
    if (end > start) named.push(bytes.toString('utf8', start, end));
  });
  const paths: string[] = [];
  for (const path of named) paths.push(await place.part(path));
  return paths;
}

async function prefixOf(release: string, options: WebGraphOptions): Promise<string> {
  if (isAddress(release)) return inFolder(release.replace(/\/+$/, ''));
  if (!isReleaseName(release)) {
    const path = resolve(release);
    if ((await isThere(path)) === 'folder') return prefixIn(path);
    if (await hasVertices(path)) return path;
    return missing(release, 'no such folder, and no file whose name begins so');
  }
  const [name = '', level = levelOf(name) ?? 'domain'] = release.split(':');
  const bare = name.replace(/-(domain|host)$/, '');
  return `${options.base}/projects/hyperlinkgraph/${bare}/${level}/${bare}-${level}`;
}

/** `.../RELEASE/domain` is where Common Crawl keeps `RELEASE-domain-*`. */
function inFolder(address: string): string {
  const found = /\/([^/]+)\/(domain|host)$/.exec(address);
  return found === null ? address : `${address}/${found[1]}-${found[2]}`;
}

/** The one release in a folder. */
async function prefixIn(folder: string): Promise<string> {
  const names = await readdir(folder);
  const prefixes = new Set(names.flatMap((name) => /^(.*-(?:domain|host))-vertices\.(?:txt(?:\.gz)?|paths\.gz)$/.exec(name)?.[1] ?? []));
  const [prefix, ...others] = [...prefixes].sort();
  if (prefix === undefined) return missing(folder, 'no file in it is called NAME-domain-vertices.txt.gz or NAME-host-vertices.txt.gz');
  if (others.length > 0) return missing(folder, `it holds several graphs; name one of them: ${[prefix, ...others].join(', ')}`);
  return join(folder, prefix);
}

async function hasVertices(prefix: string): Promise<boolean> {
  const there = await Promise.all(['txt.gz', 'txt', 'paths.gz'].map((form) => isThere(`${prefix}-vertices.${form}`)));
  return there.includes('file');
}

function levelOf(name: string): GraphLevel | null {
  const found = /-(domain|host)$/.exec(name)?.[1];
  return found === 'domain' || found === 'host' ? found : null;
}

/** A release lies in `projects/hyperlinkgraph/RELEASE/host`, four folders below the top of the storage: no list reaches higher. */
const storageDepth = 5;

function localPlace(prefix: string): Place {
  return {
    file: async (suffix) => ((await isThere(`${prefix}-${suffix}`)) === 'file' ? `${prefix}-${suffix}` : null),
    part: async (path) => {
      // A list names its files from the top of the storage; a copy may begin anywhere below it.
      const steps = path.split('/').filter((step) => step !== '' && step !== '.' && step !== '..');
      for (const folder of ancestors(dirname(prefix)).slice(0, storageDepth))
        for (let from = 0; from < steps.length; from++) {
          const candidate = join(folder, ...steps.slice(from));
          if ((await isThere(candidate)) === 'file') return candidate;
        }
      return missing(prefix, `${path}, which its list names, is not beside it`);
    },
  };
}

function ancestors(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}

function remotePlace(prefix: string, options: WebGraphOptions): Place {
  const fetch: DownloadOptions = {
    guard: options.guard,
    folder: resolve(options.downloadFolder),
    progress: options.progress,
    pace: new Pace({ refusals }),
    ...(options.signal && { signal: options.signal }),
  };
  const top = /^(.*?)\/projects\/hyperlinkgraph\//.exec(prefix)?.[1] ?? new URL(prefix).origin;
  return {
    file: async (suffix) => {
      try {
        return await download(`${prefix}-${suffix}`, fetch);
      } catch (thrown) {
        if (thrown instanceof Failure && thrown.code === 'download_failed' && thrown.params['status'] === 404) return null;
        throw thrown;
      }
    },
    part: async (path) => download(`${top}/${path.replace(/^\/+/, '')}`, fetch),
  };
}

/** Common Crawl answers 403 to who asks too fast, and 503 when it is asked too much. */
const refusals = [403, 429, 503];

async function isThere(path: string): Promise<'file' | 'folder' | null> {
  const status = await stat(path).catch(() => null);
  return status?.isDirectory() === true ? 'folder' : status?.isFile() === true ? 'file' : null;
}

function missing(release: string, reason: string): never {
  return fail('web_graph_missing', { release, reason });
}
