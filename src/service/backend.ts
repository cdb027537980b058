/**
 * What every surface talks to. `LocalBackend` answers from the data directory that this process owns; `RemoteBackend` asks
 * the process that owns it over its socket. A command behaves the same with either.
 */
import type { Progress } from '../base/progress.ts';
import type { IngestResult } from '../pipeline/ingest.ts';
import type { Answer } from '../query/ask.ts';
import type { Evidence } from '../query/evidence.ts';
import type { ReleaseFacts } from '../store/releases.ts';

export interface Backend {
  /** Answers one question (query/operations.ts). `input` is what the user gave, not yet parsed. */
  ask(operation: string, input: unknown, signal?: AbortSignal): Promise<Pick<Answer, 'release' | 'data'>>;
  /** The record that proves a backlink. */
  evidence(id: string, release?: number): Promise<Evidence>;
  index(): Promise<IndexView>;
  releases(): Promise<ReleaseView[]>;
  /** Points back to the release before the live one. */
  rollback(): Promise<ReleaseView>;
  /** Queues long work. One job runs at a time; the others wait their turn. */
  startJob<Kind extends JobKind>(kind: Kind, input: JobInputs[Kind]): Promise<JobView>;
  /** Throws `not_found`. */
  job(id: string): Promise<JobView>;
  jobs(): Promise<JobView[]>;
  cancelJob(id: string): Promise<JobView>;
  /** Follows a job to its end, telling `progress`. An aborted signal cancels the job. Throws the job's failure. */
  followJob(id: string, progress: Progress, signal?: AbortSignal): Promise<JobView>;
  keys(): Promise<KeyView[]>;
  /** The key itself is in this answer and nowhere else. */
  createKey(name: string, scopes: readonly Scope[]): Promise<KeyView & { readonly key: string }>;
  revokeKey(id: string): Promise<KeyView>;
  close(): Promise<void>;
}

/** What each kind of job takes and gives. */
export interface JobInputs {
  readonly ingest: {
    readonly sources: readonly string[];
    /** Name of the collection; default: what the archive says, else its file's name. */
    readonly crawl?: string;
    readonly keep_internal?: boolean;
    /** Builds a release when the ingest is done. */
    readonly refresh?: boolean;
  };
  readonly refresh: { readonly full?: boolean };
}
export type JobKind = keyof JobInputs;

export interface JobResults {
  readonly ingest: IngestResult;
  readonly refresh: { readonly release: number; readonly built: boolean; readonly facts: ReleaseFacts };
}

export interface JobView {
  readonly job_id: string;
  readonly kind: JobKind;
  readonly status: 'queued' | 'running' | 'complete' | 'failed' | 'cancelled';
  readonly input: JobInputs[JobKind];
  /** The newest progress; null before the first. */
  readonly progress: {
    readonly step: string;
    readonly done: number;
    readonly total: number | null;
    readonly unit: string;
    readonly counts: Readonly<Record<string, number>>;
    readonly per_second: number | null;
    readonly seconds_left: number | null;
  } | null;
  readonly result: JobResults[JobKind] | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly ended_at: string | null;
}

export interface ReleaseView {
  readonly release: number;
  readonly live: boolean;
  readonly as_of: string;
  readonly published_at: string | null;
  readonly facts: ReleaseFacts;
}

/** What is in the index, ingested and published. */
export interface IndexView {
  readonly version: string;
  readonly live_release: ReleaseView | null;
  readonly archives: number;
  readonly captures: number;
  readonly links: number;
  /** Archives ingested since the live release was built. */
  readonly archives_waiting: number;
}

export const scopes = ['read', 'admin'] as const;
export type Scope = (typeof scopes)[number];

export interface KeyView {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly created_at: string;
  readonly revoked_at: string | null;
}
