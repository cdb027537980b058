import { randomUUID } from 'node:crypto';
import { appendFileSync, copyFileSync, mkdirSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { corpus } from './corpus.ts';

/** Copies of the bench corpus in `folder` that no index has read: each ends in a record of its own, without links. None where the real pages are absent. */
export function unreadCopies(folder: string): string[] {
  mkdirSync(folder, { recursive: true });
  return (['wat', 'html'] as const).flatMap((kind) =>
    (corpus(kind) ?? []).map(({ path }) => unreadCopy(path, resolve(folder, basename(path)))),
  );
}

function unreadCopy(path: string, copy: string): string {
  const block = `made-at: ${new Date().toISOString()}\r\n`;
  const head = [
    'WARC/1.1',
    'WARC-Type: metadata',
    `WARC-Record-ID: <urn:uuid:${randomUUID()}>`,
    'WARC-Date: 2026-09-01T00:00:00Z',
    `Content-Length: ${block.length}`,
  ];
  copyFileSync(path, copy);
  appendFileSync(copy, gzipSync(`${head.join('\r\n')}\r\n\r\n${block}\r\n\r\n`));
  return copy;
}
