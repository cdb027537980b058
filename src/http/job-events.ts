import { Readable } from 'node:stream';
import type { z } from 'zod';
import { limits } from '../base/limits.ts';
import type { Progress, ProgressEvent, ProgressNote } from '../base/progress.ts';
import type { Backend, JobView } from '../service/backend.ts';
import type { job, JobEvent } from './schemas.ts';

/**
 * A job's events as JSON lines, at the reader's pace: between two reads only the newest progress is kept, and notes up to
 * `jobNotesKept`; how many were left out is a note of its own. A reader that goes away does not stop the job.
 */
export function jobEvents(backend: Backend, { job_id }: JobView, shown: (view: JobView) => z.output<typeof job>): Readable {
  return Readable.from(linesOf(backend, job_id, shown));
}

async function* linesOf(backend: Backend, id: string, shown: (view: JobView) => z.output<typeof job>): AsyncGenerator<string> {
  const inbox = new Inbox();
  let broken: unknown;
  const followed = backend.followJob(id, inbox).then(
    () => inbox.end(),
    (thrown: unknown) => {
      broken = thrown;
      inbox.end();
    },
  );
  for await (const event of inbox.events()) yield line(event);
  await followed;
  const view = await backend.job(id);
  // A job that failed has ended and says so itself; anything else has broken off here, and so must the stream.
  if (view.status === 'queued' || view.status === 'running') throw broken;
  yield line({ event: 'end', job: shown(view) });
}

/** Takes progress as fast as it comes and gives it as fast as it is read. */
class Inbox implements Progress {
  readonly #notes: ProgressNote[] = [];
  #notesLeftOut = 0;
  #newest: ProgressEvent | null = null;
  #ended = false;
  #wake: () => void = () => {};

  update(event: ProgressEvent): void {
    this.#newest = event;
    this.#wake();
  }

  note(note: ProgressNote): void {
    if (this.#notes.length < limits.jobNotesKept) this.#notes.push(note);
    else this.#notesLeftOut += 1;
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  async *events(): AsyncGenerator<JobEvent> {
    for (;;) {
      const changed = new Promise<void>((resolve) => (this.#wake = resolve));
      const last = this.#ended;
      yield* this.#taken();
      if (last) return;
      await changed;
    }
  }

  *#taken(): Generator<JobEvent> {
    for (const { level, text, fields } of this.#notes.splice(0))
      yield { event: 'note', level, text, ...(fields && { fields: { ...fields } }) };
    if (this.#notesLeftOut > 0) {
      yield { event: 'note', level: 'warning', text: `${this.#notesLeftOut} notes were left out, because they were not read in time` };
      this.#notesLeftOut = 0;
    }
    const newest = this.#newest;
    this.#newest = null;
    if (newest === null) return;
    const { task, step, done, total, unit, counts, elapsedMs } = newest;
    yield { event: 'progress', task, step, done, total, unit, counts: { ...counts }, elapsed_ms: elapsedMs };
  }
}

function line(event: JobEvent): string {
  return `${JSON.stringify(event)}\n`;
}
