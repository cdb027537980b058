import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silent, type Progress } from '../src/base/progress.ts';
import { ingest, type IngestOptions, type IngestResult } from '../src/pipeline/ingest.ts';
import { importWebGraph, type ImportedWebGraph, type WebGraphImportOptions } from '../src/pipeline/web-graph/import-web-graph.ts';
import { refresh } from '../src/pipeline/refresh.ts';
import { ask } from '../src/query/ask.ts';
import { operationNamed } from '../src/query/operations.ts';
import type { CommonCrawlPlace } from '../src/sources/common-crawl/storage.ts';
import { openAccounts, type Accounts } from '../src/store/accounts.ts';
import { dropUncommitted } from '../src/store/batches.ts';
import { openEmbedded } from '../src/store/embedded.ts';
import type { Engine } from '../src/store/engine.ts';
import { migrate } from '../src/store/migrate.ts';
import { dropUnfinished } from '../src/store/releases.ts';

/** An index in a folder of its own, from archives to answers: what acceptance checks and tests of whole paths ask. */
export interface TestIndex extends AsyncDisposable {
  readonly engine: Engine;
  readonly accounts: Accounts;
  readonly folder: string;
  ingest(sources: readonly string[], progress?: Progress, options?: Partial<IngestOptions>): Promise<IngestResult>;
  importWebGraph(release: string, options?: Partial<WebGraphImportOptions>): Promise<ImportedWebGraph>;
  refresh(full?: boolean, progress?: Progress): ReturnType<typeof refresh>;
  /** The answer's `data`. */
  ask<T = Record<string, unknown>>(operation: string, input: Record<string, unknown>): Promise<T>;
}

export interface TestIndexOptions {
  readonly commonCrawl?: CommonCrawlPlace;
  /** 0: a partition a bucket, however small the index is. */
  readonly onePartitionLinksMax?: number;
}

/** Nobody listens there: an index that reads no crawl. */
const nowhere: CommonCrawlPlace = { base: 'http://127.0.0.1:9', index: 'http://127.0.0.1:9' };

/** An empty index in a temporary folder, removed when it is disposed of. The engine takes one folder a process at a time. */
export async function throwawayIndex(options: TestIndexOptions = {}): Promise<TestIndex> {
  const folder = mkdtempSync(join(tmpdir(), 'openbacklinks-'));
  const index = await openIndex(folder, options);
  return {
    ...index,
    [Symbol.asyncDispose]: async () => {
      await index[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The index in `folder`, which stays. Opens it as a start of the product does: what a crash left behind is dropped. */
export async function openIndex(folder: string, { commonCrawl = nowhere, ...ofRefresh }: TestIndexOptions = {}): Promise<TestIndex> {
  mkdirSync(folder, { recursive: true });
  const stagingFolder = join(folder, 'staging');
  const accounts = openAccounts(join(folder, 'accounts.sqlite'));
  const engine = openEmbedded({ path: join(folder, 'engine') });
  await migrate(engine, accounts, folder);
  await dropUncommitted(engine, accounts);
  await dropUnfinished(engine, accounts);
  return {
    engine,
    accounts,
    folder,
    ingest: (sources, progress = silent, options = {}) =>
      ingest({ engine, accounts, stagingFolder, downloadFolder: join(folder, 'downloads'), allowHosts: [], commonCrawl }, sources, {
        localPaths: true,
        progress,
        ...options,
      }),
    importWebGraph: (release, options = {}) =>
      importWebGraph(
        { engine, accounts, workFolder: join(folder, 'webgraphs'), downloadFolder: join(folder, 'downloads'), allowHosts: ['127.0.0.1'] },
        release,
        { base: 'http://127.0.0.1', ...options },
      ),
    refresh: (full = false, progress = silent) => {
      mkdirSync(stagingFolder, { recursive: true });
      return refresh(engine, accounts, { stagingFolder, full, progress, ...ofRefresh });
    },
    ask: async <T>(operation: string, input: Record<string, unknown>) =>
      (await ask(engine, accounts, operationNamed(operation), input)).data as T,
    [Symbol.asyncDispose]: async () => {
      await engine.close();
      accounts.close();
    },
  };
}
