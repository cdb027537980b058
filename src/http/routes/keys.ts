import { z } from 'zod';
import { limits } from '../../base/limits.ts';
import { keyRules } from '../../meter/keys.ts';
import { scopes } from '../../service/backend.ts';
import { answerExamples } from '../reference/examples.ts';
import { parsed, type Route } from '../route.ts';
import { key } from '../schemas.ts';

const params = z.object({ id: z.string() });
const name = z.string().min(1).max(limits.keyNameCharsMax).describe('What it is for, to tell it from others');
const rules = z.object({
  operations: keyRules.shape.operations.unwrap().optional(),
  daily_credits: keyRules.shape.daily_credits.unwrap().optional(),
  monthly_credits: keyRules.shape.monthly_credits.unwrap().optional(),
  requests_per_second: keyRules.shape.requests_per_second.unwrap().optional(),
  concurrent: keyRules.shape.concurrent.unwrap().optional(),
  tag: keyRules.shape.tag.unwrap().optional(),
  crawl_hosts: keyRules.shape.crawl_hosts.unwrap().optional(),
}).shape;
const expires_at = z.iso.datetime({ offset: true }).nullable().optional().describe('When it ends to be valid; null: never');
const body = z.object({
  name,
  scopes: z
    .array(z.enum(scopes))
    .min(1)
    .max(scopes.length)
    .default(['read'])
    .describe('read answers questions; ingest also ingests from public addresses and refreshes; admin does everything'),
  account: z.string().optional().describe('An account that has a key already, or the id of such a key; left out: a new account'),
  expires_at,
  ...rules,
});
const change = z.object({ name: name.optional(), expires_at, ...rules });
const rotation = z.object({
  grace_seconds: z.int().min(0).max(limits.keyGraceSecondsMax).default(0).describe('How long the old secret works beside the new one'),
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
    description: 'Keys with their scopes and limits, without their secrets.',
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
    example: { body: { name: 'reports', scopes: ['read'], monthly_credits: 500, tag: 'riverside' }, data: answerExamples.newKey },
    failures: ['not_found'],
    handle: async (backend, asked) => {
      const { name, scopes, account, expires_at, ...rules } = parsed(body, asked.body);
      return backend.createKey(name, scopes, { account, expires_at, rules });
    },
  },
  {
    method: 'POST',
    path: '/v1/keys/{id}',
    scope: 'admin',
    id: 'changeKey',
    group: 'Keys',
    summary: 'Change a key',
    description: 'Name, expiry and limits; what is left out stays, and null lifts a limit. The secret stays the same.',
    params,
    body: change,
    data: key,
    example: { params: { id: 'key-2' }, body: { monthly_credits: 1000 }, data: answerExamples.key },
    failures: ['not_found'],
    handle: async (backend, asked) => {
      const { name, expires_at, ...rules } = parsed(change, asked.body);
      return backend.changeKey(parsed(params, asked.params).id, { name, expires_at, rules });
    },
  },
  {
    method: 'POST',
    path: '/v1/keys/{id}/rotate',
    scope: 'admin',
    id: 'rotateKey',
    group: 'Keys',
    summary: 'Give a key a new secret',
    description: 'Id, account, scopes and limits stay. The answer holds the new key.',
    params,
    body: rotation,
    data: newKey,
    example: { params: { id: 'key-2' }, body: { grace_seconds: 3600 }, data: answerExamples.newKey },
    failures: ['not_found'],
    handle: async (backend, asked) => backend.rotateKey(parsed(params, asked.params).id, parsed(rotation, asked.body).grace_seconds),
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
