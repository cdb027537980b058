/**
 * Looking that a key buys: a crawl of its own hosts, a check of backlinks, an enrichment. Each has a bound of pages, an account has few of
 * them open, and only hosts that the operator gave the key are crawled; nothing else decides where a customer makes this machine go.
 */
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { addressOf } from '../model/url.ts';
import type { Caller } from '../meter/call.ts';
import type { KeyHolder, Keys } from '../meter/keys.ts';
import { pricedWorks, type PricedWork } from '../meter/priced-work.ts';
import { targetOf } from '../query/target.ts';
import type { Meter } from '../meter/meter.ts';
import { costOf, toCredits } from '../meter/price.ts';
import type { JobInputs, JobResults, JobView } from './backend.ts';
import { jobInput } from './job-input.ts';
import type { Jobs, JobRunners } from './jobs.ts';

export interface LookAsked {
  readonly action: PricedWork['name'];
  /** crawl: where it begins. */
  readonly urls?: readonly string[] | undefined;
  readonly depth?: number | undefined;
  /** verify: whose backlinks; enrich: what links are wanted to. */
  readonly target?: string | undefined;
  /** verify: backlinks by id, instead. */
  readonly ids?: readonly string[] | undefined;
  /** enrich: domains to look at, instead of those that only the web graph knows. */
  readonly domains?: readonly string[] | undefined;
  /** Pages, or records, that are fetched at most. */
  readonly pages?: number | undefined;
  readonly dry_run?: boolean | undefined;
  readonly max_credits?: number | undefined;
  readonly tag?: string | undefined;
}

/** What a look would cost at most. */
export interface LookQuote {
  readonly dry_run: true;
  readonly action: PricedWork['name'];
  readonly pages_at_most: number;
  readonly credits_at_most: number;
  readonly price_list: string;
  readonly charged: boolean;
}

/** Whether a key may have something looked at: for nothing with a scope for jobs, else where it pays. */
export function mayLook(holder: KeyHolder | null, charges: boolean): boolean {
  return holder === null || startsJobs(holder) || (charges && holder.scopes.includes('read'));
}

function startsJobs({ scopes }: KeyHolder): boolean {
  return scopes.includes('ingest') || scopes.includes('admin');
}

interface Place {
  readonly meter: Meter;
  readonly jobs: Jobs;
}

/** Throws `forbidden`, `operation_not_allowed`, `host_not_yours`, `too_many_looks`, what the input throws, and what is thrown for want of credits. */
export async function startLook({ meter, jobs }: Place, asked: LookAsked, caller: Caller | null): Promise<JobView | LookQuote> {
  const { action } = asked;
  const holder = caller?.holder ?? null;
  if (!mayLook(holder, meter.charges)) fail('forbidden', { scope: 'ingest' });
  if (asked.target !== undefined) targetOf(asked.target);
  const pages = asked.pages ?? limits.boughtPagesDefault;
  const payer = holder === null || startsJobs(holder) ? null : holder;
  if (payer !== null) mayBuy(payer, asked, pages);
  const input = inputOf(asked, pages, payer);
  const most = costOf(meter.prices, pricedWorks[action], { rows: pages, targets: 0 });
  if (asked.dry_run === true) {
    const charged = payer !== null;
    return { dry_run: true, action, pages_at_most: pages, credits_at_most: toCredits(most), price_list: meter.prices.version, charged };
  }
  const account = holder?.account;
  if (payer === null || caller === null) return jobs.add(action, input, account);
  if (asked.max_credits !== undefined && toCredits(most) > asked.max_credits)
    fail('over_budget', { required_credits: toCredits(most), max_credits: asked.max_credits });
  if (jobs.list(account).filter(({ status }) => status === 'queued' || status === 'running').length >= limits.boughtLooksOpenMax)
    fail('too_many_looks', { max: limits.boughtLooksOpenMax });
  // Told now what would else be found out when its turn comes.
  await meter.canPay(caller, most);
  return jobs.add(action, input, account);
}

function mayBuy(holder: KeyHolder, { action, urls = [], ids = [] }: LookAsked, pages: number): void {
  if (holder.operations !== null && !holder.operations.includes(action))
    fail('operation_not_allowed', { operation: action, allowed: holder.operations.join(', ') });
  if (pages > limits.boughtPagesMax) fail('limit_out_of_range', { name: 'pages', value: pages, min: 1, max: limits.boughtPagesMax });
  if (ids.length > pages) fail('limit_out_of_range', { name: 'ids', value: ids.length, min: 1, max: pages });
  if (action !== 'crawl') return;
  const own = holder.crawl_hosts ?? [];
  const elsewhere = urls.find((url) => !isOn(own, url));
  if (elsewhere !== undefined)
    fail('host_not_yours', { url: elsewhere.slice(0, 200), allowed: own.length === 0 ? 'none' : own.join(', ') });
}

/** On one of these hosts, or below it. */
function isOn(own: readonly string[], url: string): boolean {
  const host = addressOf(url)?.host;
  return host !== undefined && own.some((one) => host === one.toLowerCase() || host.endsWith(`.${one.toLowerCase()}`));
}

/** As a job takes it. `pages` bounds what is fetched, whatever else is said. */
function inputOf(
  { action, urls, depth, target, ids, domains, tag }: LookAsked,
  pages: number,
  payer: KeyHolder | null,
): JobInputs[typeof action] {
  const paid = payer === null ? {} : { paid_by: payer.id, ...(tag !== undefined && { tag }) };
  if (action === 'crawl') return jobInput('crawl', { urls, depth, pages, hosts: 'seed', refresh: true, ...paid });
  if (action === 'verify') return jobInput('verify', { target, ids, limit: pages, refresh: true, ...paid });
  const records = Math.min(pages, limits.boughtRecordsOfDomain);
  return jobInput('enrich', { target, domains, top: Math.floor(pages / records), records, refresh: true, ...paid });
}

type BoughtRunners = { readonly [Name in PricedWork['name']]: JobRunners[Name] };

/** The runners of these jobs, where a job that a key pays for is charged for what it fetched; one that failed costs nothing. */
export function paidRunners(runners: BoughtRunners, { meter, keys }: { readonly meter: Meter; readonly keys: Keys }): BoughtRunners {
  const paid = <Name extends PricedWork['name']>(
    name: Name,
    fetched: (result: JobResults[Name]) => number,
    run: JobRunners[Name],
  ): JobRunners[Name] =>
    (async (input: JobInputs[Name], running: Parameters<JobRunners[Name]>[1]) => {
      if (input.paid_by === undefined) return run(input as never, running);
      const { holder, ended } = keys.holderOf(input.paid_by);
      if (ended) fail('not_found', { what: 'The key that pays for this job' });
      return meter.work({
        work: pricedWorks[name],
        caller: { holder, requestId: running.job, idempotencyKey: running.job },
        most: mostOf(name, input),
        tag: input.tag ?? null,
        signal: running.signal,
        run: async () => {
          const result = await run(input as never, running);
          return { result, fetched: fetched(result) };
        },
      });
    }) as JobRunners[Name];
  return {
    crawl: paid('crawl', ({ captures }) => captures, runners.crawl),
    verify: paid('verify', ({ pages }) => pages, runners.verify),
    enrich: paid('enrich', ({ records_fetched }) => records_fetched, runners.enrich),
  };
}

function mostOf(name: PricedWork['name'], input: JobInputs[PricedWork['name']]): number {
  if (name === 'crawl') return (input as JobInputs['crawl']).pages ?? 0;
  if (name === 'verify') return (input as JobInputs['verify']).limit ?? 0;
  const { top = 0, records = 0 } = input as JobInputs['enrich'];
  return top * records;
}
