import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import type { Config } from '../base/config.ts';
import type { Progress } from '../base/progress.ts';
import { ledgerFaults, mendLedger } from '../meter/ledger-check.ts';
import { refresh } from '../pipeline/refresh.ts';
import { isAddress } from '../sources/source-name.ts';
import type { Accounts } from '../store/accounts.ts';
import { committedBatches, dropUncommitted } from '../store/batches.ts';
import type { Engine } from '../store/engine.ts';
import { sql } from '../store/literal.ts';
import { migrate, schemaSteps } from '../store/migrate.ts';
import { dropRelease, dropUnfinished, keptReleases, tableOf, type Release } from '../store/releases.ts';
import { hasWebGraph } from '../store/web-graphs.ts';
import type { DataFolder } from './data-folder.ts';
import type { Finding } from './doctor.ts';
import { trustSeedsOf } from './trust-seeds.ts';

/** A data directory whose lock is held, open but not brought into order. */
export interface Patient {
  readonly config: Config;
  readonly folder: DataFolder;
  readonly accounts: Accounts;
  readonly engine: Engine;
  readonly progress: Progress;
  readonly signal: AbortSignal | undefined;
}

/** SQLite's own check of every page and index, and of references between tables. */
export function integrity(accounts: Accounts): Finding {
  const found = (accounts.prepare('PRAGMA integrity_check').all() as { integrity_check: string }[]).map((row) => row.integrity_check);
  const broken = accounts.prepare('PRAGMA foreign_key_check').all().length;
  if (found.length === 1 && found[0] === 'ok' && broken === 0) return { ok: true, text: 'Its pages, indexes and references are whole.' };
  return {
    ok: false,
    text: `SQLite reports: ${[...found, `${broken} broken references`].slice(0, 5).join('; ')}. Restore accounts.sqlite from a copy.`,
  };
}

export function schemaCurrent({ accounts, engine, folder }: Patient): Finding {
  const done = new Set(stepsDone(accounts));
  const waiting = schemaSteps().filter((step) => !done.has(step));
  if (waiting.length === 0) return { ok: true, text: `${done.size} steps done, none waiting.` };
  return {
    ok: false,
    text: `${waiting.length} steps wait: ${waiting.join(', ')}. The next start takes them.`,
    mend: async () => migrate(engine, accounts, folder.path),
  };
}

/** None before the first start, which makes the list. */
function stepsDone(accounts: Accounts): string[] {
  const listed = accounts.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'schema_steps'`).get() !== undefined;
  return listed ? (accounts.prepare('SELECT file FROM schema_steps').all() as { file: string }[]).map((row) => row.file) : [];
}

export function noUncommitted({ accounts, engine }: Patient): Finding {
  const count = countOf(accounts, `batches WHERE state = 'loading'`);
  if (count === 0) return { ok: true, text: `${countOf(accounts, `batches WHERE state = 'committed'`)} archives ingested, none half.` };
  return {
    ok: false,
    text: `${count} archives were being loaded when a process ended. The next start drops their rows; ingest them again.`,
    mend: async () => dropUncommitted(engine, accounts),
  };
}

export function noUnfinished({ accounts, engine }: Patient): Finding {
  const count = countOf(accounts, `releases WHERE state = 'building'`);
  if (count === 0) return { ok: true, text: 'None is unfinished.' };
  return {
    ok: false,
    text: `${count} releases were being built when a process ended. The next start drops them.`,
    mend: async () => dropUnfinished(engine, accounts),
  };
}

export function noLeftovers({ folder }: Patient): Finding {
  const count = existsSync(folder.staging) ? readdirSync(folder.staging).length : 0;
  if (count === 0) return { ok: true, text: 'Empty.' };
  return {
    ok: false,
    text: `${count} files or folders of an interrupted ingest lie in ${folder.staging}. The next start removes them.`,
    mend: async () => rmSync(folder.staging, { recursive: true, force: true }),
  };
}

/** Each kept release has its tables, and in them as many rows as it said when it was built. */
export async function releasesWhole(patient: Patient): Promise<Finding> {
  const kept = keptReleases(patient.accounts);
  if (kept.length === 0) return { ok: true, text: 'There is none yet.' };
  const faults = new Map<number, string>();
  for (const release of kept) {
    const fault = await faultOf(patient, release);
    if (fault !== null) faults.set(release.id, fault);
  }
  if (faults.size === 0)
    return { ok: true, text: `${kept.map((release) => release.id).join(', ')}: tables and counts are as they were built.` };
  const wrong = Array.from(faults, ([id, fault]) => `release ${id} ${fault}`).join('; ');
  return {
    ok: false,
    text: `${wrong}. A release built anew from the ingested rows can take its place.`,
    mend: async () => replace(patient, [...faults.keys()]),
  };
}

async function faultOf({ engine, accounts }: Patient, release: Release): Promise<string | null> {
  const { facts, id } = release;
  if (facts.webgraph !== undefined && !hasWebGraph(accounts, facts.webgraph.id))
    return `answers from web graph ${facts.webgraph.name}, which is gone`;
  const links = await rowsOf(engine, 'backlinks', id);
  const domains = await rowsOf(engine, 'domains', id);
  if (links === null || domains === null) return 'lacks a table';
  const expected = facts.backlinks_live + facts.backlinks_lost;
  if (links !== expected) return `holds ${links} backlinks instead of ${expected}`;
  return domains === facts.domains ? null : `holds ${domains} domains instead of ${facts.domains}`;
}

/** Null when the table is not there. */
async function rowsOf(engine: Engine, table: string, release: number): Promise<number | null> {
  const [there] = await engine.ask<{ result: number }>(sql`EXISTS TABLE ${tableOf(table, release)}`);
  if (there?.result !== 1) return null;
  const [counted] = await engine.ask<{ found: number }>(sql`SELECT count() AS found FROM ${tableOf(table, release)}`);
  return counted?.found ?? null;
}

/** The new release is live before the broken ones go. */
async function replace({ config, engine, accounts, folder, progress, signal }: Patient, broken: readonly number[]): Promise<void> {
  const trustSeeds = await trustSeedsOf(config);
  mkdirSync(folder.staging, { recursive: true });
  try {
    await refresh(engine, accounts, { stagingFolder: folder.staging, full: true, trustSeeds, progress, ...(signal && { signal }) });
  } finally {
    rmSync(folder.staging, { recursive: true, force: true });
  }
  for (const id of broken) await dropRelease(engine, accounts, id);
}

/** Evidence is read from the archives, where they were when they were ingested; from elsewhere where they were not kept. */
export function archivesThere({ accounts }: Patient): Finding {
  const batches = committedBatches(accounts);
  const gone = batches.filter(({ path }) => !isAddress(path) && !isReadable(path));
  if (gone.length === 0) return { ok: true, text: `All ${batches.length} can be read where they were ingested from.` };
  return {
    ok: false,
    text: `${gone.length} of ${batches.length} cannot be read where they were ingested from, so the evidence of their links is missing. Put them back: ${gone
      .slice(0, 3)
      .map(({ path }) => path)
      .join(', ')}${gone.length > 3 ? ', ...' : ''}`,
  };
}

/** `PATH#ENTRY` names an archive inside a file. */
function isReadable(location: string): boolean {
  return [location, location.slice(0, Math.max(0, location.lastIndexOf('#')))].some((path) => {
    try {
      accessSync(path, constants.R_OK);
      return true;
    } catch {
      // That it cannot be read is what was asked.
      return false;
    }
  });
}

/**
 * The ledger's rows are the truth: balances and what keys have spent are sums of them, all balances together are zero, and no customer
 * owes. Mending makes the sums anew.
 */
export function ledgerAdds({ accounts }: Patient): Finding {
  const wrong = ledgerFaults(accounts);
  const calls = countOf(accounts, `ledger WHERE kind = 'call'`);
  if (wrong.length === 0) return { ok: true, text: `Its ${calls} charged calls and all deposits add up to the balances.` };
  return {
    ok: false,
    text: `${wrong.length} sums are not what the rows add up to: ${wrong.slice(0, 3).join(', ')}.`,
    mend: async () => mendLedger(accounts),
  };
}

function countOf(accounts: Accounts, from: string): number {
  return (accounts.prepare(`SELECT count(*) AS found FROM ${from}`).get() as { found: number }).found;
}
