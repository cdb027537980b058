import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Failure, fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { silent, type Progress, type ProgressEvent } from '../base/progress.ts';
import type { IngestedSources } from '../pipeline/ingest-sources.ts';
import { openAccounts, type Accounts } from '../store/accounts.ts';
import { Jobs, type JobRunners, type Running } from './jobs.ts';

let folder: string;
let accounts: Accounts;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'openbacklinks-'));
  accounts = openAccounts(join(folder, 'accounts.sqlite'));
});
afterEach(() => {
  accounts.close();
  rmSync(folder, { recursive: true, force: true });
});

const nothing: IngestedSources = {
  archives: 0,
  archives_known: 0,
  archives_failed: 0,
  records: 0,
  captures: 0,
  links: 0,
  bytes: 0,
  seconds: 0,
  each: [],
  webgraphs: [],
};
const failures: string[] = [];

function jobsDoing(ingest: (source: string, running: Running) => Promise<void>): Jobs {
  const runners: JobRunners = {
    ingest: async ({ sources: [source = ''] }, running) => ingest(source, running).then(() => nothing),
    refresh: async () => fail('nothing_to_build'),
    answer: async () => fail('no_release'),
    audit: async () => fail('no_release'),
    crawl: async () => fail('contact_missing'),
    enrich: async () => fail('no_web_graph'),
    verify: async () => fail('contact_missing'),
    recrawl: async () => fail('contact_missing'),
    recheck: async () => fail('contact_missing'),
  };
  return new Jobs(accounts, runners, (id, failure) => failures.push(`${id} ${failure.code}`));
}

/** Work that lasts until it is let go or aborted. */
function held(): { work: (source: string, running: Running) => Promise<void>; letGo: () => void; began: Promise<void> } {
  let letGo = (): void => {};
  let begin = (): void => {};
  const began = new Promise<void>((resolve) => (begin = resolve));
  const gone = new Promise<void>((resolve) => (letGo = resolve));
  const work = async (_: string, { signal }: Running): Promise<void> => {
    begin();
    await Promise.race([gone, new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))]);
  };
  return { work, letGo, began };
}

describe('jobs', () => {
  it('run one at a time, in the order in which they came', async () => {
    const log: string[] = [];
    const jobs = jobsDoing(async (source) => {
      log.push(`begin ${source}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      log.push(`end ${source}`);
    });
    const added = ['a', 'b', 'c'].map((source) => jobs.add('ingest', { sources: [source] }));
    await Promise.all(added.map((job) => jobs.follow(job.job_id, silent)));
    expect(log).toEqual(['begin a', 'end a', 'begin b', 'end b', 'begin c', 'end c']);
    expect(jobs.list().map((job) => job.status)).toEqual(['complete', 'complete', 'complete']);
  });

  it('that ask the index do not wait for one that changes it', async () => {
    const { work, letGo, began } = held();
    const jobs = jobsDoing(work);
    const ingest = jobs.add('ingest', { sources: ['a'] });
    await began;
    const notes: string[] = [];
    const answer = jobs.add('answer', { operation: 'list', input: {}, rows: 1, whole: false, release: 1 });
    await expect(jobs.follow(answer.job_id, { ...silent, note: ({ text }) => void notes.push(text) })).rejects.toMatchObject({
      code: 'no_release',
    });
    expect([notes, jobs.view(ingest.job_id).status]).toEqual([[], 'running']);
    letGo();
    await expect(jobs.follow(ingest.job_id, silent)).resolves.toMatchObject({ status: 'complete' });
  });

  it.each([0, 1, 2, 3, 4, 5, 6])('run when they come %i turns after the queue was found empty', async (turns) => {
    const jobs = jobsDoing(async () => {});
    jobs.resume();
    for (let turn = 0; turn < turns; turn++) await Promise.resolve();
    const { job_id } = jobs.add('ingest', { sources: ['a'] });
    await expect(jobs.follow(job_id, silent)).resolves.toMatchObject({ status: 'complete' });
  });

  it('tell someone who follows late what was told before', async () => {
    const { work, letGo, began } = held();
    const event: ProgressEvent = {
      task: 'ingest',
      step: 'reading',
      done: 5,
      total: 10,
      unit: 'bytes',
      counts: { pages: 2 },
      elapsedMs: 1000,
    };
    const jobs = jobsDoing(async (source, running) => {
      running.progress.note({ level: 'warning', text: 'skipped x' });
      running.progress.update(event);
      await work(source, running);
    });
    const { job_id } = jobs.add('ingest', { sources: ['a'] });
    await began;
    const told: unknown[] = [];
    const follower: Progress = { update: (told_) => told.push(told_), note: (note) => told.push(note.text) };
    const following = jobs.follow(job_id, follower);
    expect(jobs.view(job_id)).toMatchObject({ status: 'running', progress: { step: 'reading', done: 5, per_second: 5, seconds_left: 1 } });
    letGo();
    await expect(following).resolves.toMatchObject({ status: 'complete', progress: { done: 5 } });
    expect(told).toEqual(['skipped x', event]);
  });

  it('throw their failure to whoever follows, then and later, and keep its code', async () => {
    const jobs = jobsDoing(async () => {});
    const { job_id } = jobs.add('refresh', {});
    await expect(jobs.follow(job_id, silent)).rejects.toMatchObject({ code: 'nothing_to_build', exit: 4 });
    await expect(jobs.follow(job_id, silent)).rejects.toMatchObject({ code: 'nothing_to_build', exit: 4 });
    expect(jobs.view(job_id)).toMatchObject({ status: 'failed', error: { code: 'nothing_to_build' } });
    expect(failures).toContain(`${job_id} nothing_to_build`);
  });

  it('end when they are cancelled, waiting or running', async () => {
    const { work, began } = held();
    const jobs = jobsDoing(work);
    const first = jobs.add('ingest', { sources: ['a'] });
    const second = jobs.add('ingest', { sources: ['b'] });
    await began;
    expect(jobs.cancel(second.job_id)).toMatchObject({ status: 'cancelled', error: { code: 'cancelled' } });
    const stop = new AbortController();
    const following = jobs.follow(first.job_id, silent, stop.signal);
    stop.abort();
    await expect(following).rejects.toMatchObject({ code: 'cancelled' });
    expect(jobs.view(first.job_id)).toMatchObject({ status: 'cancelled' });
  });

  it('are the same job when one waits with the same input already, and bounded in number', async () => {
    const { work, letGo, began } = held();
    const jobs = jobsDoing(work);
    const running = jobs.add('ingest', { sources: ['a'] });
    await began;
    const waiting = jobs.add('ingest', { sources: ['a'] });
    expect(waiting.job_id).not.toBe(running.job_id);
    expect(jobs.add('ingest', { sources: ['a'] }).job_id).toBe(waiting.job_id);
    for (let i = 1; i < limits.jobsQueuedMax; i++) jobs.add('ingest', { sources: [`b${i}`] });
    expect(() => jobs.add('ingest', { sources: ['c'] })).toThrow(expect.objectContaining({ code: 'queue_full' }));
    letGo();
    await jobs.stop();
  });

  it('refuse input that they do not know', () => {
    const jobs = jobsDoing(async () => {});
    const wrong = { sources: ['a'], shard: 1 };
    expect(() => jobs.add('ingest', wrong)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
    expect(() => jobs.view('job_none')).toThrow(expect.objectContaining({ code: 'not_found' }));
  });

  it('are queued again by a shutdown, and done by the next start', async () => {
    const { work, began } = held();
    const jobs = jobsDoing(work);
    const { job_id } = jobs.add('ingest', { sources: ['a'] });
    const following = jobs.follow(job_id, silent);
    await began;
    await Promise.all([jobs.stop(), expect(following).rejects.toMatchObject({ code: 'cancelled' })]);
    const next = jobsDoing(async () => {});
    expect(next.view(job_id).status).toBe('queued');
    next.resume();
    await expect(next.follow(job_id, silent)).resolves.toMatchObject({ status: 'complete' });
  });

  it('are queued again after a crash, until they seem to be its cause', async () => {
    const { work, began, letGo } = held();
    const { job_id } = jobsDoing(work).add('ingest', { sources: ['a'] });
    await began;
    for (let crash = 1; crash < limits.jobInterruptionsMax; crash++) {
      expect(jobsDoing(work).view(job_id).status).toBe('queued');
      accounts.prepare(`UPDATE jobs SET state = 'running' WHERE id = ?`).run(job_id);
    }
    expect(jobsDoing(work).view(job_id)).toMatchObject({ status: 'failed', error: { code: 'job_interrupted' } });
    letGo();
    await new Promise(setImmediate);
  });

  it('keep their failure to themselves when nobody follows', async () => {
    const jobs = jobsDoing(async () => {
      throw new Failure('disk_full', { path: '/data' });
    });
    const { job_id } = jobs.add('ingest', { sources: ['a'] });
    await new Promise(setImmediate);
    expect(jobs.view(job_id)).toMatchObject({ status: 'failed', error: { code: 'disk_full' } });
  });
});
