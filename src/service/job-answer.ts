/** What a job answered, read from where it was put down. */
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { Accounts } from '../store/accounts.ts';
import { keptAnswerOf, type KeptAnswerState } from '../store/answers-of-jobs.ts';
import { operationNamed } from '../query/operations.ts';
import { readRows } from './answer-file.ts';
import { isListed } from './answer-job.ts';
import type { AnswerPage, JobInputs, JobResults, JobView } from './backend.ts';
import { toldFailure } from './told-failure.ts';
import type { End, Piece } from './whole-answer.ts';

interface Place {
  readonly accounts: Accounts;
  readonly folder: string;
}

interface Answered {
  readonly input: JobInputs['answer'];
  readonly result: JobResults['answer'];
  readonly kept: KeptAnswerState;
  /** The answer without its rows; figures are whole. */
  readonly head: Readonly<Record<string, unknown>>;
}

/** Throws `not_found` for a job that answers nothing or whose answer is not kept any more, `answer_not_ready`, and the failure of a job that failed. */
function answered({ accounts }: Place, view: JobView): Answered {
  const { job_id: job, kind, status, error } = view;
  if (kind !== 'answer') return fail('not_found', { what: `An answer of the job "${job}", which is of the kind "${kind}",` });
  if (error !== null) throw toldFailure(error.code, error.message);
  if (status !== 'complete') return fail('answer_not_ready', { job, status });
  const kept = keptAnswerOf(accounts, job);
  if (kept?.head == null) return fail('not_found', { what: `The answer of the job "${job}", kept for ${limits.answersKeptDays} days,` });
  return {
    input: view.input as JobInputs['answer'],
    result: view.result as JobResults['answer'],
    kept,
    head: JSON.parse(kept.head) as Answered['head'],
  };
}

/** As the question answers; of a whole answer a page, with a cursor of its own while there are more. */
export async function answerPage(place: Place, view: JobView, { cursor, limit }: AnswerPage): Promise<unknown> {
  const { input, result, kept, head } = answered(place, view);
  if (!isListed(operationNamed(input.operation))) return head;
  const from = cursor === undefined ? 0 : placeIn(cursor, kept);
  const count = input.whole ? (limit ?? limits.rowsPerAnswerDefault) : kept.rows;
  const { rows, end } = await readRows(place.folder, view.job_id, from, kept.bytes, count);
  if (!input.whole) return { ...head, rows, cursor: result.cursor };
  return { ...head, rows, cursor: end < kept.bytes ? `p${end.toString(36)}` : null };
}

/** The byte that a page begins at. Throws `invalid_cursor`. */
function placeIn(cursor: string, { bytes }: KeptAnswerState): number {
  const place = /^p[0-9a-z]{1,11}$/.test(cursor) ? Number.parseInt(cursor.slice(1), 36) : Number.NaN;
  return place >= 0 && place <= bytes ? place : fail('invalid_cursor');
}

/** All rows, some at a time; the last piece says how the answer ends. */
export async function* answerPieces(place: Place, view: JobView): AsyncGenerator<Piece, void> {
  const { input, result, kept, head } = answered(place, view);
  if (!isListed(operationNamed(input.operation)))
    return fail('invalid_input', { reason: `"${input.operation}" has no list of rows. Ask it as JSON.` });
  for (let from = 0; ;) {
    const { rows, end: next } = await readRows(place.folder, view.job_id, from, kept.bytes, limits.rowsPerPieceMax);
    const done = next >= kept.bytes;
    yield { rows, cursor: done ? result.cursor : null, end: done ? endOf(result, head) : null };
    if (done) return;
    from = next;
  }
}

function endOf({ reason, rows, total, cursor, release, credits }: JobResults['answer'], head: Answered['head']): End {
  const { target = null, as_of: asOf, coverage = null } = head;
  return {
    reason,
    rows,
    total: total ?? rows,
    cursor,
    target,
    release,
    as_of: String(asOf),
    coverage,
    credits_used: credits,
    credits_remaining: null,
  };
}
