import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { Progress } from '../base/progress.ts';
import type { Caller } from '../meter/call.ts';
import type { KeyChange, KeyOptions } from '../meter/keys.ts';
import type { Metered, Question } from '../meter/question.ts';
import { shownPrices, toCredits } from '../meter/price.ts';
import { planCrawl, type CrawlPlan } from '../pipeline/plan-crawl.ts';
import { ask, chosenRelease } from '../query/ask.ts';
import { evidenceOf, type Evidence } from '../query/evidence.ts';
import { expectedRows } from '../query/expected-rows.ts';
import type { Operation } from '../query/operation.ts';
import { operationNamed } from '../query/operations.ts';
import { keptReleases, liveRelease, readable, releaseById, rollbackRelease } from '../store/releases.ts';
import { depositFor, usageFor } from './account-views.ts';
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
import { indexView, releaseView } from './index-view.ts';
import type { Instance } from './instance.ts';
import { answerJobInput } from './answer-job.ts';
import { answerPage, answerPieces } from './job-answer.ts';
import { auditJobInput, auditQuote, type AuditInput, type AuditQuote } from './audit-job.ts';
import { startLook, type LookAsked, type LookQuote } from './bought-look.ts';
import type { Accounts } from '../store/accounts.ts';
import { keptAnswerOf } from '../store/answers-of-jobs.ts';
import { auditResults, type AuditResult } from '../store/audit-results.ts';
import { verdictGiven, type VerdictInput } from './verdict-input.ts';
import { setVerdicts } from '../store/verdicts.ts';
import { wholeAnswer, wholeQuote, type Piece, type WholeAsked } from './whole-answer.ts';

/** Answers from the data directory that this process owns. Closing it closes the instance. */
export class LocalBackend implements Backend {
  readonly #instance: Instance;

  constructor(instance: Instance) {
    this.#instance = instance;
  }

  async ask(name: string, given: unknown, signal?: AbortSignal, caller?: Caller): Promise<Metered> {
    const { meter } = this.#instance;
    const operation = operationNamed(name);
    return meter.ask({ operation, given, caller: caller ?? null, signal, ...this.#questionOf(operation, signal) });
  }

  whole(name: string, given: unknown, signal?: AbortSignal, caller?: Caller): AsyncIterable<Piece> {
    return wholeAnswer(this.#wholeOf(name, given, signal, caller));
  }

  async wholeQuote(name: string, given: unknown, signal?: AbortSignal, caller?: Caller): Promise<Metered> {
    return wholeQuote(this.#wholeOf(name, given, signal, caller));
  }

  #wholeOf(name: string, given: unknown, signal: AbortSignal | undefined, caller: Caller | undefined): WholeAsked {
    const operation = operationNamed(name);
    const question = this.#questionOf(operation, signal, limits.rowsPerPieceMax);
    return { meter: this.#instance.meter, operation, given, caller: caller ?? null, signal, question };
  }

  #questionOf(
    operation: Operation,
    signal: AbortSignal | undefined,
    rowsMax?: number,
  ): Pick<Question, 'answer' | 'release' | 'expectedRows'> {
    const { engine, accounts } = this.#instance;
    return {
      answer: async (input) => ask(engine, accounts, operation, input, signal, { rowsMax }),
      release: (input) => chosenRelease(accounts, input).id,
      expectedRows: async (input, limit, rowsReadMax) =>
        expectedRows(engine, accounts, operation, { input, limit, ...(rowsReadMax && { rowsReadMax }), ...(signal && { signal }) }),
    };
  }

  async evidence(id: string, release?: number): Promise<Evidence> {
    const { engine, accounts, commonCrawl } = this.#instance;
    const chosen = readable(release === undefined ? (liveRelease(accounts) ?? fail('no_release')) : releaseById(accounts, release));
    return evidenceOf({ engine, accounts, release: chosen }, id, (address, offset, length) => commonCrawl.rangeAt(address, offset, length));
  }

  async index(): Promise<IndexView> {
    return indexView(this.#instance.accounts);
  }

  async plan(source: string, megabitsPerSecond?: number, signal?: AbortSignal): Promise<CrawlPlan> {
    const { engine, accounts, commonCrawl, folder, config } = this.#instance;
    return planCrawl(source, {
      engine,
      accounts,
      commonCrawl,
      folder: folder.path,
      ...(config.workers !== undefined && { workers: config.workers }),
      ...(megabitsPerSecond !== undefined && { megabitsPerSecond }),
      ...(signal && { signal }),
    });
  }

  async releases(): Promise<ReleaseView[]> {
    const { accounts } = this.#instance;
    const live = liveRelease(accounts)?.id;
    return keptReleases(accounts).map((release) => releaseView(release, live));
  }

  async rollback(): Promise<ReleaseView> {
    const release = rollbackRelease(this.#instance.accounts);
    return releaseView(release, release.id);
  }

  async startJob<Kind extends JobKind>(kind: Kind, input: JobInputs[Kind], account?: string): Promise<JobView> {
    return this.#instance.jobs.add(kind, input, account);
  }

  async job(id: string, account?: string): Promise<JobView> {
    return this.#instance.jobs.view(id, account);
  }

  async jobs(account?: string): Promise<JobView[]> {
    return this.#instance.jobs.list(account);
  }

  async cancelJob(id: string): Promise<JobView> {
    return this.#instance.jobs.cancel(id);
  }

  async followJob(id: string, progress: Progress, signal?: AbortSignal): Promise<JobView> {
    return this.#instance.jobs.follow(id, progress, signal);
  }

  async keys(): Promise<KeyView[]> {
    return this.#instance.keys.list();
  }

  async createKey(name: string, scopes: readonly Scope[], options?: KeyOptions): Promise<NewKeyView> {
    return this.#instance.keys.create(name, scopes, options);
  }

  async changeKey(id: string, change: KeyChange): Promise<KeyView> {
    return this.#instance.keys.change(id, change);
  }

  async rotateKey(id: string, graceSeconds: number): Promise<NewKeyView> {
    return this.#instance.keys.rotate(id, graceSeconds);
  }

  async revokeKey(id: string): Promise<KeyView> {
    return this.#instance.keys.revoke(id);
  }

  async deposit(deposit: DepositInput): Promise<BalanceView> {
    return depositFor(this.#instance, deposit);
  }

  async balance(id: string): Promise<BalanceView> {
    const { keys, meter } = this.#instance;
    const account = keys.accountOf(id);
    return { account, credits_remaining: meter.charges ? toCredits(await meter.ledger.balance(account)) : null };
  }

  async prices(): Promise<PricesView> {
    const { charges, prices } = this.#instance.meter;
    return { charged: charges, version: prices.version, credit: prices.credit, operations: shownPrices(prices) };
  }

  async usage(wanted: UsageInput): Promise<UsageView> {
    return usageFor(this.#instance, wanted);
  }

  async startLook(asked: LookAsked, caller?: Caller): Promise<JobView | LookQuote> {
    return startLook(this.#instance, asked, caller ?? null);
  }

  async startAudit(asked: AuditInput, caller?: Caller): Promise<JobView | AuditQuote> {
    const { accounts, jobs, meter } = this.#instance;
    const input = auditJobInput(accounts, asked, caller ?? null);
    if (asked.dry_run === true) return auditQuote(meter, input, caller ?? null);
    return jobs.add('audit', input, caller?.holder.account);
  }

  async auditResults(job: string, after: number, limit: number, account?: string): Promise<AuditResult[]> {
    return auditResults(this.#instance.accounts, this.#instance.jobs.view(job, account).job_id, after, limit);
  }

  async startAnswer(name: string, given: unknown, whole: boolean, caller?: Caller): Promise<JobView> {
    const { accounts, jobs, meter } = this.#instance;
    const input = await answerJobInput({ accounts, meter }, operationNamed(name), given, whole, caller ?? null);
    const account = caller?.holder.account;
    const same = jobs.answering(input, account);
    const isThere = same !== null && (same.status !== 'complete' || keptAnswerOf(accounts, same.job_id) !== null);
    return isThere ? same : jobs.add('answer', input, account);
  }

  async answerOf(job: string, page: AnswerPage = {}, account?: string): Promise<unknown> {
    return answerPage(this.#answers(), this.#instance.jobs.view(job, account), page);
  }

  async *answerPieces(job: string, account?: string): AsyncGenerator<Piece, void> {
    yield* answerPieces(this.#answers(), this.#instance.jobs.view(job, account));
  }

  #answers(): { accounts: Accounts; folder: string } {
    const { accounts, folder } = this.#instance;
    return { accounts, folder: folder.answers };
  }

  async setVerdicts(given: readonly VerdictInput[]): Promise<{ set: number; removed: number }> {
    return setVerdicts(this.#instance.accounts, given.map(verdictGiven));
  }

  async monitors(): Promise<MonitorView[]> {
    return this.#instance.monitors.list();
  }

  async addMonitor(monitor: AddMonitor): Promise<NewMonitorView> {
    const added = await this.#instance.monitors.add(monitor);
    this.#instance.schedule.wake();
    return added;
  }

  async changeMonitor(id: string, change: ChangeMonitor): Promise<MonitorView> {
    const changed = this.#instance.monitors.change(id, change);
    this.#instance.schedule.wake();
    return changed;
  }

  async checkMonitor(id: string): Promise<JobView> {
    return this.#instance.schedule.check(id);
  }

  async removeMonitor(id: string): Promise<MonitorView> {
    this.#instance.schedule.forget(id);
    return this.#instance.monitors.remove(id);
  }

  async monitorEvents(id: string, cursor?: string, limit?: number): Promise<MonitorEvents> {
    return this.#instance.monitors.events(id, cursor, limit);
  }

  async monitorFeed(id: string, token: string): Promise<MonitorFeed> {
    return this.#instance.monitors.feed(id, token);
  }

  async close(): Promise<void> {
    await this.#instance.close();
  }
}
