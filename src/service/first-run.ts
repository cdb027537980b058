import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Progress } from '../base/progress.ts';
import { releaseLayout } from '../store/release-template.ts';
import { liveRelease } from '../store/releases.ts';
import { depositFor } from './account-views.ts';
import type { Instance } from './instance.ts';
import type { Owned } from './open-backend.ts';

/** What the demo key may spend where calls are charged. */
const demoCredits = 1_000;

/**
 * Makes and indexes the sample web when the index is empty, or goes on with that when an earlier first run was cut off. Builds a release
 * anew that an earlier version built.
 */
export async function firstRun({ backend, instance }: Owned, progress: Progress, signal: AbortSignal): Promise<void> {
  const { sample } = instance.folder;
  const index = await backend.index();
  const isFirst = index.live_release === null && (index.archives === 0 || existsSync(sample));
  if (!isFirst) return rebuildOutdated({ backend, instance }, progress, signal);
  if (!existsSync(sample)) await makeSample(sample);
  const job = await backend.startJob('ingest', { sources: [sample], refresh: true });
  await backend.followJob(job.job_id, progress, signal);
}

async function rebuildOutdated({ backend, instance }: Owned, progress: Progress, signal: AbortSignal): Promise<void> {
  const live = liveRelease(instance.accounts);
  if (live === null || live.facts.layout === releaseLayout) return;
  const job = await backend.startJob('refresh', {});
  await backend.followJob(job.job_id, progress, signal);
}

/** Whole or not at all: its files appear under their name when all are written. */
async function makeSample(folder: string): Promise<void> {
  const { writeSampleWeb } = await import('../../sample/sample-web.ts');
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  await writeSampleWeb(unfinished);
  renameSync(unfinished, folder);
}

/** A key that may ask questions, made at the first start and kept readable for this user; null when it was revoked. */
export async function demoKey(instance: Instance): Promise<string | null> {
  const { folder, keys } = instance;
  if (!existsSync(folder.demoKey)) {
    const { key, account } = keys.create('demo', ['read']);
    if (instance.meter.charges) await depositFor(instance, { to: account, credits: demoCredits, note: 'for the first questions' });
    writeFileSync(folder.demoKey, `${key}\n`, { mode: 0o600 });
  }
  const key = readFileSync(folder.demoKey, 'utf8').trim();
  return keys.check(key) === null ? null : key;
}

/**
 * Makes the first admin key, when there has never been one, and writes it to a file that only this user can read: a key that is printed
 * ends up in the log of whatever runs the server. Returns the path of the file while it is there.
 */
export function firstAdminKey({ folder, keys }: Instance): string | null {
  if (!keys.list().some(({ scopes }) => scopes.includes('admin')))
    writeFileSync(folder.adminKey, `${keys.create('admin', ['admin']).key}\n`, { mode: 0o600 });
  return existsSync(folder.adminKey) ? folder.adminKey : null;
}

export interface Example {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>> | null;
  /** The answer's `data`. */
  readonly data: unknown;
}

/** A question that this index can answer: about the sample web when it is there, else what the index holds. */
export async function exampleQuestion({ backend, instance }: Owned): Promise<Example> {
  const index = await backend.index();
  if (index.live_release === null || !existsSync(instance.folder.sample))
    return { method: 'GET', path: '/v1/index', body: null, data: index };
  const { sampleTarget } = await import('../../sample/sample-web.ts');
  const body = { target: sampleTarget, limit: 3 };
  const { data } = await backend.ask('referring-domains', body);
  return { method: 'POST', path: '/v1/backlinks/referring-domains', body, data };
}
