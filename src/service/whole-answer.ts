/**
 * A whole answer in pieces: the same question asked from cursor to cursor, more rows at a time than one answer has. Memory holds one piece,
 * whatever the answer weighs; whoever reads slowly holds up nothing else, because nothing is open between two pieces.
 *
 * Each piece is charged by its rows, the base with the first. When what is left buys no further row, the answer ends there, with its cursor.
 */
import { fail, toFailure } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { controlsOf, type Caller, type Controls } from '../meter/call.ts';
import type { Meter } from '../meter/meter.ts';
import type { Metered, Question } from '../meter/question.ts';
import { toCredits, toMillis } from '../meter/price.ts';
import type { Operation } from '../query/operation.ts';

/** Some rows of a whole answer, and where it goes on behind them. */
export interface Piece {
  readonly rows: readonly unknown[];
  readonly cursor: string | null;
  /** Of the last piece. */
  readonly end: End | null;
}

/** What an answer says beside its rows, and how it ended: all rows were given, as many as were asked for, or as many as could be paid. */
export interface End {
  readonly reason: 'complete' | 'limit' | 'credits';
  readonly rows: number;
  readonly total: number;
  readonly cursor: string | null;
  readonly target: unknown;
  readonly release: number;
  readonly as_of: string;
  readonly coverage: unknown;
  readonly credits_used: number;
  /** null while credits are not counted. */
  readonly credits_remaining: number | null;
}

export interface WholeAsked {
  readonly meter: Meter;
  readonly operation: Operation;
  /** As it was given, controls included; `limit` bounds all rows together, and may be any number. */
  readonly given: unknown;
  readonly caller: Caller | null;
  readonly signal: AbortSignal | undefined;
  readonly question: Pick<Question, 'answer' | 'release' | 'expectedRows'>;
  /** Default `limits.rowsPerPieceMax`. */
  readonly rowsPerPiece?: number;
}

/** Throws what the first piece throws; what a later one throws breaks the answer off. */
export async function* wholeAnswer(asked: WholeAsked): AsyncGenerator<Piece, void> {
  const { controls, input } = controlsOf(asked.given);
  const { limit, cursor, ...question } = wholeInput(asked, input);
  const sum = { rows: 0, credits: 0 };
  let next = cursor;
  let last: Metered | null = null;
  for (;;) {
    const rows = Math.min(asked.rowsPerPiece ?? limits.rowsPerPieceMax, limit - sum.rows);
    const answer = await pieceOf(
      asked,
      withBudget(controls, sum.credits),
      { ...question, limit: rows, ...(next !== undefined && { cursor: next }) },
      last,
    );
    if (answer === null) return void (yield { rows: [], cursor: next ?? null, end: endOf('credits', last, sum, next ?? null) });
    const data = answer.data as ListData;
    last = answer;
    sum.rows += data.rows.length;
    sum.credits += toMillis(answer.bill.credits_used);
    const reason = data.cursor === null ? 'complete' : sum.rows >= limit ? 'limit' : null;
    yield { rows: data.rows, cursor: data.cursor, end: reason === null ? null : endOf(reason, last, sum, data.cursor) };
    if (reason !== null) return;
    next = data.cursor ?? undefined;
  }
}

/** What it costs as a whole, and how many rows it has. */
export async function wholeQuote(asked: WholeAsked): Promise<Metered> {
  const { controls, input } = controlsOf(asked.given);
  const { limit, ...question } = wholeInput(asked, input);
  const expected = await asked.question.expectedRows(question, limit, Number.POSITIVE_INFINITY);
  const rows = Math.max(1, expected.rows);
  const { meter, operation, caller, signal } = asked;
  return meter.ask({
    ...asked.question,
    operation,
    caller,
    signal,
    given: { ...question, ...controls, limit: rows },
    expectedRows: async () => expected,
    piece: { rowsMax: rows, goesOn: false },
  });
}

interface ListData {
  readonly rows: readonly unknown[];
  readonly cursor: string | null;
  readonly total: number;
  readonly target?: unknown;
  readonly as_of: string;
  readonly coverage?: unknown;
}

interface WholeInput {
  readonly [field: string]: unknown;
  readonly limit: number;
  readonly cursor: string | undefined;
}

/** Throws `invalid_input` where an answer has no rows that could go on, and for what cannot be asked of a whole one. */
function wholeInput({ operation, caller }: WholeAsked, input: unknown): WholeInput {
  if (!('limit' in operation.input.shape && 'cursor' in operation.input.shape))
    return fail('invalid_input', { reason: `"${operation.name}" has no list of rows. Ask it as JSON.` });
  if (caller?.idempotencyKey !== undefined)
    return fail('invalid_input', { reason: 'An Idempotency-Key stands for one page of an answer; a whole one goes on by its cursor.' });
  const { limit = Number.MAX_SAFE_INTEGER, cursor, ...question } = (input ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof limit !== 'number' || !Number.isSafeInteger(limit) || limit < 1)
    return fail('invalid_input', { reason: '"limit" of a whole answer is a whole number of rows, from 1.' });
  if (cursor !== undefined && typeof cursor !== 'string') return fail('invalid_input', { reason: '"cursor" is a text.' });
  return { ...question, limit, cursor };
}

/** `max_credits` is meant for the whole answer. */
function withBudget(controls: Controls, spent: number): Controls {
  const { max_credits } = controls;
  return max_credits === undefined ? controls : { ...controls, max_credits: toCredits(Math.max(0, toMillis(max_credits) - spent)) };
}

/** null when what is left does not pay for it. */
async function pieceOf(asked: WholeAsked, controls: Controls, input: object, before: Metered | null): Promise<Metered | null> {
  const { meter, operation, caller, signal, question } = asked;
  const piece = { rowsMax: limits.rowsPerPieceMax, goesOn: before !== null };
  try {
    return await meter.ask({ ...question, operation, caller, signal, given: { ...input, ...controls }, piece });
  } catch (thrown) {
    const { code } = toFailure(thrown);
    if (before !== null && (code === 'insufficient_credits' || code === 'over_budget' || code === 'cap_reached')) return null;
    throw thrown;
  }
}

function endOf(reason: End['reason'], answer: Metered | null, sum: { rows: number; credits: number }, cursor: string | null): End {
  if (answer === null) throw new Error('an answer without a first piece has no end');
  const { total, target, as_of, coverage } = answer.data as ListData;
  return {
    reason,
    rows: sum.rows,
    total,
    cursor,
    target: target ?? null,
    release: answer.release,
    as_of,
    coverage: coverage ?? null,
    credits_used: toCredits(sum.credits),
    credits_remaining: answer.bill.credits_remaining,
  };
}
