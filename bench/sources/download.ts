/**
 * How fast files are fetched, from a server of its own on the loopback, against the same bytes read and dropped by the HTTP client in the
 * same minute: `npm run bench -- sources/download`. `plain`: no checksum is stated; `md5`: the entity tag of storage that speaks S3 is held to,
 * for which the file is read again. Server and client share the machine, so a network is not the limit here.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isMainThread, parentPort } from 'node:worker_threads';
import { startWorker } from '../../src/base/worker.ts';
import { download } from '../../src/sources/download.ts';
import { createGuard } from '../../src/sources/guard.ts';

const fileBytes = 128 * 1024 * 1024;
const files = 4;

async function main(): Promise<void> {
  const server = startWorker(new URL(import.meta.url));
  const port = await new Promise<number>((resolve) => server.once('message', resolve));
  const guard = createGuard({ allowHosts: ['127.0.0.1'] });
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-download-'));
  const address = (kind: string, i: number): string => `http://127.0.0.1:${port}/${kind}/${i}.warc.gz`;
  try {
    for (const atOnce of [1, files]) {
      const dropped = await rate(atOnce, async (i) => (await guard.fetch(address('plain', i))).body.dump({ limit: fileBytes * 2 }));
      say(`client_only.${atOnce}`, dropped);
      for (const kind of ['plain', 'md5']) {
        const fetched = await rate(atOnce, async (i) => download(address(kind, i), { guard, folder }));
        say(`${kind}.${atOnce}`, fetched);
        for (const name of readdirSync(folder)) rmSync(path.join(folder, name));
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await guard.close();
    await server.terminate();
  }
}

/** MB/s over all files, so many at a time. */
async function rate(atOnce: number, fetchOne: (i: number) => Promise<unknown>): Promise<number> {
  const started = performance.now();
  for (let from = 0; from < files; from += atOnce) await Promise.all(Array.from({ length: atOnce }, async (_, i) => fetchOne(from + i)));
  return (files * fileBytes) / 1e3 / (performance.now() - started);
}

function say(name: string, value: number): void {
  console.log(`${name} ${value.toFixed(0)} MB/s`);
}

/** The server, in a thread of its own. */
function serve(): void {
  const bytes = Buffer.alloc(fileBytes, 'the bytes of an archive that nobody reads ');
  const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
  const server = createServer(({ url }, response) => {
    const s3 = url?.startsWith('/md5/') === true ? { server: 'AmazonS3' } : {};
    response.writeHead(200, { etag, 'content-length': bytes.length, ...s3 }).end(bytes);
  });
  server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port));
}

if (isMainThread) await main();
else serve();
