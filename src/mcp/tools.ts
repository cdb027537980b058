/**
 * Tools are the operations, grouped: a tool that holds several questions takes the question's name as an argument; the first is meant when none is given.
 * Their schemas (tool-schema.ts) are made from the operations' own; the backend parses what comes, so that a wrong argument is refused in the same
 * words on every surface.
 */
import { fail } from '../base/errors.ts';
import type { Operation } from '../query/operation.ts';
import { schemaOf, toldOnce, type JsonSchema, type Told } from './tool-schema.ts';

export interface QuestionTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
  /** Which operation a call asks, and with what. Throws `invalid_input`. */
  resolve(args: Readonly<Record<string, unknown>>): { readonly operation: Operation; readonly input: Record<string, unknown> };
}

export function questionTools(operations: readonly Operation[]): QuestionTool[] {
  const names = [...new Set(operations.map(({ tool }) => tool))];
  const told = toldOnce();
  return names.map((name) =>
    toolOf(
      name,
      operations.filter(({ tool }) => tool === name),
      told,
    ),
  );
}

/** A tool is described by the summaries of its questions. */
function toolOf(name: string, grouped: readonly Operation[], told: Told): QuestionTool {
  const [first] = grouped;
  const single = grouped.length === 1 ? first : undefined;
  const named = new Map(grouped.map((operation) => [operation.name, operation]));
  return {
    name,
    description: grouped
      .map(({ name: question, summary }) => (single === undefined ? `${question}: ${summary}.` : `${summary}.`))
      .join(' '),
    inputSchema: schemaOf(grouped, told),
    resolve: ({ question, ...input }) => {
      if (single !== undefined) return { operation: single, input: question === undefined ? input : { question, ...input } };
      const operation = question === undefined ? first : typeof question === 'string' ? named.get(question) : undefined;
      return {
        operation: operation ?? fail('invalid_input', { reason: `"question" must be one of: ${[...named.keys()].join(', ')}.` }),
        input,
      };
    },
  };
}
