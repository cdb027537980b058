import type { z } from 'zod';
import { invalidField, Refused, statusOf, unknownFields } from './status.ts';

/** The tasks of a body: an array of objects. Throws Refused. */
export function tasksOf(body: unknown): Readonly<Record<string, unknown>>[] {
  if (body === undefined || body === null || (Array.isArray(body) && body.length === 0)) throw new Refused(statusOf('empty'));
  // A client that leaves the array out means one task.
  const tasks: unknown[] = Array.isArray(body) ? body : [body];
  if (tasks.length > 100) throw new Refused(statusOf('too_many_tasks'));
  return tasks.map((task) => {
    if (typeof task !== 'object' || task === null || Array.isArray(task)) throw new Refused(statusOf('invalid'));
    return task as Record<string, unknown>;
  });
}

/** One task as its endpoint takes it. Throws Refused, naming the field. */
export function parsedTask<Task extends z.ZodObject>(schema: Task, given: Readonly<Record<string, unknown>>): z.output<Task> {
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value !== undefined));
  const result = schema.strict().safeParse(said);
  if (result.success) return result.data as z.output<Task>;
  const [issue] = result.error.issues;
  if (issue === undefined) throw new Refused(statusOf('invalid'));
  if (issue.code === 'unrecognized_keys') throw new Refused(unknownFields(issue.keys));
  throw new Refused(invalidField(String(issue.path[0] ?? 'POST Data')));
}
