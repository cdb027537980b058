/**
 * Inflating piece by piece, synchronously, into a given buffer, with one state that serves every gzip member in turn.
 *
 * Node's public synchronous calls make a new state each time and want the whole input: 358 MB/s on members of 27 KB, where this
 * makes 485 with the checksum taken (bench/sources/warc.ts). So this drives the handle under a zlib stream itself, as npm's
 * `minizlib` does; its shape is old and stable, and where it is another, the constructor says so at once.
 */
import { constants, createBrotliDecompress, createInflateRaw } from 'node:zlib';

/** `input`: all input was taken. `room`: the output is full. `end`: the stream has ended. `bad`: it is damaged. */
export type InflateStep = 'input' | 'room' | 'end' | 'bad';

export class Inflate {
  /** Bytes that the last `run` took and gave. */
  consumed = 0;
  produced = 0;
  readonly #handle: ZlibHandle;
  /** Set by the handle at every write: room left in the output, bytes left in the input. */
  readonly #left: Uint32Array;
  readonly #finish: number;
  #failed = false;

  constructor(format: 'deflate-raw' | 'br') {
    const stream: unknown = format === 'br' ? createBrotliDecompress() : createInflateRaw();
    if (!hasHandle(stream)) throw new Error(`zlib of Node ${process.version} has no handle of the known shape`);
    this.#finish = format === 'br' ? constants.BROTLI_OPERATION_FINISH : constants.Z_FINISH;
    this.#handle = stream._handle;
    this.#left = stream._writeState;
    // The handle calls this in the middle of a write.
    Object.assign(this.#handle, {
      onerror: () => {
        this.#failed = true;
      },
    });
  }

  /** Ready for a new stream. */
  reset(): void {
    this.#failed = false;
    this.#handle.reset();
  }

  /** Inflates `input[at..end)` into `output[outputAt..outputEnd)` as far as one of them allows. */
  run(input: Buffer, at: number, end: number, output: Buffer, outputAt: number, outputEnd: number): InflateStep {
    this.#handle.writeSync(0, input, at, end - at, output, outputAt, outputEnd - outputAt);
    if (this.#failed) {
      this.consumed = this.produced = 0;
      return 'bad';
    }
    const [room = 0, left = 0] = [this.#left[0], this.#left[1]];
    this.consumed = end - at - left;
    this.produced = outputEnd - outputAt - room;
    // It stops with both input and room left only at the end of the stream; asked again there, it takes and gives nothing.
    if (room === 0) return 'room';
    return left > 0 ? 'end' : 'input';
  }

  /** After all input was taken: whether the stream was whole. */
  finished(): boolean {
    const spare = Buffer.allocUnsafe(1);
    this.#handle.writeSync(this.#finish, spare, 0, 0, spare, 0, 1);
    return !this.#failed;
  }
}

/** The handle under a stream of node:zlib, as far as it is driven here. */
interface ZlibHandle {
  writeSync(flush: number, input: Buffer, at: number, length: number, output: Buffer, outputAt: number, outputLength: number): void;
  reset(): void;
}

function hasHandle(stream: unknown): stream is { _handle: ZlibHandle; _writeState: Uint32Array } {
  if (typeof stream !== 'object' || stream === null || !('_handle' in stream) || !('_writeState' in stream)) return false;
  const { _handle: handle, _writeState: state } = stream;
  if (typeof handle !== 'object' || handle === null || !(state instanceof Uint32Array)) return false;
  return 'writeSync' in handle && 'reset' in handle && 'onerror' in handle;
}
