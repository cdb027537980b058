/**
 * The tool for an agent that was told `not_looked`: it starts a job that looks, and is called again with the job's id until that has
 * ended. Offered only to who may start jobs.
 */
import type { CallToolResult } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { Caller } from '../meter/call.ts';
import type { Backend, JobView } from '../service/backend.ts';
import { jobInput } from '../service/job-input.ts';
import { facts } from './call.ts';
import { shown } from './rows.ts';
import type { JsonSchema } from './tools.ts';

export const lookTool = {
  name: 'look',
  description: 'Fetch pages now: crawl urls, verify or recrawl links to a target. Then poll with job_id.',
  inputSchema: {
    type: 'object',
    properties: {
      action: { enum: ['crawl', 'verify', 'recrawl'] },
      urls: { type: 'array' },
      target: {},
      limit: {},
      job_id: {},
    },
  } satisfies JsonSchema,
} as const;

const input = z.strictObject({
  action: z.enum(['crawl', 'verify', 'recrawl']).optional(),
  urls: z.array(z.string()).optional(),
  target: z.string().optional(),
  limit: z.int().min(1).optional(),
  job_id: z.string().optional(),
});

export function mayLook(caller: Caller | null): boolean {
  return caller === null || caller.holder.scopes.some((scope) => scope === 'ingest' || scope === 'admin');
}

/** Starts a job, or says how one stands. Throws `invalid_input`, and what starting throws. */
export async function look(backend: Backend, args: unknown, caller: Caller | null): Promise<CallToolResult> {
  const { data } = input.safeParse(args);
  if (data === undefined || (data.action === undefined) === (data.job_id === undefined))
    return fail('invalid_input', { reason: 'Give "action" with "urls" or "target" to start looking, or "job_id" alone to poll.' });
  const account = caller?.holder.account;
  const { job_id: id } = data;
  return told(id === undefined ? await started(backend, data, account) : await backend.job(id, ownOnly(caller)));
}

/** An administrator sees the jobs of all. */
function ownOnly(caller: Caller | null): string | undefined {
  return caller === null || caller.holder.scopes.includes('admin') ? undefined : caller.holder.account;
}

async function started(
  backend: Backend,
  { action, urls, target, limit }: z.output<typeof input>,
  account: string | undefined,
): Promise<JobView> {
  const asked = { ...(target !== undefined && { target }), refresh: true };
  // What is asked for is in the answers once a release is built of it.
  if (action === 'crawl') {
    const crawl = { urls, pages: limit ?? limits.mcpCrawlPagesDefault, refresh: true };
    return backend.startJob('crawl', jobInput('crawl', crawl), account);
  }
  if (action === 'verify')
    return backend.startJob('verify', jobInput('verify', { ...asked, ...(limit !== undefined && { limit }) }), account);
  return backend.startJob('recrawl', jobInput('recrawl', { ...asked, ...(limit !== undefined && { pages: limit }) }), account);
}

function told({ job_id, kind, status, progress, result, error }: JobView): CallToolResult {
  const lines = [`job_id: ${job_id}`, `${kind}: ${status}`];
  if (progress !== null && status === 'running')
    lines.push(`${progress.step}: ${progress.done} of ${shown(progress.total)} ${progress.unit}`);
  if (error !== null) lines.push(`${error.code}: ${error.message}`);
  const { each: _, ...counts } = { each: null, ...result };
  for (const [name, value] of Object.entries(counts)) lines.push(`${name}: ${shown(value)}`);
  if (status === 'queued' || status === 'running')
    lines.push('Call again with this job_id in some seconds; a host is asked once a second.');
  return facts({ job_id, kind, status, error, result: counts }, lines.join('\n'));
}
