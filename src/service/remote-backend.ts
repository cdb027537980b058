import { Pool } from 'undici';
import { Failure, fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { Progress, ProgressEvent, ProgressNote } from '../base/progress.ts';
import type { Bill } from '../meter/call.ts';
import type { KeyChange, KeyOptions } from '../meter/keys.ts';
import type { Metered } from '../meter/question.ts';
import type { CrawlPlan } from '../pipeline/plan-crawl.ts';
import type { Evidence } from '../query/evidence.ts';
import { operationNamed } from '../query/operations.ts';
import type {
  AddMonitor,
  AnswerPage,
  Backend,
  BalanceView,
  ChangeMonitor,
  DepositInput,
  IndexView,
  JobInputs,
  JobKind,
  JobView,
  KeyView,
  MonitorEvents,
  MonitorFeed,
  MonitorView,
  NewKeyView,
  NewMonitorView,
  PricesView,
  ReleaseView,
  Scope,
  UsageInput,
  UsageView,
} from './backend.ts';
import type { DataFolder } from './data-folder.ts';
import type { AuditResult } from '../store/audit-results.ts';
import type { AuditInput, AuditQuote } from './audit-job.ts';
import type { LookAsked, LookQuote } from './bought-look.ts';
import type { VerdictInput } from './verdict-input.ts';
import { toldFailure } from './told-failure.ts';
import type { End, Piece } from './whole-answer.ts';

/** The envelopes of the HTTP API. */
type Envelope =
  | ({ readonly status: 'success'; readonly data: unknown } & Bill)
  | { readonly status: 'error'; readonly error: { readonly code: string; readonly message: string } };

/** One line of a job's events. */
type JobEvent =
  | ({ readonly event: 'progress'; readonly elapsed_ms: number } & Omit<ProgressEvent, 'elapsedMs'>)
  | ({ readonly event: 'note' } & ProgressNote)
  | { readonly event: 'end' };

/** The backend of the process that owns the data directory, or null when nobody answers on its socket. */
export async function connectOwner(folder: DataFolder): Promise<RemoteBackend | null> {
  const backend = new RemoteBackend(folder);
  if (await backend.answers()) return backend;
  await backend.close();
  return null;
}

/** Asks the owner through its socket file, in the HTTP API's own words. Failures arrive as they were thrown there. */
export class RemoteBackend implements Backend {
  readonly #pool: Pool;
  readonly #path: string;

  constructor(folder: DataFolder) {
    this.#path = folder.path;
    // A question is stopped by the owner long before; a job's events may pause for as long as its longest statement.
    this.#pool = new Pool('http://owner', {
      socketPath: folder.socket,
      connections: 4,
      headersTimeout: 2 * limits.questionMs,
      bodyTimeout: 0,
    });
  }

  /** Whether someone answers on the socket now. */
  async answers(): Promise<boolean> {
    try {
      const { body } = await this.#pool.request({ method: 'GET', path: '/health', signal: AbortSignal.timeout(limits.ownerAnswerMs) });
      await body.dump();
      return true;
    } catch {
      // No socket, nobody behind it, or no answer in time: what to make of that is decided by who asked.
      return false;
    }
  }

  async ask(operation: string, input: unknown, signal?: AbortSignal): Promise<Metered> {
    return metered(await this.#envelope('POST', pathOf(operation), notAsJob(input), signal));
  }

  async *whole(operation: string, input: unknown, signal?: AbortSignal): AsyncGenerator<Piece, void> {
    yield* this.#pieces(this.#lines('POST', `${pathOf(operation)}?format=ndjson`, notAsJob(input), signal));
  }

  /** Rows, and marks among them, as pieces. */
  async *#pieces(lines: AsyncIterable<unknown>): AsyncGenerator<Piece, void> {
    let rows: unknown[] = [];
    let ended = false;
    for await (const line of lines) {
      const mark = markIn(line);
      if (mark === null) rows.push(line);
      if (mark === null && rows.length < limits.rowsPerAnswerMax) continue;
      const end = mark !== null && 'reason' in mark ? mark : null;
      ended ||= end !== null;
      yield { rows, cursor: mark?.cursor ?? null, end };
      rows = [];
    }
    // The owner ended in the middle: what is missing must not look like an end.
    if (!ended) fail('owner_lost', { path: this.#path });
  }

  async wholeQuote(operation: string, input: unknown, signal?: AbortSignal): Promise<Metered> {
    return metered(await this.#envelope('POST', `${pathOf(operation)}?format=ndjson`, { ...(input as object), dry_run: true }, signal));
  }

  async evidence(id: string, release?: number): Promise<Evidence> {
    const pinned = release === undefined ? '' : `?release=${release}`;
    return (await this.#call('GET', `/v1/evidence/${encodeURIComponent(id)}${pinned}`)) as Evidence;
  }

  async index(): Promise<IndexView> {
    return (await this.#call('GET', '/v1/index')) as IndexView;
  }

  async plan(source: string, megabitsPerSecond?: number, signal?: AbortSignal): Promise<CrawlPlan> {
    const query = new URLSearchParams({ source });
    if (megabitsPerSecond !== undefined) query.set('megabits', String(megabitsPerSecond));
    return (await this.#envelope('GET', `/v1/plan?${query.toString()}`, undefined, signal)).data as CrawlPlan;
  }

  async releases(): Promise<ReleaseView[]> {
    return (await this.#call('GET', '/v1/releases')) as ReleaseView[];
  }

  async rollback(): Promise<ReleaseView> {
    return (await this.#call('POST', '/v1/releases/rollback')) as ReleaseView;
  }

  async startJob<Kind extends JobKind>(kind: Kind, input: JobInputs[Kind]): Promise<JobView> {
    return (await this.#call('POST', '/v1/jobs', { kind, ...input })) as JobView;
  }

  async job(id: string): Promise<JobView> {
    return (await this.#call('GET', `/v1/jobs/${encodeURIComponent(id)}`)) as JobView;
  }

  async jobs(): Promise<JobView[]> {
    return (await this.#call('GET', '/v1/jobs')) as JobView[];
  }

  async cancelJob(id: string): Promise<JobView> {
    return (await this.#call('POST', `/v1/jobs/${encodeURIComponent(id)}/cancel`)) as JobView;
  }

  async followJob(id: string, progress: Progress, signal?: AbortSignal): Promise<JobView> {
    let cancel = (): void => {};
    const notCancelled = new Promise<never>((_, reject) => (cancel = () => void this.cancelJob(id).catch(reject)));
    signal?.addEventListener('abort', cancel, { once: true });
    if (signal?.aborted === true) cancel();
    try {
      await Promise.race([this.#readEvents(id, progress), notCancelled]);
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
    const job = await this.job(id);
    if (job.error !== null) throw toldFailure(job.error.code, job.error.message);
    // The owner is going down and has put the job back for its next start.
    return job.status === 'complete' ? job : fail('owner_lost', { path: this.#path });
  }

  async keys(): Promise<KeyView[]> {
    return (await this.#call('GET', '/v1/keys')) as KeyView[];
  }

  async createKey(name: string, scopes: readonly Scope[], { rules, ...options }: KeyOptions = {}): Promise<NewKeyView> {
    return (await this.#call('POST', '/v1/keys', { name, scopes, ...options, ...rules })) as NewKeyView;
  }

  async changeKey(id: string, { rules, ...change }: KeyChange): Promise<KeyView> {
    return (await this.#call('POST', `/v1/keys/${encodeURIComponent(id)}`, { ...change, ...rules })) as KeyView;
  }

  async rotateKey(id: string, graceSeconds: number): Promise<NewKeyView> {
    return (await this.#call('POST', `/v1/keys/${encodeURIComponent(id)}/rotate`, { grace_seconds: graceSeconds })) as NewKeyView;
  }

  async revokeKey(id: string): Promise<KeyView> {
    return (await this.#call('DELETE', `/v1/keys/${encodeURIComponent(id)}`)) as KeyView;
  }

  async deposit(deposit: DepositInput): Promise<BalanceView> {
    return (await this.#call('POST', '/v1/credits', deposit)) as BalanceView;
  }

  async balance(account: string): Promise<BalanceView> {
    return (await this.#call('GET', `/v1/accounts/${encodeURIComponent(account)}/balance`)) as BalanceView;
  }

  async prices(): Promise<PricesView> {
    return (await this.#call('GET', '/v1/prices')) as PricesView;
  }

  async usage({ by, ...wanted }: UsageInput): Promise<UsageView> {
    const query = new URLSearchParams({ by: by.join(',') });
    for (const [name, value] of Object.entries(wanted)) if (value !== undefined) query.set(name, value);
    return (await this.#call('GET', `/v1/usage?${query.toString()}`)) as UsageView;
  }

  async startLook(asked: LookAsked): Promise<JobView | LookQuote> {
    return (await this.#call('POST', '/v1/looks', asked)) as JobView | LookQuote;
  }

  async startAudit(asked: AuditInput): Promise<JobView | AuditQuote> {
    return (await this.#call('POST', '/v1/audits', asked)) as JobView | AuditQuote;
  }

  async auditResults(job: string, after: number, limit: number): Promise<AuditResult[]> {
    const query = new URLSearchParams({ after: String(after), limit: String(limit) });
    return (await this.#call('GET', `/v1/audits/${encodeURIComponent(job)}?${query.toString()}`)) as AuditResult[];
  }

  async startAnswer(operation: string, input: unknown, whole: boolean): Promise<JobView> {
    const path = whole ? `${pathOf(operation)}?format=ndjson` : pathOf(operation);
    return (await this.#call('POST', path, { ...(input as object), as_job: true })) as JobView;
  }

  async answerOf(job: string, { cursor, limit }: AnswerPage = {}): Promise<unknown> {
    const query = new URLSearchParams({ ...(cursor !== undefined && { cursor }), ...(limit !== undefined && { limit: String(limit) }) });
    return this.#call('GET', `/v1/jobs/${encodeURIComponent(job)}/result?${query.toString()}`);
  }

  async *answerPieces(job: string): AsyncGenerator<Piece, void> {
    yield* this.#pieces(this.#lines('GET', `/v1/jobs/${encodeURIComponent(job)}/result?format=ndjson`));
  }

  async setVerdicts(given: readonly VerdictInput[]): Promise<{ set: number; removed: number }> {
    return (await this.#call('POST', '/v1/verdicts', { verdicts: given })) as { set: number; removed: number };
  }

  async monitors(): Promise<MonitorView[]> {
    return (await this.#call('GET', '/v1/monitors')) as MonitorView[];
  }

  async addMonitor(monitor: AddMonitor): Promise<NewMonitorView> {
    return (await this.#call('POST', '/v1/monitors', monitor)) as NewMonitorView;
  }

  async changeMonitor(id: string, change: ChangeMonitor): Promise<MonitorView> {
    return (await this.#call('POST', `/v1/monitors/${encodeURIComponent(id)}`, change)) as MonitorView;
  }

  async checkMonitor(id: string): Promise<JobView> {
    return (await this.#call('POST', `/v1/monitors/${encodeURIComponent(id)}/check`)) as JobView;
  }

  async removeMonitor(id: string): Promise<MonitorView> {
    return (await this.#call('DELETE', `/v1/monitors/${encodeURIComponent(id)}`)) as MonitorView;
  }

  async monitorEvents(id: string, cursor?: string, limit?: number): Promise<MonitorEvents> {
    const query = new URLSearchParams({ ...(cursor !== undefined && { cursor }), ...(limit !== undefined && { limit: String(limit) }) });
    return (await this.#call('GET', `/v1/monitors/${encodeURIComponent(id)}/events?${query.toString()}`)) as MonitorEvents;
  }

  async monitorFeed(id: string, token: string): Promise<MonitorFeed> {
    const query = new URLSearchParams({ token, format: 'data' });
    return (await this.#call('GET', `/v1/monitors/${encodeURIComponent(id)}/feed?${query.toString()}`)) as MonitorFeed;
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  async #call(method: Method, path: string, body?: unknown): Promise<unknown> {
    return (await this.#envelope(method, path, body)).data;
  }

  async #envelope(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<Success> {
    try {
      const answer = await this.#pool.request({ method, path, ...(body !== undefined && json(body)), ...(signal && { signal }) });
      return succeeded((await answer.body.json()) as Envelope);
    } catch (thrown) {
      throw this.#failure(thrown, signal);
    }
  }

  async #readEvents(id: string, progress: Progress): Promise<void> {
    for await (const line of this.#lines('GET', `/v1/jobs/${encodeURIComponent(id)}/events`)) tell(progress, line as JobEvent);
  }

  /** What stands in the lines of a stream. Who reads no further ends it. */
  async *#lines(method: Method, path: string, body?: unknown, signal?: AbortSignal): AsyncGenerator<unknown, void> {
    try {
      const answer = await this.#pool.request({
        method,
        path,
        headersTimeout: 0,
        ...(body !== undefined && json(body)),
        ...(signal && { signal }),
      });
      if (answer.statusCode !== 200) return void succeeded((await answer.body.json()) as Envelope);
      // Whoever reads to the end is told of errors; of one who reads no further it is meant.
      answer.body.on('error', () => {});
      for await (const line of linesOf(answer.body)) yield JSON.parse(line);
    } catch (thrown) {
      throw this.#failure(thrown, signal);
    }
  }

  #failure(thrown: unknown, signal?: AbortSignal): Failure {
    if (thrown instanceof Failure) return thrown;
    return signal?.aborted === true ? new Failure('cancelled', {}, thrown) : new Failure('owner_lost', { path: this.#path }, thrown);
  }
}

async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

function pathOf(operation: string): string {
  return `/v1/backlinks/${operationNamed(operation).name}`;
}

/** What is too much for a question is refused, and not begun as a job: whoever asked decides about that. */
function notAsJob(input: unknown): object {
  return { ...(input as object), as_job: false };
}

function metered({ data, credits_used, credits_remaining, cached, truncated }: Success): Metered {
  const { release } = data as { readonly release: number };
  return { release, data, bill: { credits_used, credits_remaining, cached, ...(truncated && { truncated }) } };
}

/** What a line of a whole answer says that is no row (service/row-formats.ts). */
function markIn(line: unknown): End | { readonly rows: number; readonly cursor: string | null } | null {
  const { stream, ...rest } = line as { readonly stream?: End };
  return stream !== undefined && Object.keys(rest).length === 0 ? stream : null;
}

type Method = 'GET' | 'POST' | 'DELETE';

function json(body: unknown): { headers: Record<string, string>; body: string } {
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

type Success = Extract<Envelope, { status: 'success' }>;

function succeeded(envelope: Envelope): Success {
  if (envelope.status === 'success') return envelope;
  throw toldFailure(envelope.error.code, envelope.error.message);
}

function tell(progress: Progress, event: JobEvent): void {
  if (event.event === 'progress') {
    const { task, step, done, total, unit, counts } = event;
    progress.update({ task, step, done, total, unit, counts, elapsedMs: event.elapsed_ms });
  } else if (event.event === 'note') {
    progress.note({ level: event.level, text: event.text, ...(event.fields && { fields: event.fields }) });
  }
}
