/** The safetensors format (https://github.com/huggingface/safetensors#format): a length, a head as JSON, and numbers, little-endian. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { z } from 'zod';
import { limits } from '../../base/limits.ts';

const head = z.record(z.string(), z.unknown());
const described = z.object({
  dtype: z.string(),
  shape: z.array(z.int().nonnegative()),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});

export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** One tensor of a file as 32-bit numbers; null when the file has none of that name. Throws `TypeError`, saying what is wrong. */
export function readTensor(path: string, name: string): Tensor | null {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    if (size > limits.embeddingsBytesMax) throw new TypeError(`it is larger than ${limits.embeddingsBytesMax} bytes`);
    const headBytes = Number(bytesAt(file, 0, 8).readBigUInt64LE(0));
    if (headBytes > Math.min(size - 8, limits.embeddingsHeadBytesMax)) throw new TypeError('its head does not fit the file');
    const tensors = head.parse(JSON.parse(bytesAt(file, 8, headBytes).toString('utf8')));
    if (tensors[name] === undefined) return null;
    const {
      dtype,
      shape,
      data_offsets: [from, to],
    } = described.parse(tensors[name]);
    const read = readers[dtype];
    if (read === undefined) throw new TypeError(`numbers of type ${dtype} are not read; F32, F16, BF16 and I8 are`);
    const count = shape.reduce((product, length) => product * length, 1);
    if (to - from !== count * read.bytes || 8 + headBytes + to > size) throw new TypeError(`the tensor "${name}" does not fit the file`);
    const bytes = bytesAt(file, 8 + headBytes + from, to - from);
    const values = new Float32Array(count);
    for (let i = 0; i < count; i++) values[i] = read.at(bytes, i * read.bytes);
    return { shape, values };
  } finally {
    closeSync(file);
  }
}

const readers: Readonly<Record<string, { readonly bytes: number; readonly at: (bytes: Buffer, at: number) => number }>> = {
  F32: { bytes: 4, at: (bytes, at) => bytes.readFloatLE(at) },
  F16: { bytes: 2, at: (bytes, at) => halfOf(bytes.readUInt16LE(at)) },
  BF16: { bytes: 2, at: (bytes, at) => bfloatOf(bytes.readUInt16LE(at)) },
  // A scale, which the format leaves to others, does not turn a vector.
  I8: { bytes: 1, at: (bytes, at) => bytes.readInt8(at) },
};

/** IEEE 754 binary16. */
function halfOf(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const word = new DataView(new ArrayBuffer(4));

/** The upper half of a binary32. */
function bfloatOf(bits: number): number {
  word.setUint32(0, bits << 16);
  return word.getFloat32(0);
}

function bytesAt(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const read = readSync(file, bytes, done, length - done, position + done);
    if (read === 0) throw new TypeError('it ends too early');
    done += read;
  }
  return bytes;
}
