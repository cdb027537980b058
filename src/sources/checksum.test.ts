import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { expect, describe, it } from 'vitest';
import { checksumOf, statedChecksum } from './checksum.ts';

const bytes = Buffer.from('the bytes of a file');
const digest = (algorithm: string, form: 'hex' | 'base64'): string => createHash(algorithm).update(bytes).digest(form);
const crc = crc32(bytes).toString(16).padStart(8, '0');
const s3 = { server: 'AmazonS3' };

describe('the checksum that a server states', () => {
  it.each([
    [
      'Repr-Digest, the strongest of them',
      { 'repr-digest': `md5=:${digest('md5', 'base64')}:, sha-256=:${digest('sha256', 'base64')}:` },
      'sha256',
    ],
    ['Content-MD5', { 'content-md5': digest('md5', 'base64') }, 'md5'],
    ['a checksum of S3', { 'x-amz-checksum-crc32': Buffer.from(crc, 'hex').toString('base64') }, 'crc32'],
    ['the entity tag of S3', { ...s3, etag: `"${digest('md5', 'hex')}"` }, 'md5'],
    ['the entity tag of other storage that speaks S3', { 'x-amz-request-id': '1', etag: `"${digest('md5', 'hex')}"` }, 'md5'],
  ])('is taken from %s', async (_, headers, algorithm) => {
    const stated = statedChecksum({ status: 200, headers });
    expect(stated?.algorithm).toBe(algorithm);
    const folder = mkdtempSync(join(tmpdir(), 'checksum-'));
    writeFileSync(join(folder, 'file'), bytes);
    expect(await checksumOf(join(folder, 'file'), stated?.algorithm ?? 'md5')).toBe(stated?.hex);
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['an entity tag of another server, which may be anything', 200, { etag: `"${digest('md5', 'hex')}"` }],
    ['the tag of a file that was put together of parts', 200, { ...s3, etag: `"${digest('md5', 'hex')}-12"` }],
    [
      'the tag of a file with a key of its own',
      200,
      { ...s3, etag: `"${digest('md5', 'hex')}"`, 'x-amz-server-side-encryption': 'aws:kms' },
    ],
    ['Content-MD5 of a part', 206, { 'content-md5': digest('md5', 'base64') }],
    ['a checksum of parts', 200, { 'x-amz-checksum-sha256': `${digest('sha256', 'base64')}-3` }],
  ])('is not taken from %s', (_, status, headers) => expect(statedChecksum({ status, headers })).toBeNull());
});
