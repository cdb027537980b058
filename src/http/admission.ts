import type { FastifyReply } from 'fastify';
import type { KeyHolder } from '../meter/keys.ts';
import type { Admission } from '../meter/rate-limit.ts';
import type { Identity } from './identity.ts';

export type Admit = (holder: KeyHolder) => Admission;

/** Holds a key to its calls a second, and tells of it in the answer's head. The owner has no limit. Throws `rate_limited`. */
export function admit({ holder }: Identity, reply: FastifyReply, limit: Admit): void {
  if (holder === null) return;
  const { headers, refused } = limit(holder);
  if (headers !== null) reply.headers(headers);
  if (refused !== null) throw refused;
}

export const noLimit: Admit = () => ({ headers: null, refused: null });
