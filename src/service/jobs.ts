/**
 * Long work in two lanes, each one job at a time: what changes the index, so that two ingests never compete for memory and the engine; and what only asks it,
 * so that a long ingest keeps no answer waiting.
 * A job that was acknowledged is not lost: what a crash or a shutdown interrupts is queued again at the next start, and
 * continues where it stopped, because ingest passes over files that are committed and a build begins anew.
 */
import { Failure, toFailure } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { rateOf, type Progress, type ProgressEvent, type ProgressNote } from '../base/progress.ts';
import type { Accounts } from '../store/accounts.ts';
import type { JobInputs, JobKind, JobResults, JobView } from './backend.ts';
import { jobInput } from './job-input.ts';
import { JobStore } from './job-store.ts';
import { toldFailure } from './told-failure.ts';

export interface Running {
  /** The job's id. */
  readonly job: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Does the work of each kind of job. Ends soon after its signal aborts. */
export type JobRunners = { readonly [Kind in JobKind]: (input: JobInputs[Kind], running: Running) => Promise<JobResults[Kind]> };

/** Told of each job that failed, with the cause, which its row does not hold. */
export type OnJobFailure = (id: string, failure: Failure) => void;

const progressSavedMs = 2_000;

const lanes = ['asks', 'changes'] as const;
type Lane = (typeof lanes)[number];

const laneOf: Readonly<Record<JobKind, Lane>> = {
  answer: 'asks',
  audit: 'asks',
  ingest: 'changes',
  refresh: 'changes',
  crawl: 'changes',
  enrich: 'changes',
  verify: 'changes',
  recrawl: 'changes',
  recheck: 'changes',
};

function kindsOf(lane: Lane): readonly JobKind[] {
  return (Object.keys(laneOf) as JobKind[]).filter((kind) => laneOf[kind] === lane);
}

export class Jobs {
  readonly #store: JobStore;
  readonly #runners: JobRunners;
  readonly #onFailure: OnJobFailure;
  /** Those that someone follows or that run. */
  readonly #open = new Map<string, OpenJob>();
  readonly #working = new Map<Lane, Promise<void>>();
  #stopped = false;

  constructor(accounts: Accounts, runners: JobRunners, onFailure: OnJobFailure) {
    this.#store = new JobStore(accounts);
    this.#store.requeueInterrupted();
    this.#runners = runners;
    this.#onFailure = onFailure;
  }

  /** Begins with what is queued, in lanes where nothing runs. */
  resume(): void {
    for (const lane of lanes) if (!this.#stopped && !this.#working.has(lane)) this.#working.set(lane, this.#workOn(lane));
  }

  /** Queues a job. Throws `queue_full`. */
  add<Kind extends JobKind>(kind: Kind, input: JobInputs[Kind], account?: string): JobView {
    const job = this.#store.add(kind, jobInput(kind, input), account);
    this.resume();
    return job;
  }

  /** The newest job that answers the same question for the same account, waits, runs or is complete. */
  answering(input: JobInputs['answer'], account?: string): JobView | null {
    const question = (asked: JobInputs['answer']): unknown => ({ ...asked, controls: undefined });
    const found = this.#store.same('answer', (given) => question(jobInput('answer', given)), input, account);
    return found === null ? null : this.view(found.job_id);
  }

  /** Throws `not_found`, with `account` also for a job of another account. */
  view(id: string, account?: string): JobView {
    const job = this.#store.view(id, account);
    const event = this.#open.get(id)?.newest ?? null;
    return event === null ? job : { ...job, progress: progressView(event) };
  }

  /** Newest first. */
  list(account?: string): JobView[] {
    return this.#store.list(account).map((job) => (job.status === 'running' ? this.view(job.job_id) : job));
  }

  /** A job that has ended stays as it ended. */
  cancel(id: string): JobView {
    const job = this.view(id);
    if (job.status === 'queued') this.#failed(id, new Failure('cancelled'));
    if (job.status === 'running') this.#open.get(id)?.abort.abort(new Failure('cancelled'));
    return this.view(id);
  }

  /** Tells `progress` what happens, what was told before included, until the job ends. Throws the job's failure. */
  async follow(id: string, progress: Progress, signal?: AbortSignal): Promise<JobView> {
    const { kind, status, error } = this.view(id);
    if (error !== null) throw toldFailure(error.code, error.message);
    if (status === 'complete') return this.view(id);

    const before = this.#store.countBefore(id, kindsOf(laneOf[kind]));
    if (before > 0)
      progress.note({ level: 'info', text: `waiting for ${before} earlier ${before === 1 ? 'job' : 'jobs'}`, fields: { jobs: before } });
    const open = this.#openJob(id);
    open.join(progress);
    const cancel = (): void => void this.cancel(id);
    signal?.addEventListener('abort', cancel, { once: true });
    if (signal?.aborted === true) cancel();
    try {
      const failure = await open.ended;
      if (failure !== null) throw failure;
    } finally {
      signal?.removeEventListener('abort', cancel);
      open.leave(progress);
    }
    return this.view(id);
  }

  /** Ends the running jobs and leaves them queued for the next start. Returns when they have ended, or after `stopMs`. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const open of this.#open.values()) open.abort.abort(new Failure('cancelled'));
    let late: NodeJS.Timeout | undefined;
    const waited = new Promise<void>((resolve) => (late = setTimeout(resolve, limits.stopMs)));
    await Promise.race([Promise.all(this.#working.values()), waited]);
    clearTimeout(late);
    for (const id of this.#open.keys()) this.#close(id, new Failure('cancelled'));
  }

  async #workOn(lane: Lane): Promise<void> {
    const goesOn = await this.#work(lane);
    this.#working.delete(lane);
    // One that came after the last look at the queue found this still working.
    if (goesOn && this.#store.nextQueued(kindsOf(lane)) !== null) this.resume();
  }

  /** False when the accounts store does not take what becomes of a job: then nothing more is begun. */
  async #work(lane: Lane): Promise<boolean> {
    // Whoever added a job gets its id, and can follow it, before it runs.
    await Promise.resolve();
    const kinds = kindsOf(lane);
    for (let job = this.#store.nextQueued(kinds); job !== null && !this.#stopped; job = this.#store.nextQueued(kinds)) {
      try {
        await this.#one(job);
      } catch (thrown) {
        // The accounts store does not take what became of the job: it stands there as running, and the next start queues it again.
        const failure = toFailure(thrown, job.job_id);
        this.#onFailure(job.job_id, failure);
        this.#close(job.job_id, failure);
        return false;
      }
    }
    return !this.#stopped;
  }

  async #one(job: JobView): Promise<void> {
    const id = job.job_id;
    const open = this.#openJob(id);
    const { signal } = open.abort;
    this.#store.start(id);
    const outcome = await this.#run(job.kind, job.input, { job: id, signal, progress: this.#progressOf(id, open) }).then(
      (result) => ({ result }),
      (thrown: unknown) => ({ failure: signal.aborted ? new Failure('cancelled', {}, thrown) : toFailure(thrown, id) }),
    );
    if (open.newest !== null) this.#store.saveProgress(id, progressView(open.newest));
    if ('result' in outcome) {
      this.#store.complete(id, outcome.result);
      this.#close(id, null);
    } else if (this.#stopped && signal.aborted) {
      this.#store.requeue(id);
      this.#close(id, outcome.failure);
    } else {
      this.#failed(id, outcome.failure);
    }
  }

  async #run<Kind extends JobKind>(kind: Kind, input: unknown, running: Running): Promise<JobResults[Kind]> {
    return this.#runners[kind](jobInput(kind, input), running);
  }

  #progressOf(id: string, open: OpenJob): Progress {
    let savedAt = performance.now();
    return {
      note: (note) => open.note(note),
      update: (event) => {
        open.update(event);
        if (performance.now() - savedAt < progressSavedMs) return;
        savedAt = performance.now();
        this.#store.saveProgress(id, progressView(event));
      },
    };
  }

  #failed(id: string, failure: Failure): void {
    this.#store.fail(id, failure);
    if (failure.code !== 'cancelled') this.#onFailure(id, failure);
    this.#close(id, failure);
  }

  #openJob(id: string): OpenJob {
    const open = this.#open.get(id) ?? new OpenJob();
    this.#open.set(id, open);
    return open;
  }

  #close(id: string, failure: Failure | null): void {
    const open = this.#open.get(id);
    this.#open.delete(id);
    open?.end(failure);
  }
}

/** A job that has not ended, as this process sees it. */
class OpenJob implements Progress {
  readonly abort = new AbortController();
  /** The failure with which it ended; null when it is complete. */
  readonly ended: Promise<Failure | null>;
  newest: ProgressEvent | null = null;
  readonly #notes: ProgressNote[] = [];
  readonly #followers = new Set<Progress>();
  #end: (failure: Failure | null) => void = () => {};

  constructor() {
    this.ended = new Promise((resolve) => (this.#end = resolve));
  }

  join(follower: Progress): void {
    for (const note of this.#notes) follower.note(note);
    if (this.newest !== null) follower.update(this.newest);
    this.#followers.add(follower);
  }

  leave(follower: Progress): void {
    this.#followers.delete(follower);
  }

  update(event: ProgressEvent): void {
    this.newest = event;
    for (const follower of this.#followers) follower.update(event);
  }

  note(note: ProgressNote): void {
    if (this.#notes.length < limits.jobNotesKept) this.#notes.push(note);
    for (const follower of this.#followers) follower.note(note);
  }

  end(failure: Failure | null): void {
    this.#end(failure);
  }
}

function progressView(event: ProgressEvent): JobView['progress'] {
  const { perSecond, secondsLeft } = rateOf(event);
  return {
    step: event.step,
    done: event.done,
    total: event.total,
    unit: event.unit,
    counts: event.counts,
    per_second: perSecond,
    seconds_left: secondsLeft,
  };
}
