/**
 * The tool for an agent that was told `not_looked`, or is to keep watch: it starts a job that looks, and is called again with the job's id
 * until that has ended; it adds monitors and tells what they saw. Offered only to who may have something looked at.
 */
import type { CallToolResult } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { Caller } from '../meter/call.ts';
import type { Backend, JobView, MonitorEvent, MonitorView } from '../service/backend.ts';
import type { LookAsked, LookQuote } from '../service/bought-look.ts';
import { jobInput } from '../service/job-input.ts';
import type { Budget } from './budget.ts';
import { facts } from './call.ts';
import { shown } from './rows.ts';
import type { JsonSchema } from './tool-schema.ts';
import { inBlock, untrusted } from './untrusted.ts';

const actions = ['crawl', 'verify', 'recrawl', 'enrich', 'watch', 'monitors', 'events'] as const;

export const lookTool = {
  name: 'look',
  description:
    'Look now: crawl urls; verify, recrawl or (from Common Crawl) enrich links to a target. Poll with job_id. watch a target every so many hours; events of a monitor_id.',
  inputSchema: {
    type: 'object',
    properties: {
      action: { enum: actions },
      urls: { type: 'array', items: { type: 'string' } },
      target: { type: 'string', pattern: String.raw`^\S+$` },
      limit: { type: 'integer', minimum: 1 },
      job_id: { type: 'string' },
      hours: { type: 'integer', minimum: limits.recheckHoursMin, maximum: limits.recheckHoursMax },
      monitor_id: { type: 'string' },
      cursor: { type: 'string' },
      dry_run: { type: 'boolean' },
    },
    // A job is polled by its id alone.
    dependentSchemas: { job_id: { maxProperties: 1 } },
    minProperties: 1,
    additionalProperties: false,
  } satisfies JsonSchema,
} as const;

const input = z.strictObject({
  action: z.enum(actions).optional(),
  urls: z.array(z.string()).optional(),
  target: z.string().optional(),
  /** Pages, links or events. */
  limit: z.int().min(1).optional(),
  job_id: z.string().optional(),
  hours: z.int().min(limits.recheckHoursMin).max(limits.recheckHoursMax).optional(),
  monitor_id: z.string().optional(),
  cursor: z.string().optional(),
  dry_run: z.boolean().optional(),
});
type Given = z.output<typeof input>;

/** Starts a job, or says how one stands; watches, or tells what was seen. Throws `invalid_input`, and what each throws. */
export async function look(backend: Backend, args: unknown, caller: Caller | null, budget: Budget | null = null): Promise<CallToolResult> {
  const { data } = input.safeParse(args);
  if (data === undefined || (data.action === undefined) === (data.job_id === undefined))
    return fail('invalid_input', { reason: `Give "action" (${actions.join(', ')}) with what it needs, or "job_id" alone to poll.` });
  if (data.job_id !== undefined) return told(await backend.job(data.job_id, ownOnly(caller)));
  if (data.action === 'watch' || data.action === 'monitors' || data.action === 'events') return watched(backend, data, caller);
  const { action = 'crawl', ...given } = data;
  const started = await startedBy(backend, action, given, caller, budget);
  return 'dry_run' in started ? facts({ ...started }, lined(started)) : told(started);
}

/** An administrator, and the owner, sees the jobs of all. */
function ownOnly(caller: Caller | null): string | undefined {
  return isAdmin(caller) ? undefined : caller?.holder.account;
}

function isAdmin(caller: Caller | null): boolean {
  return caller === null || caller.holder.scopes.includes('admin');
}

async function startedBy(
  backend: Backend,
  action: LookAsked['action'] | 'recrawl',
  { urls, target, limit, dry_run }: Given,
  caller: Caller | null,
  budget: Budget | null,
): Promise<JobView | LookQuote> {
  // What is asked for is in the answers once a release is built of it.
  if (action === 'recrawl') {
    if (caller !== null && !caller.holder.scopes.some((scope) => scope !== 'read')) fail('forbidden', { scope: 'ingest' });
    const asked = { ...(target !== undefined && { target }), ...(limit !== undefined && { pages: limit }), refresh: true };
    return backend.startJob('recrawl', jobInput('recrawl', asked), caller?.holder.account);
  }
  const asked: LookAsked = { action, urls, target, pages: limit };
  const quote = (await backend.startLook({ ...asked, dry_run: true }, caller ?? undefined)) as LookQuote;
  if (dry_run === true) return quote;
  // Of a session with a budget the most that it can cost is gone when it starts: what it comes to is known when the session may be over.
  if (budget !== null && quote.charged) budget.take(quote.credits_at_most);
  return backend.startLook(asked, caller ?? undefined);
}

/** Monitors belong to the owner, so only an administrator sees and makes them. */
async function watched(
  backend: Backend,
  { action, target = '', limit, hours, monitor_id = '', cursor }: Given,
  caller: Caller | null,
): Promise<CallToolResult> {
  if (!isAdmin(caller)) return fail('forbidden', { scope: 'admin' });
  if (action === 'watch') {
    const { monitor_id: id } = await backend.addMonitor({ target, every_hours: hours, pages: limit });
    const monitor = (await backend.monitors()).filter((one) => one.monitor_id === id).map(withoutFeed)[0] ?? {};
    return facts({ ...monitor }, lined(monitor));
  }
  if (action === 'monitors') {
    const monitors = (await backend.monitors()).map(withoutFeed);
    const lines = monitors.map(
      ({ monitor_id: id, target: of, looked_at, recheck }) =>
        `${id}: ${of}, looked ${shown(looked_at)}, checked ${shown(recheck.checked_at)}, next ${shown(recheck.next_at)}, error ${shown(recheck.error)}`,
    );
    return facts({ monitors }, lines.join('\n') || 'There are none.');
  }
  const { events, cursor: next } = await backend.monitorEvents(
    monitor_id,
    cursor,
    Math.min(limit ?? limits.mcpRowsDefault, limits.rowsPerAnswerMax),
  );
  return eventsTold(events, next);
}

/** Neither the secret, which signs deliveries, nor the address of the feed, which opens it, is a model's to carry along. */
function withoutFeed({ feed: _feed, ...monitor }: MonitorView): Omit<MonitorView, 'feed'> {
  return monitor;
}

function lined(values: object): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}: ${shown(value)}`)
    .join('\n');
}

/** As many events as fit, and the cursor behind the last of them. */
function eventsTold(events: readonly MonitorEvent[], next: string): CallToolResult {
  const lines: string[] = [];
  let [chars, cursor] = [limits.mcpMarksChars, next];
  for (const { event_id, at, kind, data } of events) {
    const { backlink, before, ...others } = data;
    const { source_url, target_url, anchor, followed, lost_reason } = (backlink ?? others) as Readonly<Record<string, unknown>>;
    const says = backlink === undefined ? others : { source_url, target_url, anchor, followed, lost_reason, before };
    const [line = ''] = inBlock(`${event_id} ${at} ${kind} ${JSON.stringify(says).slice(0, limits.mcpValueCharsMax * 4)}`);
    chars += line.length + 1;
    if (chars > limits.mcpAnswerCharsMax) break;
    lines.push(line);
    cursor = String(event_id);
  }
  const text = lines.length === 0 ? 'None yet.' : untrusted(lines);
  return { content: [{ type: 'text', text: `${text}\ncursor: ${cursor}` }] };
}

function told({ job_id, kind, status, progress, result, error }: JobView): CallToolResult {
  const lines = [`job_id: ${job_id}`, `${kind}: ${status}`];
  if (progress !== null && status === 'running')
    lines.push(`${progress.step}: ${progress.done} of ${shown(progress.total)} ${progress.unit}`);
  if (error !== null) lines.push(`${error.code}: ${error.message}`);
  const { each: _, ...counts } = { each: null, ...result };
  if (Object.keys(counts).length > 0) lines.push(lined(counts));
  if (status === 'queued' || status === 'running')
    lines.push('Call again with this job_id in some seconds; a host is asked once a second.');
  return facts({ job_id, kind, status, error, result: counts }, lines.join('\n'));
}
