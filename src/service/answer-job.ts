/**
 * A question that reads more than one may while somebody waits, answered as a job. Its statements may take their time and spill to the disk; its
 * rows are put down piece by piece, so that memory holds one, and a job that a crash or a stop has interrupted goes on behind the last.
 * It is charged once, when all is there, under the job's name.
 */
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { controlsOf, type Caller } from '../meter/call.ts';
import { rowsIn } from '../meter/counted.ts';
import type { Meter } from '../meter/meter.ts';
import { ask, chosenRelease, parseInput } from '../query/ask.ts';
import type { Operation } from '../query/operation.ts';
import { operationNamed } from '../query/operations.ts';
import { dropOtherSpools, Spool, spoolOf } from '../query/spool.ts';
import type { Accounts } from '../store/accounts.ts';
import { answeringJobs, keptAnswerOf, notBegun, saveAnswerOf, type KeptAnswerState } from '../store/answers-of-jobs.ts';
import type { Engine } from '../store/engine.ts';
import { leaseRelease } from '../store/releases.ts';
import { appendRows, removeOtherFiles } from './answer-file.ts';
import type { JobInputs, JobResults } from './backend.ts';
import type { Running } from './jobs.ts';
import type { Keys } from '../meter/keys.ts';
import { holderOf } from './job-payer.ts';

export interface AnswerPlace {
  readonly engine: Engine;
  readonly accounts: Accounts;
  readonly meter: Meter;
  readonly keys: Keys;
  /** Where answers are put down. */
  readonly folder: string;
  /** Default `limits.rowsPerPieceMax`. */
  readonly rowsPerPiece?: number;
}

/** A whole answer is one that is read to its end; its `limit` bounds all rows. */
export function isListed({ input }: Operation): boolean {
  return 'limit' in input.shape && 'cursor' in input.shape;
}

/**
 * The job's input. Throws what the question's input throws, and `insufficient_credits` when not even its shortest answer can be paid.
 */
export async function answerJobInput(
  { accounts, meter }: Pick<AnswerPlace, 'accounts' | 'meter'>,
  operation: Operation,
  given: unknown,
  whole: boolean,
  caller: Caller | null,
): Promise<JobInputs['answer']> {
  const { controls, input } = controlsOf(given);
  const { as_job: _, dry_run: __, ...paying } = controls;
  if (whole && !isListed(operation)) fail('invalid_input', { reason: `"${operation.name}" has no list of rows. Ask it as JSON.` });
  const { limit, ...question } = (input ?? {}) as { readonly limit?: unknown } & Record<string, unknown>;
  const bounded = 'limit' in operation.input.shape;
  if (whole && limit !== undefined && !(Number.isSafeInteger(limit) && Number(limit) >= 1))
    fail('invalid_input', { reason: '"limit" of a whole answer is a whole number of rows, from 1.' });
  const parsed = parseInput(operation, whole || !bounded || limit === undefined ? question : { ...question, limit });
  const rows = whole
    ? Math.min(limit === undefined ? limits.answerRowsMax : Number(limit), limits.answerRowsMax)
    : Number(parsed.limit ?? 0);
  const release = chosenRelease(accounts, parsed).id;
  if (caller !== null) await meter.checkJob(operation, caller, controls);
  leaseRelease(accounts, release, `answers-${release}`, limits.cursorLeaseSeconds);
  return {
    operation: operation.name,
    input: question,
    rows,
    whole,
    release,
    ...(Object.keys(paying).length > 0 && { controls: paying }),
    ...(caller !== null && { key: caller.holder.id }),
  };
}

export async function runAnswer(place: AnswerPlace, input: JobInputs['answer'], running: Running): Promise<JobResults['answer']> {
  const { accounts, meter, keys, engine } = place;
  const { job, signal } = running;
  await tidyAnswers(place);
  const operation = operationNamed(input.operation);
  const long = patient(engine);
  const spool = new Spool(long, spoolOf(job), signal);
  const asked = async (more: object): Promise<Record<string, unknown>> => {
    signal.throwIfAborted();
    leaseRelease(accounts, input.release, `answers-${input.release}`, limits.cursorLeaseSeconds);
    const pinned = 'release' in operation.input.shape ? { release: input.release } : {};
    const given = { ...input.input, ...pinned, ...more };
    return (await ask(long, accounts, operation, given, signal, { rowsMax: limits.rowsPerPieceMax, spool })).data as Record<
      string,
      unknown
    >;
  };
  const work = async (rowsMax: number): Promise<{ rows: number; looked: boolean }> => {
    const done = await putDown(place, operation, input, rowsMax, asked, running);
    return { rows: done.rows, looked: hasLooked(done.head) };
  };
  const wanted = isListed(operation) ? await rowsThere(asked, input.rows) : input.rows;
  let credits = 0;
  if (input.key === undefined) await work(wanted);
  else {
    const given = { ...input.input, ...('limit' in operation.input.shape && { limit: Math.max(1, wanted) }), ...input.controls };
    const caller = { holder: holderOf(keys, input.key, 'answer'), requestId: job };
    credits = await meter.askAsJob(
      { operation, given, caller, signal, rows: Math.max(1, wanted), whole: input.whole, reference: `job:${job}` },
      work,
    );
  }
  await spool.drop();
  const { rows, cursor, head } = keptAnswerOf(accounts, job) ?? notBegun;
  const { total = null } = JSON.parse(head ?? '{}') as { total?: number };
  const reason = cursor === null ? 'complete' : rows < wanted ? 'credits' : 'limit';
  return { operation: operation.name, release: input.release, rows, total, reason, cursor, credits };
}

/** How many rows of an answer are wanted and there, at most. */
async function rowsThere(asked: (more: object) => Promise<Record<string, unknown>>, wanted: number): Promise<number> {
  const { total } = await asked({ limit: 1 });
  return typeof total === 'number' ? Math.min(wanted, total) : wanted;
}

/** Puts down what is missing of the first `rowsMax` rows of an answer; of figures, the answer as a whole. */
async function putDown(
  { accounts, folder, rowsPerPiece = limits.rowsPerPieceMax }: AnswerPlace,
  operation: Operation,
  input: JobInputs['answer'],
  rowsMax: number,
  asked: (more: object) => Promise<Record<string, unknown>>,
  { job, progress }: Running,
): Promise<KeptAnswerState> {
  const started = performance.now();
  let state = keptAnswerOf(accounts, job) ?? notBegun;
  while (!state.ended) {
    if (!isListed(operation)) {
      const data = await asked('limit' in operation.input.shape ? { limit: input.rows } : {});
      state = { head: JSON.stringify(data), rows: rowsIn(data), bytes: 0, cursor: null, ended: true };
    } else {
      const limit = Math.max(1, Math.min(rowsPerPiece, rowsMax - state.rows));
      const { rows, cursor, ...head } = await asked({ limit, ...(state.cursor !== null && { cursor: state.cursor }) });
      const more = rows as readonly unknown[];
      const bytes = await appendRows(folder, job, state.bytes, more);
      const sum = state.rows + more.length;
      state = {
        head: JSON.stringify(head),
        rows: sum,
        bytes,
        cursor: cursor as string | null,
        ended: cursor === null || sum >= rowsMax,
      };
    }
    saveAnswerOf(accounts, job, state);
    const elapsedMs = performance.now() - started;
    progress.update({ task: 'answer', step: 'answering', done: state.rows, total: rowsMax, unit: 'rows', counts: {}, elapsedMs });
  }
  return state;
}

function hasLooked(head: string | null): boolean {
  const { coverage } = JSON.parse(head ?? '{}') as { coverage?: { status?: unknown } };
  return coverage?.status !== 'not_looked';
}

/** An engine whose statements may take as long, and spill as much, as those of a build. */
function patient(engine: Engine): Engine {
  return { ...engine, ask: async (statement, options) => engine.ask(statement, { ...options, workload: 'build' }) };
}

/** Removes what jobs have left that have ended: tables of those that were stopped, and answers that are too old. */
async function tidyAnswers({ engine, accounts, folder }: AnswerPlace): Promise<void> {
  const since = new Date(Date.now() - limits.answersKeptDays * 86_400_000);
  const { making, kept } = answeringJobs(accounts, since);
  await dropOtherSpools(engine, new Set([...making].map(spoolOf)));
  await removeOtherFiles(folder, kept);
}
