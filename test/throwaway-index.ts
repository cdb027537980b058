import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silent, type Progress } from '../src/base/progress.ts';
import { ingest, type IngestResult } from '../src/pipeline/ingest.ts';
import { refresh } from '../src/pipeline/refresh.ts';
import { ask } from '../src/query/ask.ts';
import { operationNamed } from '../src/query/operations.ts';
import { openAccounts, type Accounts } from '../src/store/accounts.ts';
import { openEmbedded } from '../src/store/embedded.ts';
import type { Engine } from '../src/store/engine.ts';
import { migrate } from '../src/store/migrate.ts';

/** A throwaway index of some archives: what acceptance checks and tests of whole paths ask. */
export interface ThrowawayIndex extends AsyncDisposable {
  readonly engine: Engine;
  readonly accounts: Accounts;
  readonly folder: string;
  ingest(sources: readonly string[], progress?: Progress): Promise<IngestResult>;
  refresh(full?: boolean): ReturnType<typeof refresh>;
  /** The answer's `data`. */
  ask<T = Record<string, unknown>>(operation: string, input: Record<string, unknown>): Promise<T>;
}

/** An empty index in a temporary folder, removed when it is disposed of. */
export async function throwawayIndex(): Promise<ThrowawayIndex> {
  const folder = mkdtempSync(join(tmpdir(), 'openbacklinks-'));
  const stagingFolder = join(folder, 'staging');
  const accounts = openAccounts(join(folder, 'accounts.db'));
  const engine = openEmbedded({ path: join(folder, 'engine') });
  await migrate(engine, accounts, folder);
  return {
    engine,
    accounts,
    folder,
    ingest: (sources, progress = silent) =>
      ingest({ engine, accounts, stagingFolder, downloadFolder: join(folder, 'archives'), allowHosts: [] }, sources, {
        localPaths: true,
        progress,
      }),
    refresh: (full = false) => {
      mkdirSync(stagingFolder, { recursive: true });
      return refresh(engine, accounts, { stagingFolder, full });
    },
    ask: async <T>(operation: string, input: Record<string, unknown>) =>
      (await ask(engine, accounts, operationNamed(operation), input)).data as T,
    [Symbol.asyncDispose]: async () => {
      await engine.close();
      accounts.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
