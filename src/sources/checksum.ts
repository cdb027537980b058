/**
 * What a server says of the bytes of a whole file, and whether they are so. Taken are `Repr-Digest` (RFC 9530), `Content-MD5` of a whole
 * answer, the checksums of S3 (`x-amz-checksum-*`) and, from a server that speaks S3, an entity tag that is an MD5.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import type { GuardedResponse } from './guard.ts';
import { headerOf } from './guard.ts';

export const checksum = z.object({ algorithm: z.enum(['sha256', 'sha512', 'sha1', 'md5', 'crc32']), hex: z.string() });
export type Checksum = z.infer<typeof checksum>;
type Algorithm = Checksum['algorithm'];

/** The strongest checksum of the whole file in a response's head; null when it states none that can be held to. */
export function statedChecksum({ status, headers }: Pick<GuardedResponse, 'status' | 'headers'>): Checksum | null {
  const stated = [
    ...representationDigests(headerOf(headers, 'repr-digest') ?? ''),
    ...(['sha256', 'sha1', 'crc32'] as const).flatMap((algorithm) =>
      fromBase64(algorithm, headerOf(headers, `x-amz-checksum-${algorithm}`) ?? ''),
    ),
    // Of a part of the file, the field speaks of that part.
    ...(status === 200 ? fromBase64('md5', headerOf(headers, 'content-md5') ?? '') : []),
    ...entityTag(headers),
  ];
  return stated.toSorted((a, b) => strongest.indexOf(a.algorithm) - strongest.indexOf(b.algorithm))[0] ?? null;
}

const strongest: readonly Algorithm[] = ['sha512', 'sha256', 'sha1', 'md5', 'crc32'];
const bytesOf: Readonly<Record<Algorithm, number>> = { sha512: 64, sha256: 32, sha1: 20, md5: 16, crc32: 4 };

/** The checksum of a file's bytes. */
export async function checksumOf(path: string, algorithm: Algorithm, signal?: AbortSignal): Promise<string> {
  const pieces: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: 1024 * 1024, ...(signal && { signal }) });
  if (algorithm === 'crc32') {
    let sum = 0;
    for await (const piece of pieces) sum = crc32(piece, sum);
    return sum.toString(16).padStart(8, '0');
  }
  const hash = createHash(algorithm);
  for await (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

/** `sha-256=:BASE64:, md5=:BASE64:` */
function representationDigests(field: string): Checksum[] {
  const names: Readonly<Record<string, Algorithm>> = { 'sha-512': 'sha512', 'sha-256': 'sha256', sha: 'sha1', md5: 'md5' };
  return Array.from(field.matchAll(/([\w-]+)=:([A-Za-z0-9+/=]+):/g), ([, name = '', value = '']) => ({ name, value })).flatMap(
    ({ name, value }) => {
      const algorithm = names[name];
      return algorithm === undefined ? [] : fromBase64(algorithm, value);
    },
  );
}

/** A value of another length (S3 writes `BASE64-PARTS` for a file put together of parts) says nothing of the whole. */
function fromBase64(algorithm: Algorithm, value: string): Checksum[] {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return [];
  const bytes = Buffer.from(value, 'base64');
  return bytes.length === bytesOf[algorithm] ? [{ algorithm, hex: bytes.toString('hex') }] : [];
}

/**
 * S3 tags a file that was stored in one piece with its MD5, unless it was encrypted with a key of its own; other servers tag as they
 * like. https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html
 */
function entityTag(headers: GuardedResponse['headers']): Checksum[] {
  const speaksS3 = headerOf(headers, 'x-amz-request-id') !== undefined || headerOf(headers, 'server') === 'AmazonS3';
  const isKeyed =
    headerOf(headers, 'x-amz-server-side-encryption')?.startsWith('aws:kms') === true ||
    headerOf(headers, 'x-amz-server-side-encryption-customer-algorithm') !== undefined;
  const [, hex] = /^"([0-9a-f]{32})"$/.exec(headerOf(headers, 'etag') ?? '') ?? [];
  return speaksS3 && !isKeyed && hex !== undefined ? [{ algorithm: 'md5', hex }] : [];
}
