import { fail } from '../base/errors.ts';
import type { Progress } from '../base/progress.ts';
import { ask, type Answer } from '../query/ask.ts';
import { evidenceOf, type Evidence } from '../query/evidence.ts';
import { operationNamed } from '../query/operations.ts';
import { keptReleases, liveRelease, releaseById, rollbackRelease } from '../store/releases.ts';
import type { Backend, IndexView, JobInputs, JobKind, JobView, KeyView, ReleaseView, Scope } from './backend.ts';
import { indexView, releaseView } from './index-view.ts';
import type { Instance } from './instance.ts';

/** Answers from the data directory that this process owns. Closing it closes the instance. */
export class LocalBackend implements Backend {
  readonly #instance: Instance;

  constructor(instance: Instance) {
    this.#instance = instance;
  }

  async ask(operation: string, input: unknown, signal?: AbortSignal): Promise<Pick<Answer, 'release' | 'data'>> {
    const { engine, accounts } = this.#instance;
    return ask(engine, accounts, operationNamed(operation), input, signal);
  }

  async evidence(id: string, release?: number): Promise<Evidence> {
    const { engine, accounts } = this.#instance;
    const chosen = release === undefined ? (liveRelease(accounts) ?? fail('no_release')) : releaseById(accounts, release);
    return evidenceOf({ engine, accounts, release: chosen }, id);
  }

  async index(): Promise<IndexView> {
    return indexView(this.#instance.accounts);
  }

  async releases(): Promise<ReleaseView[]> {
    const { accounts } = this.#instance;
    const live = liveRelease(accounts)?.id;
    return keptReleases(accounts).map((release) => releaseView(release, live));
  }

  async rollback(): Promise<ReleaseView> {
    const release = rollbackRelease(this.#instance.accounts);
    return releaseView(release, release.id);
  }

  async startJob<Kind extends JobKind>(kind: Kind, input: JobInputs[Kind]): Promise<JobView> {
    return this.#instance.jobs.add(kind, input);
  }

  async job(id: string): Promise<JobView> {
    return this.#instance.jobs.view(id);
  }

  async jobs(): Promise<JobView[]> {
    return this.#instance.jobs.list();
  }

  async cancelJob(id: string): Promise<JobView> {
    return this.#instance.jobs.cancel(id);
  }

  async followJob(id: string, progress: Progress, signal?: AbortSignal): Promise<JobView> {
    return this.#instance.jobs.follow(id, progress, signal);
  }

  async keys(): Promise<KeyView[]> {
    return this.#instance.keys.list();
  }

  async createKey(name: string, scopes: readonly Scope[]): Promise<KeyView & { readonly key: string }> {
    return this.#instance.keys.create(name, scopes);
  }

  async revokeKey(id: string): Promise<KeyView> {
    return this.#instance.keys.revoke(id);
  }

  async close(): Promise<void> {
    await this.#instance.close();
  }
}
