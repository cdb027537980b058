/**
 * What a killed process leaves behind: an index is built by a process that is killed at random moments of ingest, refresh and swap,
 * opened again after each, and in the end held to one whose process was left alone.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { committedBatches } from '../src/store/batches.ts';
import { sql } from '../src/store/literal.ts';
import { keptReleases, liveRelease, type Release } from '../src/store/releases.ts';
import { releaseDigest, tableDigest } from './release-digest.ts';
import { openIndex, type TestIndex } from './test-index.ts';

/** A moment in a run: so many milliseconds after a step has begun (`start`: after the process has). */
export interface Moment {
  readonly step: string;
  readonly afterMs: number;
}

export interface KilledRuns {
  /** Moments at which a process was killed before it had ended. */
  readonly kills: readonly Moment[];
  /** How often a live release stood when the process was killed. */
  readonly answered: number;
  /** What was not as it must be; empty when all is well. */
  readonly wrong: readonly string[];
}

/** What an index holds, in words that can be compared: the same archives must give the same words. */
interface Held {
  readonly release: Readonly<Record<string, string>>;
  readonly facts: string;
  readonly answers: string;
}

const root = path.resolve(import.meta.dirname, '..');

/**
 * Kills runs over `archives` at each of `moments` in turn; a moment that its run no longer reaches is met by a new run.
 * @param target asked about whenever an index is opened again
 */
export async function killedRuns(
  archives: readonly string[],
  moments: readonly Moment[],
  target: string,
  tell: (line: string) => void = () => {},
): Promise<KilledRuns> {
  const folder = mkdtempSync(path.join(tmpdir(), 'openbacklinks-kill-'));
  const wrong: string[] = [];
  const kills: Moment[] = [];
  let answered = 0;
  try {
    const { byBatches, raw } = await undisturbed(path.join(folder, 'undisturbed'), archives, target);
    let run = path.join(folder, 'killed-0');
    for (const moment of moments) {
      for (let tries = 0; ; tries++) {
        const killed = await runUntil(run, archives, moment);
        await using index = await openIndex(run);
        wrong.push(...(await brokenIn(index)));
        const live = liveRelease(index.accounts);
        if (live !== null) {
          answered += killed ? 1 : 0;
          wrong.push(
            ...differences(`live release after ${shown(moment)}`, await heldBy(index, live, target), byBatches[batchesIn(index, live) - 1]),
          );
        }
        tell(
          `${killed ? 'killed' : 'ended before'} ${shown(moment)}: ${committedBatches(index.accounts).length} archives, release ${live?.id ?? 'none'}`,
        );
        if (killed) {
          kills.push(moment);
          break;
        }
        wrong.push(...(await finished(index, target, byBatches, raw)));
        if (tries > 0) throw new Error(`no run reaches ${shown(moment)}`);
        run = path.join(folder, `killed-${kills.length}`);
      }
    }
    await runUntil(run, archives, null);
    await using index = await openIndex(run);
    wrong.push(...(await finished(index, target, byBatches, raw)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { kills, answered, wrong };
}

/** Runs to the moment and kills, or to the end. Returns whether it was killed. Throws when the run itself fails. */
async function runUntil(folder: string, archives: readonly string[], moment: Moment | null): Promise<boolean> {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(root, 'test/index-run.ts'), folder, ...archives], {
    cwd: root,
    env: { ...process.env, UV_THREADPOOL_SIZE: '16' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors: Buffer[] = [];
  child.stderr.on('data', (piece: Buffer) => errors.push(piece));
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal })),
  );
  const killAfter = (): void => {
    if (moment !== null) void delay(moment.afterMs).then(() => child.kill('SIGKILL'));
  };
  if (moment?.step === 'start') killAfter();
  createInterface(child.stdout).on('line', (step) => {
    if (step === moment?.step) killAfter();
  });
  const { code, signal } = await ended;
  if (signal === 'SIGKILL') return true;
  if (code !== 0) throw new Error(`a run ended with ${code}: ${Buffer.concat(errors).toString('utf8')}`);
  return false;
}

/** What an index holds after each archive when nobody kills it, and its raw rows at the end. */
async function undisturbed(folder: string, archives: readonly string[], target: string): Promise<{ byBatches: Held[]; raw: string }> {
  const byBatches: Held[] = [];
  await using index = await openIndex(folder);
  for (const archive of archives) {
    await index.ingest([archive]);
    const { release } = await index.refresh();
    byBatches.push(await heldBy(index, release, target));
  }
  return { byBatches, raw: await rawRows(index) };
}

async function heldBy(index: TestIndex, release: Release, target: string): Promise<Held> {
  const { built_from: _, ...facts } = release.facts;
  const answers: unknown[] = [];
  for (const operation of ['summary', 'list', 'referring-domains', 'anchors']) {
    // Numbers of releases have gaps where a build was killed; a cursor holds one.
    const { release: _number, cursor: _cursor, ...answer } = await index.ask(operation, { target, release: release.id });
    answers.push(answer);
  }
  return { release: await releaseDigest(index.engine, release.id), facts: JSON.stringify(facts), answers: JSON.stringify(answers) };
}

/** Batches of a release: their ids have gaps where a killed run had begun one. */
function batchesIn(index: TestIndex, release: Release): number {
  return committedBatches(index.accounts).filter(({ id }) => id <= release.lastBatch).length;
}

/** What must hold whenever an index has been opened. */
async function brokenIn(index: TestIndex): Promise<string[]> {
  const wrong: string[] = [];
  const batches = committedBatches(index.accounts);
  for (const { id, archive, counts } of batches) {
    const [row] = await index.engine.ask<{ captures: number }>(sql`SELECT count() AS captures FROM captures WHERE batch_id = ${id}`);
    if (row?.captures !== counts.captures) wrong.push(`${archive} has ${row?.captures} of ${counts.captures} captures`);
  }
  for (const table of ['captures', 'linksets', 'link_context']) {
    const foreign = await tableDigest(index.engine, table, `batch_id NOT IN (${['0', ...batches.map(({ id }) => id)].join()})`);
    if (!foreign.startsWith('0 rows')) wrong.push(`${table} has ${foreign} of no committed batch`);
  }
  const kept = keptReleases(index.accounts).map(({ id }) => String(id));
  const tables = await index.engine.ask<{ name: string }>(sql`SELECT name FROM system.tables WHERE database = currentDatabase()`);
  const orphans = tables.filter(({ name }) => !kept.includes(/_(\d+)$/.exec(name)?.[1] ?? kept[0] ?? ''));
  if (kept.length > 0 && orphans.length > 0) wrong.push(`tables of no release: ${orphans.map(({ name }) => name).join()}`);
  return wrong;
}

async function finished(index: TestIndex, target: string, byBatches: readonly Held[], raw: string): Promise<string[]> {
  const live = liveRelease(index.accounts);
  if (live === null) return ['a finished run has no release'];
  const wrong = differences('finished release', await heldBy(index, live, target), byBatches.at(-1));
  const found = await rawRows(index);
  return found === raw ? wrong : [...wrong, `raw rows are ${found}, not ${raw}`];
}

async function rawRows(index: TestIndex): Promise<string> {
  const digests = ['captures', 'linksets', 'link_context'].map((table) =>
    tableDigest(index.engine, `(SELECT * EXCEPT (batch_id) FROM ${table})`),
  );
  return (await Promise.all(digests)).join(' | ');
}

function differences(what: string, found: Held, expected: Held | undefined): string[] {
  if (expected === undefined) return [`${what} was built of no whole number of archives`];
  const wrong = Object.keys(expected.release).filter((table) => found.release[table] !== expected.release[table]);
  if (found.facts !== expected.facts) wrong.push(`facts: ${found.facts} for ${expected.facts}`);
  if (found.answers !== expected.answers) wrong.push('answers');
  return wrong.map((part) => `${what} differs in ${part}`);
}

function shown({ step, afterMs }: Moment): string {
  return `${afterMs} ms after ${step}`;
}
