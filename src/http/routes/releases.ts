import { z } from 'zod';
import { answerExamples } from '../reference/examples.ts';
import type { Route } from '../route.ts';
import { index, release } from '../schemas.ts';

export const releaseRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/index',
    scope: 'read',
    id: 'index',
    group: 'Index',
    summary: 'What is in the index',
    description: 'Archives, captures and links ingested, and the release that questions are answered from (null before the first).',
    data: index,
    example: { data: answerExamples.index },
    failures: ['engine_failed'],
    handle: async (backend) => backend.index(),
  },
  {
    method: 'GET',
    path: '/v1/releases',
    scope: 'read',
    id: 'releases',
    group: 'Index',
    summary: 'The kept releases',
    description: 'Releases that a question can be pinned to with `release`, so that an answer can be repeated to the byte.',
    data: z.array(release),
    example: { data: [answerExamples.release] },
    failures: [],
    handle: async (backend) => backend.releases(),
  },
  {
    method: 'POST',
    path: '/v1/releases/rollback',
    scope: 'admin',
    id: 'rollback',
    group: 'Index',
    summary: 'Go back to the release before the live one',
    description: 'Questions are answered from the earlier release from now on. Nothing is dropped; answers the release that is live now.',
    data: release,
    example: { data: answerExamples.release },
    failures: ['no_release', 'no_earlier_release'],
    handle: async (backend) => backend.rollback(),
  },
];
