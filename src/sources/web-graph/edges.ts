import { fail } from '../../base/errors.ts';
import { readPieces, type OnBytes, type TextPlace } from './text.ts';

/** The beginning of a line, counted from 1 over all files. */
export interface EdgePlace extends TextPlace {
  readonly line: number;
}

/** Edges as they follow one another in the files: `from[i] -> to[i]` for i below `count`. The arrays are used again for the next batch. */
export interface EdgeBatch {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  count: number;
  /** Behind the batch, where the next one begins; null behind the last. */
  end: EdgePlace | null;
}

const batchEdges = 128 * 1024;
const [tab, newline, carriageReturn, zero, nine] = [9, 10, 13, 48, 57];

/**
 * The edges of a graph, `FROM \t TO` a line, by vertex number. One pass over the bytes with the digits added up as they come:
 * no line and no number is ever a string. Fails with `web_graph_damaged` for a line that is none, and for a vertex that is not below
 * `vertices`. `from`: the end of a batch, to go on behind it. Memory: a batch, 1 MB, and the pieces of text.
 */
export async function* readEdges(
  paths: readonly string[],
  vertices: number,
  onBytes?: OnBytes,
  from?: EdgePlace,
): AsyncGenerator<EdgeBatch> {
  const batch: EdgeBatch = { from: new Uint32Array(batchEdges), to: new Uint32Array(batchEdges), count: 0, end: null };
  const state = { value: 0, digits: 0, first: -1, line: from?.line ?? 1 };
  for await (const { bytes, place } of readPieces(paths, onBytes, from)) {
    for (let at = 0; at < bytes.length;) {
      at = scan(bytes, at, batch, state, vertices, paths);
      if (batch.count < batchEdges) continue;
      // It is full at the end of a line.
      batch.end = { file: place.file, bytes: place.bytes + at, line: state.line };
      yield batch;
      batch.count = 0;
    }
  }
  batch.end = null;
  // A last line need not end.
  if (state.first !== -1 && state.digits > 0) scan(Buffer.of(newline), 0, batch, state, vertices, paths);
  else if (state.first !== -1 || state.digits > 0) notAnEdge(paths, state.line);
  if (batch.count > 0) yield batch;
}

interface ScanState {
  value: number;
  digits: number;
  /** The line's first number; -1 before its tab. */
  first: number;
  line: number;
}

/** Scans until the piece ends or the batch is full; returns where it stopped. */
function scan(piece: Buffer, start: number, batch: EdgeBatch, state: ScanState, vertices: number, paths: readonly string[]): number {
  const { from, to } = batch;
  let { value, digits, first, line } = state;
  let { count } = batch;
  let at = start;
  for (; at < piece.length && count < batchEdges; at++) {
    const byte = piece[at] as number;
    if (byte >= zero && byte <= nine) {
      value = value * 10 + (byte - zero);
      digits++;
    } else if (byte === newline) {
      if (first === -1 || digits === 0 || digits > 10) notAnEdge(paths, line);
      if (first >= vertices || value >= vertices) unknownVertex(paths, line, Math.max(first, value), vertices);
      from[count] = first;
      to[count] = value;
      count++;
      line++;
      first = -1;
      value = digits = 0;
    } else if (byte === tab && first === -1 && digits > 0 && digits <= 10) {
      first = value;
      value = digits = 0;
    } else if (byte !== carriageReturn) notAnEdge(paths, line);
  }
  batch.count = count;
  Object.assign(state, { value, digits, first, line });
  return at;
}

function notAnEdge(paths: readonly string[], line: number): never {
  fail('web_graph_damaged', { path: named(paths), reason: `line ${line} is not two vertex numbers with a tab between them` });
}

function unknownVertex(paths: readonly string[], line: number, vertex: number, vertices: number): never {
  fail('web_graph_damaged', { path: named(paths), reason: `line ${line} names vertex ${vertex}, and there are ${vertices}` });
}

function named([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} (or one of the ${others.length} behind it)`;
}
