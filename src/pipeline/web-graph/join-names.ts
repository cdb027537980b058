import { readFileSync } from 'node:fs';
import { fail } from '../../base/errors.ts';
import { domainAuthority, type AuthorityScale } from '../../compute/authority.ts';
import { hostOf } from '../../model/host.ts';
import { RowBinaryFile } from '../../store/row-binary.ts';
import { none, type Numbering } from './numbering.ts';
import { nameHash, record } from './spread-names.ts';

export interface JoinOptions {
  readonly level: 'domain' | 'host';
  /** Given its numbers here when there are ranks; asked for them when there are none. */
  readonly numbering: Numbering;
  /** Null: the release has no ranks. */
  readonly scale: AuthorityScale | null;
  /** `steps[a - 1]`: one above the highest node with authority a or more. Grows. */
  readonly steps: Uint32Array;
}

/**
 * Joins the vertices and ranks of one partition and stages a row a node: number, owner, keys, ranks, authority. Vertices without
 * ranks fail (`web_graph_damaged`), ranks without a vertex are passed over: a partition may hold some vertices only.
 * Memory: the partition twice and 20 bytes a name; of hosts also each name as text.
 */
export function joinNames(path: string, into: string, { level, numbering, scale, steps }: JoinOptions): number {
  const bytes = readFileSync(path);
  const { vertices, ranks } = recordsOf(bytes);
  const rankOf = scale === null ? null : matched(bytes, vertices, ranks);
  const nodes = Uint32Array.from(vertices, (at, i) => {
    const vertex = bytes.readUInt32LE(at + 1);
    if (rankOf === null) return numbering.nodeOf(vertex);
    const rank = rankOf[i] as number;
    if (rank === none) mismatch(`"${nameOf(bytes, at)}" has no ranks`);
    const node = bytes.readUInt32LE(rank + 1) - 1;
    if (!numbering.set(vertex, node)) mismatch(`position ${node + 1} of "${nameOf(bytes, at)}" is taken or out of range`);
    return node;
  });
  const keysOf = level === 'domain' ? domainKeys(bytes, vertices, nodes) : hostKeys(bytes, vertices, nodes);
  const file = new RowBinaryFile(into);
  try {
    for (const [i, at] of vertices.entries()) {
      const rank = rankOf?.[i] ?? none;
      const node = nodes[i] as number;
      const { host, domain, owner } = keysOf(i);
      const pagerank = rank === none ? 0 : bytes.readDoubleLE(rank + 5);
      const authority = scale === null ? 0 : domainAuthority(scale, pagerank).authority;
      for (let a = authority; a > 0 && (steps[a - 1] as number) <= node; a--) steps[a - 1] = node + 1;
      file.u32(node);
      file.u32(owner);
      file.string(host);
      file.string(domain);
      file.f64(pagerank);
      file.u32(rank === none ? 0 : bytes.readUInt32LE(rank + 13));
      file.f64(rank === none ? 0 : bytes.readDoubleLE(rank + 17));
      file.u32(bytes.readUInt32LE(at + 5));
      file.u8(authority);
      file.endRow();
    }
  } finally {
    file.close();
  }
  return vertices.length;
}

/** Where the records of each kind begin. */
function recordsOf(bytes: Buffer): { vertices: Uint32Array; ranks: Uint32Array } {
  const count = [0, 0];
  eachRecord(bytes, (_, kind) => (count[kind] = (count[kind] ?? 0) + 1));
  const found = [new Uint32Array(count[record.vertex] ?? 0), new Uint32Array(count[record.rank] ?? 0)] as const;
  const filled = [0, 0];
  eachRecord(bytes, (at, kind) => {
    const place = filled[kind] ?? 0;
    (found[kind] as Uint32Array)[place] = at;
    filled[kind] = place + 1;
  });
  return { vertices: found[0], ranks: found[1] };
}

function eachRecord(bytes: Buffer, onRecord: (at: number, kind: 0 | 1) => void): void {
  for (let at = 0; at < bytes.length;) {
    const kind = bytes[at] === record.vertex ? record.vertex : record.rank;
    onRecord(at, kind);
    const head = headOf(kind);
    at += head + bytes.readUInt16LE(at + head - 2);
  }
}

function headOf(kind: number): number {
  return kind === record.vertex ? record.vertexHead : record.rankHead;
}

/** Of each vertex the record of its ranks, or `none`: by a hash table with open addressing over the names' bytes. */
function matched(bytes: Buffer, vertices: Uint32Array, ranks: Uint32Array): Uint32Array {
  const size = 2 ** Math.ceil(Math.log2(vertices.length * 2 + 2));
  const slots = new Uint32Array(size).fill(none);
  const rankOf = new Uint32Array(vertices.length).fill(none);
  const slotOf = (at: number): number => {
    const [start, end] = nameRange(bytes, at);
    let slot = nameHash(bytes, start, end) & (size - 1);
    for (; slots[slot] !== none; slot = (slot + 1) & (size - 1)) {
      const [otherStart, otherEnd] = nameRange(bytes, vertices[slots[slot] as number] as number);
      if (bytes.compare(bytes, otherStart, otherEnd, start, end) === 0) break;
    }
    return slot;
  };
  for (const [i, at] of vertices.entries()) {
    const slot = slotOf(at);
    if (slots[slot] !== none) mismatch(`"${nameOf(bytes, at)}" is the name of two vertices`);
    slots[slot] = i;
  }
  for (const at of ranks) {
    const vertex = slots[slotOf(at)] as number;
    if (vertex === none) continue;
    if (rankOf[vertex] !== none) mismatch(`"${nameOf(bytes, at)}" has ranks twice`);
    rankOf[vertex] = at;
  }
  return rankOf;
}

function nameRange(bytes: Buffer, at: number): [number, number] {
  const head = headOf(bytes[at] as number);
  return [at + head, at + head + bytes.readUInt16LE(at + head - 2)];
}

function nameOf(bytes: Buffer, at: number): string {
  return bytes.toString('utf8', ...nameRange(bytes, at));
}

/** The keys of a vertex's host and domain, and the strongest node of that domain. */
interface Keys {
  readonly host: string;
  readonly domain: string;
  readonly owner: number;
}

/** In a graph of domains a vertex is its own domain. */
function domainKeys(bytes: Buffer, vertices: Uint32Array, nodes: Uint32Array): (i: number) => Keys {
  return (i) => {
    const key = `${nameOf(bytes, vertices[i] as number)
      .toLowerCase()
      .replaceAll('.', ',')})`;
    return { host: key, domain: key, owner: nodes[i] as number };
  };
}

function hostKeys(bytes: Buffer, vertices: Uint32Array, nodes: Uint32Array): (i: number) => Keys {
  const hosts: string[] = [];
  const domains: string[] = [];
  const owners = new Map<string, number>();
  for (const [i, at] of vertices.entries()) {
    const { key, domain } = hostOf(nameOf(bytes, at).toLowerCase().split('.').toReversed().join('.'));
    hosts.push(key);
    domains.push(domain);
    owners.set(domain, Math.min(owners.get(domain) ?? none, nodes[i] as number));
  }
  return (i) => {
    const domain = domains[i] ?? '';
    return { host: hosts[i] ?? '', domain: hostOf(domain).key, owner: owners.get(domain) ?? none };
  };
}

function mismatch(reason: string): never {
  fail('web_graph_damaged', { path: 'The release', reason: `its vertices and ranks do not belong together: ${reason}` });
}
