import type { CallToolResult } from '@modelcontextprotocol/server';
import { toFailure, type Failure } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { Evidence } from '../query/evidence.ts';
import { isBeyondBound } from '../query/expected-rows.ts';
import type { Operation } from '../query/operation.ts';
import type { Metered } from '../meter/question.ts';
import { notCharged, withoutControls, type Bill, type Caller } from '../meter/call.ts';
import type { Backend, JobView } from '../service/backend.ts';
import { factsText, isList, listText, rowsThatFit, type ListAnswer } from './answer-text.ts';
import type { Budget } from './budget.ts';
import { linesOfRows, shown, type Row } from './rows.ts';
import type { QuestionTool } from './tools.ts';
import { inBlock, untrusted } from './untrusted.ts';

/** Answers a question. A list that does not fit is asked for once more with fewer rows, so that its cursor goes on where the text ends. */
export async function askQuestion(
  backend: Backend,
  tool: QuestionTool,
  args: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
  caller: Caller | null,
  budget: Budget | null = null,
): Promise<CallToolResult> {
  const { operation, input } = tool.resolve(args);
  const sized = 'limit' in operation.input.shape ? { limit: limits.mcpRowsDefault, ...input } : input;
  const wanted = withinBudget(sized, caller, budget);
  const answer = await askedOrJob(backend, operation, wanted, signal, caller);
  if ('job_id' in answer) return jobResult(backend, answer, operation, caller, budget);
  const { release, data, bill } = answer;
  if ('dry_run' in (data as Row)) return withBill(facts(data as Row, linesOfRows([data as Row]).join('\n')), bill, budget);
  await budget?.charge(backend, operation.name, isList(data) ? data.rows.length : 0, bill);
  if (!isList(data)) return withBill(facts(data as Row), bill, budget);
  const fits = rowsThatFit(data);
  if (fits >= data.rows.length) return withBill(text(listText(data, data.rows.length)), bill, budget);
  // Without a limit there is no cursor either: the first rows are told, and that there are more.
  if (!('limit' in operation.input.shape))
    return withBill(text(listText({ ...data, rows: data.rows.slice(0, fits) }, data.rows.length)), bill, budget);
  const pinned = input.cursor === undefined ? { release } : {};
  // The same question again, for its cursor: it was paid for.
  const cut = await backend.ask(operation.name, { ...withoutControls(wanted), ...pinned, limit: fits }, signal);
  return withBill(text(isList(cut.data) ? listText(cut.data, data.rows.length) : factsText(cut.data as Row)), bill, budget);
}

/** Its answer, or, for a question that reads more rows than one may, the job that answers it: the same one however often it is asked. */
async function askedOrJob(
  backend: Backend,
  { name }: Operation,
  input: Record<string, unknown>,
  signal: AbortSignal,
  caller: Caller | null,
): Promise<Metered | JobView> {
  try {
    return await backend.ask(name, input, signal, caller ?? undefined);
  } catch (thrown) {
    if (!isBeyondBound(thrown)) throw thrown;
    return backend.startAnswer(name, input, false, caller ?? undefined);
  }
}

/** What the job has answered; until it has, how it stands. */
async function jobResult(
  backend: Backend,
  { job_id, status, progress, result, error }: JobView,
  operation: Operation,
  caller: Caller | null,
  budget: Budget | null,
): Promise<CallToolResult> {
  if (error !== null) return { isError: true, ...text(`${error.code}: ${error.message}`) };
  if (status !== 'complete') {
    const done = progress === null ? '' : ` ${progress.done} of ${shown(progress.total)} ${progress.unit}.`;
    return facts(
      { job_id, status },
      `This question reads too many rows for an answer at once. It runs as ${job_id}: ${status}.${done} Ask the same question again in some seconds: its answer comes then.`,
    );
  }
  const data = (await backend.answerOf(job_id, {}, caller?.holder.account)) as Row;
  const { credits = 0 } = result as { readonly credits?: number };
  await budget?.charge(backend, operation.name, isList(data) ? data.rows.length : 0, { ...notCharged, credits_used: credits });
  const said = isList(data) ? text(cutText(data)) : facts(data);
  return { ...said, content: [...said.content, { type: 'text', text: `Answered by ${job_id} for ${credits} credits.` }] };
}

/** Rows that do not fit are told to be left out; a cursor would pass over them. */
function cutText(data: ListAnswer): string {
  const fits = rowsThatFit(data);
  if (fits >= data.rows.length) return listText(data, data.rows.length);
  return listText({ ...data, rows: data.rows.slice(0, fits), cursor: null }, data.rows.length);
}

/** A question of a session with a budget costs no more than what is left of it. Throws `session_budget_spent`. */
function withinBudget(input: Record<string, unknown>, caller: Caller | null, budget: Budget | null): Record<string, unknown> {
  if (budget === null || input.dry_run === true) return input;
  budget.check();
  // The owner's questions are not metered: there is nothing to hold them to beforehand.
  if (caller === null) return input;
  const given = typeof input.max_credits === 'number' ? input.max_credits : Number.POSITIVE_INFINITY;
  return { ...input, max_credits: Math.min(given, budget.left) };
}

/** Says what a call cost, where calls are charged, and what is left of the session's budget. */
function withBill(result: CallToolResult, { credits_used, credits_remaining, truncated }: Bill, budget: Budget | null): CallToolResult {
  const left = budget === null ? '' : ` ${budget.left} of ${budget.credits} left in this session.`;
  if (credits_remaining === null)
    return left === '' ? result : { ...result, content: [...result.content, { type: 'text', text: `Budget:${left}` }] };
  const cut =
    truncated === undefined ? '' : ` At most ${truncated.rows_given_at_most} of ${truncated.rows_asked} rows, for want of credits.`;
  return {
    ...result,
    content: [...result.content, { type: 'text', text: `Credits: ${credits_used} used, ${credits_remaining} left.${left}${cut}` }],
  };
}

/** A backlink with the part of the archive record that proves it. The marks around page text are never cut off. */
export function evidenceResult({ backlink, path, head, excerpt, found_in_excerpt }: Evidence): CallToolResult {
  const where = found_in_excerpt ? 'The link stands in this part of the page:' : 'The link was not found in this part of the page:';
  const link = linesOfRows([{ ...backlink, archive: path, ...backlink.evidence }]);
  const lines = [...link, where, ...inBlock(excerpt), 'The record:', ...inBlock(head)];
  return text(untrusted(linesWithin(lines, limits.mcpAnswerCharsMax - limits.mcpMarksChars)));
}

/** As many lines as fit, and how to see the others. */
function linesWithin(lines: readonly string[], charsMax: number): readonly string[] {
  let chars = 0;
  const end = lines.findIndex((line) => (chars += line.length + 1) > charsMax);
  return end === -1 ? lines : [...lines.slice(0, end), `Cut: ${lines.length - end} lines more; GET /v1/evidence/{id} has them.`];
}

/** Figures, for people as text and for programs as they are. */
export function facts(data: Row, asText = factsText(data)): CallToolResult {
  const fits = JSON.stringify(data).length <= limits.mcpAnswerCharsMax;
  return { ...text(asText), ...(fits && { structuredContent: { ...data } }) };
}

/** A failure is a tool's error, not the protocol's: a model can read it and mend the call. */
export async function told(answer: () => Promise<CallToolResult>, onUnexpected: (failure: Failure) => void): Promise<CallToolResult> {
  try {
    return await answer();
  } catch (thrown) {
    const failure = toFailure(thrown);
    if (failure.http >= 500) onUnexpected(failure);
    return { isError: true, ...text(`${failure.code}: ${failure.message}`) };
  }
}

function text(value: string): CallToolResult {
  return { content: [{ type: 'text', text: value }] };
}
