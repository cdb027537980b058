import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSampleWeb } from '../sample/sample-web.ts';
import { readConfig } from '../src/base/config.ts';
import { silent } from '../src/base/progress.ts';
import { startServer, type RunningServer } from '../src/http/server.ts';
import { mcpOverHttp } from '../src/mcp/http.ts';
import type { Backend } from '../src/service/backend.ts';
import { dataFolder, type DataFolder } from '../src/service/data-folder.ts';
import { openOwn } from '../src/service/open-backend.ts';
import { version } from '../src/service/version.ts';

/** The whole product on loopback, over a part of the sample web. */
export interface SampleService extends AsyncDisposable {
  readonly backend: Backend;
  readonly folder: DataFolder;
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
  readonly server: RunningServer;
  readonly adminKey: string;
  readonly readKey: string;
  /** The account of both. */
  readonly account: string;
  /** Archives of the last crawls, not yet ingested. */
  readonly archives: readonly string[];
  /** Ingests the archives and publishes a release. */
  fill(): Promise<void>;
}

/** Starts it empty. The embedded engine takes one data directory a process: tests that use it run one after the other. */
export async function sampleService({
  crawls,
  charges = false,
  ...flags
}: {
  readonly crawls: number;
  readonly charges?: boolean;
  readonly allowHosts?: string;
  readonly contact?: string;
  readonly questionRows?: string;
}): Promise<SampleService> {
  const data = mkdtempSync(join(tmpdir(), 'openbacklinks-'));
  const { files } = await writeSampleWeb(join(data, 'web'));
  const archives = files.slice(-crawls);
  const { backend, instance } = await openOwn(
    readConfig({ data, workers: String(crawls), ...flags }, { OPENBACKLINKS_METER: charges ? 'on' : 'off' }),
  );
  const mcp = mcpOverHttp(backend, charges, (thrown) => console.error(thrown));
  const server = await startServer(backend, {
    host: '127.0.0.1',
    port: 0,
    socketPath: instance.folder.socket,
    logLevel: 'silent',
    checkKey: (key) => instance.keys.check(key),
    admit: (holder) => instance.rates.admit(holder),
    callLog: instance.callLog,
    version,
    mcp: async (request, response, { holder }, requestId) => mcp.handle(request, response, holder && { holder, requestId }),
  });
  const run = async (kind: 'ingest' | 'refresh', sources: readonly string[]): Promise<void> => {
    const { job_id } = await (kind === 'ingest' ? backend.startJob(kind, { sources }) : backend.startJob(kind, {}));
    await backend.followJob(job_id, silent);
  };
  const admin = instance.keys.create('admin', ['admin']);
  return {
    backend,
    folder: dataFolder(data),
    address: server.address,
    server,
    adminKey: admin.key,
    readKey: instance.keys.create('reader', ['read'], { account: admin.account }).key,
    account: admin.account,
    archives,
    fill: async () => {
      await run('ingest', archives);
      await run('refresh', []);
    },
    [Symbol.asyncDispose]: async () => {
      await server.close();
      await mcp.close();
      await backend.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
