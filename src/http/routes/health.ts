import { z } from 'zod';
import { fail, toFailure } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import { operations } from '../../query/operations.ts';
import type { Backend } from '../../service/backend.ts';
import { answerExamples } from '../reference/examples.ts';
import type { Route } from '../route.ts';

const up = z.object({ version: z.string(), uptime_seconds: z.number() });
const ready = z.object({ release: z.int() });

export const healthRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/health',
    scope: null,
    id: 'health',
    group: 'Service',
    summary: 'The process is up',
    description: 'Says nothing of the index: see /ready.',
    data: up,
    example: { data: answerExamples.health },
    failures: [],
    handle: async (_, { version }) => ({ version, uptime_seconds: Math.round(process.uptime()) }),
  },
  {
    method: 'GET',
    path: '/ready',
    scope: null,
    id: 'ready',
    group: 'Service',
    summary: 'Questions can be answered',
    description: 'A release is live and the engine answers a question about it.',
    data: ready,
    example: { data: answerExamples.ready },
    failures: ['not_ready'],
    handle: async (backend) => ({ release: await lately(backend) }),
  },
];

const probes = new WeakMap<Backend, { readonly at: number; readonly answer: Promise<number> }>();

/** One probe serves all who ask within a second: nobody can keep the engine busy without a key. */
async function lately(backend: Backend): Promise<number> {
  const known = probes.get(backend);
  if (known !== undefined && performance.now() - known.at < limits.readyHoldsMs) return known.answer;
  const answer = probe(backend);
  probes.set(backend, { at: performance.now(), answer });
  return answer;
}

/** Asks the first question with its own example: what a release knows of that target does not matter, only that it answers. */
async function probe(backend: Backend): Promise<number> {
  const [question] = operations;
  if (question === undefined) return fail('not_ready', { reason: 'there is no question to ask' });
  try {
    return (await backend.ask(question.name, question.example)).release;
  } catch (thrown) {
    return fail('not_ready', { reason: toFailure(thrown).message }, thrown);
  }
}
