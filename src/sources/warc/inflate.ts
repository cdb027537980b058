/**
 * Inflating piece by piece, synchronously, into a given buffer, with one state that serves every gzip member in turn.
 *
 * Node's public synchronous calls make a new state each time and want the whole input: 358 MB/s on members of 27 KB, where this
 * makes 485 with the checksum taken (bench/sources/warc.ts). So this drives the handle under a zlib stream itself, as npm's
 * `minizlib` does; its shape is old and stable, and where it is another, the constructor says so at once.
 */
import * as zlib from 'node:zlib';

/** `input`: all input was taken. `room`: the output is full. `end`: the stream has ended. `bad`: it is damaged. */
export type InflateStep = 'input' | 'room' | 'end' | 'bad';

export type InflateFormat = 'deflate-raw' | 'br' | 'zstd';

const createZstd: unknown = Reflect.get(zlib, 'createZstdDecompress');
/** Whether this Node undoes Zstandard. */
export const hasZstd = typeof createZstd === 'function';

export class Inflate {
  /** Bytes that the last `run` took and gave. */
  consumed = 0;
  produced = 0;
  readonly #format: InflateFormat;
  #zlib: DrivenZlib;
  #failed = false;

  constructor(format: InflateFormat) {
    this.#format = format;
    this.#zlib = this.#open();
  }

  /** Ready for a new stream. */
  reset(): void {
    if (this.#failed) {
      // Node's Brotli handle stays in its error over a reset.
      this.#zlib._handle.close();
      this.#zlib = this.#open();
      this.#failed = false;
    } else this.#zlib._handle.reset();
  }

  /** Inflates `input[at..end)` into `output[outputAt..outputEnd)` as far as one of them allows. */
  run(input: Buffer, at: number, end: number, output: Buffer, outputAt: number, outputEnd: number): InflateStep {
    this.#zlib._handle.writeSync(0, input, at, end - at, output, outputAt, outputEnd - outputAt);
    if (this.#failed) {
      this.consumed = this.produced = 0;
      return 'bad';
    }
    const [room = 0, left = 0] = this.#zlib._writeState;
    this.consumed = end - at - left;
    this.produced = outputEnd - outputAt - room;
    // It stops with both input and room left only at the end of the stream; asked again there, it takes and gives nothing.
    if (room === 0) return 'room';
    return left > 0 ? 'end' : 'input';
  }

  /** After all input was taken: whether the stream was whole. */
  finished(): boolean {
    const spare = Buffer.allocUnsafe(1);
    this.#zlib._handle.writeSync(finish[this.#format], spare, 0, 0, spare, 0, 1);
    return !this.#failed;
  }

  #open(): DrivenZlib {
    const stream = open[this.#format]();
    if (!isDriven(stream)) throw new Error(`zlib of Node ${process.version} has no handle of the known shape`);
    // The handle calls this in the middle of a write.
    Object.assign(stream._handle, {
      onerror: () => {
        this.#failed = true;
      },
    });
    return stream;
  }
}

const open: Readonly<Record<InflateFormat, () => unknown>> = {
  'deflate-raw': () => zlib.createInflateRaw(),
  br: () => zlib.createBrotliDecompress(),
  zstd: () => (typeof createZstd === 'function' ? Reflect.apply(createZstd, zlib, []) : null),
};

/** The flush that tells the end of the input; Zstandard's is ZSTD_e_end. */
const finish: Readonly<Record<InflateFormat, number>> = {
  'deflate-raw': zlib.constants.Z_FINISH,
  br: zlib.constants.BROTLI_OPERATION_FINISH,
  zstd: 2,
};

/** A stream of node:zlib, as far as it is driven here. */
interface DrivenZlib {
  readonly _handle: {
    writeSync(flush: number, input: Buffer, at: number, length: number, output: Buffer, outputAt: number, outputLength: number): void;
    reset(): void;
    close(): void;
  };
  /** Set at every write: room left in the output, bytes left in the input. */
  readonly _writeState: Uint32Array;
}

function isDriven(stream: unknown): stream is DrivenZlib {
  if (typeof stream !== 'object' || stream === null || !('_handle' in stream) || !('_writeState' in stream)) return false;
  const { _handle: handle, _writeState: state } = stream;
  if (typeof handle !== 'object' || handle === null || !(state instanceof Uint32Array)) return false;
  return ['writeSync', 'reset', 'close', 'onerror'].every((name) => name in handle);
}
