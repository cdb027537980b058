import type { CallToolResult } from '@modelcontextprotocol/server';
import { toFailure, type Failure } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { Evidence } from '../query/evidence.ts';
import type { Backend } from '../service/backend.ts';
import { factsText, isList, listText, rowsThatFit } from './answer-text.ts';
import { linesOfRows, type Row } from './rows.ts';
import type { QuestionTool } from './tools.ts';
import { inBlock, untrusted } from './untrusted.ts';

/** Answers a question. A list that does not fit is asked for once more with fewer rows, so that its cursor goes on where the text ends. */
export async function askQuestion(
  backend: Backend,
  tool: QuestionTool,
  args: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<CallToolResult> {
  const { operation, input } = tool.resolve(args);
  const wanted = 'limit' in operation.input.shape ? { limit: limits.mcpRowsDefault, ...input } : input;
  const { release, data } = await backend.ask(operation.name, wanted, signal);
  if (!isList(data)) return facts(data as Row);
  const fits = rowsThatFit(data);
  if (fits >= data.rows.length) return text(listText(data, data.rows.length));
  const pinned = input.cursor === undefined ? { release } : {};
  const cut = await backend.ask(operation.name, { ...wanted, ...pinned, limit: fits }, signal);
  return text(isList(cut.data) ? listText(cut.data, data.rows.length) : factsText(cut.data as Row));
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
