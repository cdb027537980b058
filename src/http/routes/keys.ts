import { z } from 'zod';
import { limits } from '../../base/limits.ts';
import { scopes } from '../../service/backend.ts';
import { answerExamples } from '../reference/examples.ts';
import { parsed, type Route } from '../route.ts';
import { key } from '../schemas.ts';

const params = z.object({ id: z.string() });
const body = z.object({
  name: z.string().min(1).max(limits.keyNameCharsMax).describe('What it is for, to tell it from others'),
  scopes: z
    .array(z.enum(scopes))
    .min(1)
    .max(scopes.length)
    .default(['read'])
    .describe('read answers questions; admin also ingests, publishes and makes keys'),
});
const newKey = key.extend({ key: z.string().describe('The key itself. It is shown here and never again') });

export const keyRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/keys',
    scope: 'admin',
    id: 'keys',
    group: 'Keys',
    summary: 'All keys',
    description: 'Keys with their scopes, without their secrets.',
    data: z.array(key),
    example: { data: [answerExamples.key] },
    failures: [],
    handle: async (backend) => backend.keys(),
  },
  {
    method: 'POST',
    path: '/v1/keys',
    scope: 'admin',
    id: 'createKey',
    group: 'Keys',
    summary: 'Make a key',
    description: 'The answer holds the key; only its digest is stored.',
    body,
    data: newKey,
    example: { body: { name: 'reports', scopes: ['read'] }, data: answerExamples.newKey },
    failures: [],
    handle: async (backend, asked) => {
      const { name, scopes } = parsed(body, asked.body);
      return backend.createKey(name, scopes);
    },
  },
  {
    method: 'DELETE',
    path: '/v1/keys/{id}',
    scope: 'admin',
    id: 'revokeKey',
    group: 'Keys',
    summary: 'Revoke a key',
    description: 'Calls with it are refused from now on.',
    params,
    data: key,
    example: { params: { id: 'key-2' }, data: answerExamples.revokedKey },
    failures: ['not_found'],
    handle: async (backend, asked) => backend.revokeKey(parsed(params, asked.params).id),
  },
];
