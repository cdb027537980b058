/**
 * What every surface talks to. `LocalBackend` answers from the data directory that this process owns; `RemoteBackend` asks
 * the process that owns it over its socket. A command behaves the same with either.
 */
import type { Progress } from '../base/progress.ts';
import type { Caller } from '../meter/call.ts';
import type { KeyChange, KeyOptions, KeyView, Scope } from '../meter/keys.ts';
import type { UsagePart } from '../meter/ledger.ts';
import type { Metered } from '../meter/question.ts';
import type { PriceList, ShownPrice } from '../meter/price.ts';
import type { CrawlResult } from '../pipeline/crawl.ts';
import type { EnrichResult } from '../pipeline/enrich-result.ts';
import type { IngestedSources } from '../pipeline/ingest-sources.ts';
import type { CrawlPlan } from '../pipeline/plan-crawl.ts';
import type { VerifyResult } from '../pipeline/verify.ts';
import { linkChangeKinds } from '../query/link-changes.ts';
import type { Evidence } from '../query/evidence.ts';
import type { ReleaseFacts } from '../store/releases.ts';
import type { AuditResult } from '../store/audit-results.ts';
import type { AuditInput, AuditQuote } from './audit-job.ts';
import type { LookAsked, LookQuote } from './bought-look.ts';
import type { VerdictInput } from './verdict-input.ts';
import type { Piece } from './whole-answer.ts';

export interface Backend {
  /**
   * Answers one question (query/operations.ts). `input` is what the user gave, not yet parsed, with the meter's controls (meter/call.ts).
   * Without a caller it is the owner's question, which is not metered.
   */
  ask(operation: string, input: unknown, signal?: AbortSignal, caller?: Caller): Promise<Metered>;
  /**
   * The whole answer of a list, piece by piece, as far as it can be paid (whole-answer.ts). `limit` of the input bounds all rows together.
   * What the first piece throws is thrown before anything is given.
   */
  whole(operation: string, input: unknown, signal?: AbortSignal, caller?: Caller): AsyncIterable<Piece>;
  /** What a whole answer costs, without asking it. */
  wholeQuote(operation: string, input: unknown, signal?: AbortSignal, caller?: Caller): Promise<Metered>;
  /** The record that proves a backlink. */
  evidence(id: string, release?: number): Promise<Evidence>;
  index(): Promise<IndexView>;
  /** What an ingest of a part of a crawl (`cc:...`) would fetch, store and take. */
  plan(source: string, megabitsPerSecond?: number, signal?: AbortSignal): Promise<CrawlPlan>;
  releases(): Promise<ReleaseView[]>;
  /** Points back to the release before the live one. */
  rollback(): Promise<ReleaseView>;
  /** Queues long work. One job that changes the index runs at a time, and one that asks it; the others wait their turn. `account`: on whose behalf; left out: the owner's. */
  startJob<Kind extends JobKind>(kind: Kind, input: JobInputs[Kind], account?: string): Promise<JobView>;
  /** Throws `not_found`. With `account`, jobs of others are not found either. */
  job(id: string, account?: string): Promise<JobView>;
  jobs(account?: string): Promise<JobView[]>;
  cancelJob(id: string): Promise<JobView>;
  /** Follows a job to its end, telling `progress`. An aborted signal cancels the job. Throws the job's failure. */
  followJob(id: string, progress: Progress, signal?: AbortSignal): Promise<JobView>;
  keys(): Promise<KeyView[]>;
  /** The key itself is in this answer and nowhere else. */
  createKey(name: string, scopes: readonly Scope[], options?: KeyOptions): Promise<NewKeyView>;
  changeKey(id: string, change: KeyChange): Promise<KeyView>;
  /** A new secret for the same key; the old one works for `graceSeconds` more. */
  rotateKey(id: string, graceSeconds: number): Promise<NewKeyView>;
  revokeKey(id: string): Promise<KeyView>;
  /** Gives credits to an account, named by its id or that of one of its keys. */
  deposit(deposit: DepositInput): Promise<BalanceView>;
  balance(account: string): Promise<BalanceView>;
  prices(): Promise<PricesView>;
  usage(wanted: UsageInput): Promise<UsageView>;
  /** Queues a look that a key buys, or says what it would cost. Of the owner, and of a key that may start jobs, it is a job like any other. */
  startLook(asked: LookAsked, caller?: Caller): Promise<JobView | LookQuote>;
  /** Queues an audit of many targets, or says what it would cost. */
  startAudit(asked: AuditInput, caller?: Caller): Promise<JobView | AuditQuote>;
  /** What an audit job has found so far, in the order of its targets, those behind place `after`. */
  auditResults(job: string, after: number, limit: number, account?: string): Promise<AuditResult[]>;
  /**
   * Queues a job that answers a question, or gives the one that does already, or has done so lately. `whole`: to its end, in pages of their own.
   * Throws what the question's input throws, and `insufficient_credits`.
   */
  startAnswer(operation: string, input: unknown, whole: boolean, caller?: Caller): Promise<JobView>;
  /** What a job answered: as the question does, or of a whole answer a page. Throws `answer_not_ready`, and the job's failure. */
  answerOf(job: string, page?: AnswerPage, account?: string): Promise<unknown>;
  /** The rows that a job answered, to their end. */
  answerPieces(job: string, account?: string): AsyncIterable<Piece>;
  /** Says verdicts in place of those before, all or none; one that says nothing is forgotten. */
  setVerdicts(given: readonly VerdictInput[]): Promise<{ readonly set: number; readonly removed: number }>;
  monitors(): Promise<MonitorView[]>;
  /** Watches a target from now on. The secret that signs deliveries is in this answer and nowhere else. */
  addMonitor(monitor: AddMonitor): Promise<NewMonitorView>;
  /** What is left out stays. */
  changeMonitor(id: string, change: ChangeMonitor): Promise<MonitorView>;
  /** Looks at its backlinks now, or gives the job that does so already. */
  checkMonitor(id: string): Promise<JobView>;
  /** With what it saw. */
  removeMonitor(id: string): Promise<MonitorView>;
  /** What a monitor saw behind `cursor`, oldest first. */
  monitorEvents(id: string, cursor?: string, limit?: number): Promise<MonitorEvents>;
  /** Its newest events, as a JSON Feed; `token` is that of its address. Throws `not_found`, for a wrong token too. */
  monitorFeed(id: string, token: string): Promise<MonitorFeed>;
  close(): Promise<void>;
}

/** Of a job that a key buys. */
interface Bought {
  /** The id of the key. */
  readonly paid_by?: string;
  /** Whom usage tells it is for. */
  readonly tag?: string;
}

/** Of a whole answer that a job made. */
export interface AnswerPage {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

/** What each kind of job takes and gives. */
export interface JobInputs {
  readonly ingest: {
    readonly sources: readonly string[];
    /** Name of the collection; default: what the archive says, else its file's name. */
    readonly crawl?: string;
    readonly keep_internal?: boolean;
    /** Removes archives that were fetched once they are in the index. */
    readonly drop_fetched?: boolean;
    /** A file of domains, for web graphs: only in-links of these are kept. */
    readonly targets?: string;
    /** Builds a release when the ingest is done. */
    readonly refresh?: boolean;
    /** The site that exports without a column for it list the links of. */
    readonly property?: string;
    /** Columns of exports that are not recognised: `source=COLUMN,target=COLUMN,...`. */
    readonly map?: readonly string[];
    /** `YYYY-MM-DD`: when exports whose rows have no dates were made; default: the date in the file's name, else the file's own. */
    readonly date?: string;
  };
  readonly refresh: { readonly full?: boolean };
  readonly crawl: {
    /** Where it begins. */
    readonly urls: readonly string[];
    /** Name of the collection; default: the host of the first address. */
    readonly crawl?: string;
    readonly pages?: number;
    readonly depth?: number;
    readonly hosts?: 'seed' | 'any';
    readonly delay_seconds?: number;
    readonly refresh?: boolean;
  } & Bought;
  readonly enrich: {
    readonly target: string;
    /** The strongest first; default: those that only the web graph knows to link to the target. */
    readonly domains?: readonly string[];
    readonly top?: number;
    readonly records?: number;
    /** Default: the newest. */
    readonly crawl?: string;
    readonly dry_run?: boolean;
    /** Builds a release when links were ingested. */
    readonly refresh?: boolean;
  } & Bought;
  /** One of `target`, `ids` and `links`. */
  readonly verify: {
    /** Its backlinks, those verified longest ago first. */
    readonly target?: string;
    /** Backlinks of the live release. */
    readonly ids?: readonly string[];
    /** Links by their ends, in the index or not. */
    readonly links?: readonly { readonly source_url: string; readonly target: string }[];
    /** Backlinks of the target at most. */
    readonly limit?: number;
    readonly delay_seconds?: number;
    readonly refresh?: boolean;
  } & Bought;
  readonly recrawl: {
    /** Only pages that link to it. */
    readonly target?: string;
    readonly pages?: number;
    /** Every page whose newest capture is older, instead of those that are due by their authority. */
    readonly older_than_days?: number;
    readonly delay_seconds?: number;
    readonly refresh?: boolean;
  };
  /** Looks again at the backlinks of a monitor's target; started by its schedule. */
  readonly recheck: {
    readonly monitor: string;
    /** ISO 8601; what is due is reckoned from here, so that a job that is taken up again asks for the same pages. */
    readonly at: string;
  };
  readonly audit: {
    readonly targets: readonly string[];
    /** Of all of them; default: the nearest of each. */
    readonly competitors?: readonly string[];
    readonly since_release?: number;
    /** That all are audited in. */
    readonly release: number;
    /** The id of the key that pays; left out: the owner, who does not. */
    readonly key?: string;
  };
  readonly answer: {
    readonly operation: string;
    /** The question, without its limit and what it may cost. */
    readonly input: Readonly<Record<string, unknown>>;
    /** Rows that are wanted at most. */
    readonly rows: number;
    /** To its end, in pages of their own, and not as one answer. */
    readonly whole: boolean;
    readonly release: number;
    /** What it may cost, and whom it is for. */
    readonly controls?: Readonly<Record<string, unknown>>;
    /** The id of the key that pays; left out: the owner, who does not. */
    readonly key?: string;
  };
}
export type JobKind = keyof JobInputs;

export interface JobResults {
  readonly answer: {
    readonly operation: string;
    readonly release: number;
    readonly rows: number;
    /** Of the question, whatever was wanted; null when it tells none. */
    readonly total: number | null;
    /** Why it ends where it does: all rows are there, as many as were asked for, or as many as could be paid. */
    readonly reason: 'complete' | 'limit' | 'credits';
    /** Where the question goes on. */
    readonly cursor: string | null;
    readonly credits: number;
  };
  readonly audit: { readonly release: number; readonly targets: number; readonly failed: number; readonly credits: number };
  readonly recheck: Pick<VerifyResult, 'crawl' | 'pages' | 'links'>;
  readonly ingest: IngestedSources;
  readonly refresh: { readonly release: number; readonly built: boolean; readonly facts: ReleaseFacts };
  readonly crawl: CrawlResult;
  readonly enrich: EnrichResult;
  readonly verify: VerifyResult;
  /** `crawl` is null when no page was due. */
  readonly recrawl: { readonly due: number; readonly crawl: CrawlResult | null };
}

export interface JobView {
  readonly job_id: string;
  readonly kind: JobKind;
  readonly status: 'queued' | 'running' | 'complete' | 'failed' | 'cancelled';
  readonly input: JobInputs[JobKind];
  /** The newest progress; null before the first. */
  readonly progress: {
    readonly step: string;
    readonly done: number;
    readonly total: number | null;
    readonly unit: string;
    readonly counts: Readonly<Record<string, number>>;
    readonly per_second: number | null;
    readonly seconds_left: number | null;
  } | null;
  readonly result: JobResults[JobKind] | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly ended_at: string | null;
}

export interface ReleaseView {
  readonly release: number;
  readonly live: boolean;
  readonly as_of: string;
  readonly published_at: string | null;
  readonly facts: ReleaseFacts;
}

/** What is in the index, ingested and published. */
export interface IndexView {
  readonly version: string;
  readonly live_release: ReleaseView | null;
  readonly archives: number;
  readonly captures: number;
  readonly links: number;
  /** Archives ingested since the live release was built. */
  readonly archives_waiting: number;
}

export { scopes, type KeyView, type Scope } from '../meter/keys.ts';
export type NewKeyView = KeyView & { readonly key: string };

export interface DepositInput {
  /** An account, or a key of it. */
  readonly to: string;
  readonly credits: number;
  /** `promotional`: a gift (the default); `payments`: paid for. */
  readonly from?: 'promotional' | 'payments' | undefined;
  /** Names the payment: the same one is posted once, however often it is told. */
  readonly reference?: string | undefined;
  readonly note?: string | undefined;
}

export interface BalanceView {
  readonly account: string;
  /** null while credits are not counted. */
  readonly credits_remaining: number | null;
}

export interface PricesView {
  /** Whether calls are charged. */
  readonly charged: boolean;
  readonly version: string;
  readonly credit: PriceList['credit'];
  readonly operations: readonly ShownPrice[];
}

export interface UsageInput {
  /** An account or a key of it; left out: all. */
  readonly account?: string | undefined;
  /** Days, both included: `2026-11-01`. */
  readonly from: string;
  readonly to: string;
  readonly by: readonly UsagePart[];
  readonly tag?: string | undefined;
}

export interface UsageView {
  readonly from: string;
  readonly to: string;
  readonly tag: string | null;
  readonly rows: readonly (Readonly<Record<UsagePart, string | null>> & {
    readonly calls: number;
    readonly rows: number;
    readonly credits: number;
  })[];
  readonly calls: number;
  readonly credits: number;
  /** What the credits are in money, by today's price list. */
  readonly money: { readonly amount: number; readonly currency: string };
}

export interface AddMonitor {
  readonly target: string;
  /** Default: the target. */
  readonly name?: string | undefined;
  /** Where events are delivered to. */
  readonly webhook?: string | undefined;
  /** Addresses that get a digest of each look that saw something. */
  readonly mail?: readonly string[] | undefined;
  /** Hours between two rechecks; left out: it compares releases and fetches nothing itself. */
  readonly every_hours?: number | undefined;
  /** Source pages that a recheck asks for at most. */
  readonly pages?: number | undefined;
}

export interface ChangeMonitor extends Omit<AddMonitor, 'target' | 'webhook' | 'every_hours'> {
  /** null: none. */
  readonly webhook?: string | null | undefined;
  readonly every_hours?: number | null | undefined;
}

export interface MonitorView {
  readonly monitor_id: string;
  readonly name: string;
  readonly target: string;
  readonly webhook: string | null;
  readonly mail: readonly string[];
  /** Path of its feed, which whoever has it can read. */
  readonly feed: string;
  /** The release that was looked at last; null before the first look. */
  readonly release: number | null;
  readonly looked_at: string | null;
  /** Why the last look at a release failed; null: it did not. */
  readonly look_error: string | null;
  /** Hours between two rechecks; null: only releases are looked at. */
  readonly every_hours: number | null;
  readonly pages: number;
  readonly recheck: {
    /** When the next one is due; null: never. */
    readonly next_at: string | null;
    /** The job of one that waits or runs. */
    readonly job_id: string | null;
    /** Of the last one that looked; null before the first. */
    readonly checked_at: string | null;
    readonly pages: number | null;
    /** What its pages showed of the links, each counted once. */
    readonly links: VerifyResult['links'] | null;
    /** Why the last one failed; null: it did not. */
    readonly error: string | null;
  };
  readonly created_at: string;
  readonly deliveries: { readonly waiting: number; readonly failed: number; readonly last_error: string | null };
}

export type NewMonitorView = MonitorView & { readonly secret: string };

/**
 * What a look saw: a change of a link, how things stood at the first look (`baseline`), that there were more changes than are named
 * (`more`), that many weak domains link at once (`burst`).
 */
export const monitorEventKinds = [...linkChangeKinds, 'baseline', 'more', 'burst'] as const;

export interface MonitorEvent {
  /** Counts up; a receiver that has seen it has seen the event. */
  readonly event_id: number;
  readonly kind: (typeof monitorEventKinds)[number];
  readonly release: number;
  readonly at: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface MonitorEvents {
  readonly monitor_id: string;
  readonly events: readonly MonitorEvent[];
  /** Ask with it for what comes after these. */
  readonly cursor: string;
}

/** A JSON Feed, with the two fields that Atom needs beside. */
export interface MonitorFeed {
  readonly version: 'https://jsonfeed.org/version/1.1';
  readonly title: string;
  readonly description: string;
  readonly language: 'en';
  readonly updated: string;
  readonly id: string;
  readonly items: readonly {
    readonly id: string;
    readonly url?: string | undefined;
    readonly title: string;
    readonly content_text: string;
    readonly date_published: string;
    readonly tags: readonly string[];
  }[];
}
