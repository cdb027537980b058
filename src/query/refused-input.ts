import type { z } from 'zod';
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { Operation } from './operation.ts';

type Issue = z.core.$ZodIssue;

/** Throws `invalid_input` or `limit_out_of_range`: the first issue as a sentence that names the field and what it takes. */
export function refusedInput(operation: Operation, { issues }: z.ZodError, raw: unknown): never {
  const [first] = issues;
  if (first === undefined) return fail('invalid_input', { reason: 'The input is not valid.' });
  const issue = ofNearestChoice(first);
  const field = issue.path.join('.');
  if (issue.code === 'unrecognized_keys' && field === '') {
    const known = Object.keys(operation.input.shape).join(', ');
    return fail('invalid_input', { reason: `"${issue.keys.join('", "')}" is not a field of ${operation.name}. It takes: ${known}.` });
  }
  if (field === 'limit') {
    const value = (raw as { limit?: unknown }).limit;
    return fail('limit_out_of_range', { name: 'limit', value: String(value), min: 1, max: limits.rowsPerAnswerMax });
  }
  return fail('invalid_input', { reason: field === '' ? `${issue.message}.` : `"${field}": ${issue.message}.` });
}

/**
 * Where one of several forms would do (a value or a list of values), what is wrong with the form that was meant: the one that was read furthest,
 * and of those one of the right type. What is of no type that would do is told all of them.
 */
function ofNearestChoice(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const choices = issue.errors.flatMap(([first]) => (first === undefined ? [] : [ofNearestChoice(first)]));
  const furthest = Math.max(0, ...choices.map(({ path }) => path.length));
  const near = choices.filter(({ path }) => path.length === furthest);
  const meant = near.find(({ code }) => code !== 'invalid_type') ?? near[0];
  if (meant === undefined) return issue;
  const types = new Set(near.flatMap((choice) => (choice.code === 'invalid_type' ? [choice.expected] : [])));
  const message = meant.code === 'invalid_type' ? `Invalid input: expected ${[...types].join(' or ')}` : meant.message;
  return { ...meant, message, path: [...issue.path, ...meant.path] };
}
