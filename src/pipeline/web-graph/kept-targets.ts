import { closeSync, fdatasyncSync, rmSync, writeSync } from 'node:fs';
import { hostOf } from '../../model/host.ts';
import type { GraphTarget } from '../../sources/web-graph/targets.ts';
import type { OnBytes } from '../../sources/web-graph/text.ts';
import { eachLink, linkBytes } from './links.ts';
import { openBehind } from './partition-files.ts';
import type { GraphPlan } from './messages.ts';
import type { KeptNumbering } from './numbering.ts';
import { eachVertex } from './spread-names.ts';

/** The vertices that targets name. */
export interface KeptTargets {
  /** Vertices of the release. */
  readonly vertices: number;
  readonly found: readonly number[];
  has(vertex: number): boolean;
}

/** One pass over the vertices: those of the targets' domains and hosts. Memory: a bit a vertex of the release. */
export async function keepTargets({ vertices: paths, targets, level }: GraphPlan, onBytes: OnBytes): Promise<KeptTargets> {
  const isTarget = targetTest(targets ?? [], level);
  const found: number[] = [];
  const vertices = await eachVertex(
    paths,
    (vertex, bytes, start, end) => {
      if (isTarget(bytes, start, end)) found.push(vertex);
    },
    onBytes,
  );
  const bits = new Uint8Array(Math.ceil(vertices / 8));
  for (const vertex of found) bits[vertex >>> 3] = (bits[vertex >>> 3] as number) | (1 << (vertex & 7));
  return { vertices, found, has: (vertex) => (((bits[vertex >>> 3] as number) >>> (vertex & 7)) & 1) === 1 };
}

/** Whether a reversed name is that of a target. Names are taken as text only when their first two labels are a target's. */
function targetTest(targets: readonly GraphTarget[], level: 'domain' | 'host'): (bytes: Buffer, start: number, end: number) => boolean {
  const wholeDomains = new Set(targets.filter(({ whole }) => whole).map(({ domain }) => domain));
  const hosts = new Set(targets.filter(({ whole }) => !whole).map(({ key }) => key));
  const domainNames = new Set([...wholeDomains].map((domain) => domain.split('.').toReversed().join('.')));
  const lengths = new Set([...domainNames].map((name) => Buffer.byteLength(name)));
  if (level === 'domain') {
    return (bytes, start, end) => lengths.has(end - start) && domainNames.has(bytes.toString('utf8', start, end).toLowerCase());
  }
  const heads = new Set(targets.map(({ key }) => key.slice(0, -1).split(',').slice(0, 2).join('.')));
  return (bytes, start, end) => {
    if (!heads.has(twoLabels(bytes, start, end))) return false;
    const { key, domain } = hostOf(hostNamed(bytes, start, end));
    return wholeDomains.has(domain) || hosts.has(key);
  };
}

/**
 * Keeps the other hosts of every domain that has a kept one, so that a domain's rank, that of its strongest host, does not depend on
 * which of them link to a target. Two passes over the vertices of a host graph. Memory: the names of the kept domains.
 */
export async function keepSiblings(paths: readonly string[], kept: KeptNumbering, onBytes: OnBytes): Promise<void> {
  const domains = new Set<string>();
  const heads = new Set<string>();
  await eachVertex(
    paths,
    (vertex, bytes, start, end) => {
      if (!kept.has(vertex)) return;
      domains.add(domainOf(bytes, start, end));
      heads.add(twoLabels(bytes, start, end));
    },
    onBytes,
  );
  await eachVertex(paths, (vertex, bytes, start, end) => {
    if (heads.has(twoLabels(bytes, start, end)) && domains.has(domainOf(bytes, start, end))) kept.keep(vertex);
  });
}

function domainOf(bytes: Buffer, start: number, end: number): string {
  return hostOf(hostNamed(bytes, start, end)).domain;
}

/** The host of a reversed name. */
function hostNamed(bytes: Buffer, start: number, end: number): string {
  return bytes.toString('utf8', start, end).toLowerCase().split('.').toReversed().join('.');
}

function twoLabels(bytes: Buffer, start: number, end: number): string {
  let dots = 0;
  let at = start;
  for (; at < end; at++) if (bytes[at] === 46 && ++dots === 2) break;
  return bytes.toString('latin1', start, at).toLowerCase();
}

const bufferLinks = 64 * 1024;

/** Links of the targets by vertex number, on disk, because nodes are numbered after they are known. */
export class TargetLinks {
  links = 0;
  readonly #path: string;
  readonly #fd: number;
  readonly #buffer = new Uint32Array(bufferLinks * 2);
  #held = 0;

  /** `saved`: what `save` gave of an import that was interrupted, to go on behind it. */
  constructor(path: string, saved?: number) {
    this.#path = path;
    this.#fd = openBehind(path, saved);
    this.links = (saved ?? 0) / linkBytes;
  }

  /** All links so far are on the disk; returns how many bytes they are. */
  save(): number {
    this.#flush();
    fdatasyncSync(this.#fd);
    return this.links * linkBytes;
  }

  add(target: number, source: number): void {
    this.#buffer[this.#held * 2] = target;
    this.#buffer[this.#held * 2 + 1] = source;
    this.#held++;
    this.links++;
    if (this.#held === bufferLinks) this.#flush();
  }

  close(): void {
    this.#flush();
    closeSync(this.#fd);
  }

  each(onLink: (target: number, source: number) => void): void {
    eachLink(this.#path, onLink);
  }

  remove(): void {
    rmSync(this.#path, { force: true });
  }

  #flush(): void {
    const bytes = this.#held * linkBytes;
    for (let at = 0; at < bytes;) at += writeSync(this.#fd, this.#buffer, at, bytes - at);
    this.#held = 0;
  }
}
