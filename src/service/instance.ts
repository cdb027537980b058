import { mkdirSync, rmSync } from 'node:fs';
import type { Config } from '../base/config.ts';
import { ingestSources } from '../pipeline/ingest-sources.ts';
import { exportMapping } from '../sources/exports/export-mapping.ts';
import { refresh } from '../pipeline/refresh.ts';
import { crawlRunners } from './crawl-runners.ts';
import { Keys } from '../meter/keys.ts';
import { Meter } from '../meter/meter.ts';
import { readPrices } from '../meter/price.ts';
import { RateLimit } from '../meter/rate-limit.ts';
import { SqliteLedger } from '../meter/sqlite-ledger.ts';
import { CommonCrawl, type CommonCrawlPlace } from '../sources/common-crawl/storage.ts';
import { createGuard } from '../sources/guard.ts';
import { openAccounts, openLedgerConnection, type Accounts } from '../store/accounts.ts';
import { dropUncommitted } from '../store/batches.ts';
import { openEmbedded } from '../store/embedded.ts';
import type { Engine } from '../store/engine.ts';
import { migrate } from '../store/migrate.ts';
import { dropUnfinished } from '../store/releases.ts';
import { runAnswer } from './answer-job.ts';
import { runAudit } from './audit-job.ts';
import { paidRunners } from './bought-look.ts';
import { CallLog } from './call-log.ts';
import { dataFolder, prepareDataFolder, type DataFolder } from './data-folder.ts';
import { takeLock } from './directory-lock.ts';
import { graphDomainsOf, runEnrich } from './enrich-job.ts';
import { Deliveries } from './monitors/deliveries.ts';
import { Monitors } from './monitors/monitors.ts';
import { MonitorStore } from './monitors/monitor-store.ts';
import { Schedule } from './monitors/schedule.ts';
import { Jobs, type JobRunners, type OnJobFailure } from './jobs.ts';
import { trustSeedsOf } from './trust-seeds.ts';

/** A data directory that this process owns, open. */
export interface Instance {
  readonly config: Config;
  readonly folder: DataFolder;
  readonly accounts: Accounts;
  readonly engine: Engine;
  readonly jobs: Jobs;
  readonly monitors: Monitors;
  /** Rechecks of monitors; begins with `resume()`. */
  readonly schedule: Schedule;
  readonly keys: Keys;
  readonly meter: Meter;
  /** Reads from the storage of crawls and from their URL index. */
  readonly commonCrawl: CommonCrawl;
  /** Calls a second, by key. */
  readonly rates: RateLimit;
  readonly callLog: CallLog;
  /** Stops the running job, then closes what was opened, last first. */
  close(): Promise<void>;
}

/**
 * Opens the data directory and brings it into order: schema up to date, what a crash left uncommitted or half built dropped,
 * interrupted jobs queued again (`jobs.resume()` begins with them).
 * Throws `data_unwritable`, `data_locked`, `data_newer`, and `usage` for a price list that is wrong.
 */
export async function openInstance(config: Config, onJobFailure: OnJobFailure = () => {}): Promise<Instance> {
  const prices = readPrices(config.prices);
  const folder = dataFolder(config.data);
  prepareDataFolder(folder);
  const closers: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (let closer = closers.pop(); closer !== undefined; closer = closers.pop()) await closer();
  };
  try {
    const lock = takeLock(folder);
    closers.push(() => lock.release());
    // Left by an owner that was killed; nobody listens on it, because the lock is ours.
    rmSync(folder.socket, { force: true });
    const accounts = openAccounts(folder.accounts);
    closers.push(() => accounts.close());
    const engine = openEmbedded({ path: folder.engine, questionRowsReadMax: config.questionRows });
    closers.push(() => engine.close());
    await migrate(engine, accounts, folder.path);
    await dropUncommitted(engine, accounts);
    await dropUnfinished(engine, accounts);
    rmSync(folder.staging, { recursive: true, force: true });
    const money = openLedgerConnection(folder.accounts);
    closers.push(() => money.close());
    const ledger = new SqliteLedger(money, folder.accounts);
    closers.push(() => ledger.close());
    const meter = new Meter(ledger, { charges: config.meter, prices });
    const commonCrawl = new CommonCrawl(placeOf(config));
    closers.push(() => commonCrawl.close());
    const store = new MonitorStore(accounts);
    const deliveries = new Deliveries({ store, guard: createGuard({ allowHosts: config.allowHosts }), mailServer: config.mailServer });
    const mails = config.mailServer !== undefined;
    const monitors = new Monitors({ store, deliveries, looking: { engine, accounts }, mails, contact: config.contact });
    closers.push(() => monitors.close());
    const jobs = new Jobs(accounts, runners({ config, folder, accounts, engine, monitors, meter }, store), onJobFailure);
    closers.push(() => jobs.stop());
    const schedule = new Schedule(store, jobs);
    closers.push(() => schedule.close());
    return {
      config,
      folder,
      accounts,
      engine,
      jobs,
      monitors,
      schedule,
      keys: new Keys(accounts),
      meter,
      commonCrawl,
      rates: new RateLimit(),
      callLog: new CallLog(money),
      close,
    };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

function placeOf({ ccBase, ccIndex, allowHosts }: Config): CommonCrawlPlace {
  return { base: ccBase, index: ccIndex, allowHosts };
}

function runners(
  { config, folder, accounts, engine, monitors, meter }: Pick<Instance, 'config' | 'folder' | 'accounts' | 'engine' | 'monitors' | 'meter'>,
  store: MonitorStore,
): JobRunners {
  const build: JobRunners['refresh'] = async ({ full }, running) => {
    mkdirSync(folder.staging, { recursive: true });
    const trustSeeds = await trustSeedsOf(config);
    const { release, built } = await refresh(engine, accounts, {
      stagingFolder: folder.staging,
      full: full ?? false,
      trustSeeds,
      ...running,
    });
    await monitors.lookAll(running.progress);
    return { release: release.id, built, facts: release.facts };
  };
  const into = {
    engine,
    accounts,
    stagingFolder: folder.staging,
    downloadFolder: folder.downloads,
    topicWords: folder.topicWords,
    allowHosts: config.allowHosts,
    commonCrawl: placeOf(config),
  };
  const workers = config.workers === undefined ? {} : { workers: config.workers };
  const crawls = crawlRunners({ config, folder, accounts, engine }, store, async (running) => build({}, running));
  const enriched: JobRunners['enrich'] = async (input, running) => {
    const result = await runEnrich(into, input, graphDomainsOf(into, running.signal), { ...running, ...workers });
    if (input.refresh === true && result.records_fetched > 0) await build({}, running);
    return result;
  };
  const keys = new Keys(accounts);
  return {
    refresh: build,
    answer: async (input, running) => runAnswer({ engine, accounts, meter, keys, folder: folder.answers }, input, running),
    audit: async (input, running) => runAudit({ engine, accounts, meter, keys }, input, running),
    ingest: async ({ sources, crawl, keep_internal, drop_fetched, targets, refresh: thenBuild, property, map, date }, running) => {
      const result = await ingestSources({ ...into, webGraphFolder: folder.webGraphs }, sources, {
        ...(targets !== undefined && { targets }),
        ...(crawl !== undefined && { crawl }),
        ...workers,
        keepInternal: keep_internal ?? false,
        dropFetched: drop_fetched ?? false,
        exported: { property, date, mapping: map === undefined ? undefined : exportMapping(map) },
        // Only the command line and admin keys start jobs.
        localPaths: true,
        ...running,
      });
      if (thenBuild === true) await build({}, running);
      return result;
    },
    recrawl: crawls.recrawl,
    recheck: crawls.recheck,
    ...paidRunners({ crawl: crawls.crawl, verify: crawls.verify, enrich: enriched }, { meter, keys }),
  };
}
