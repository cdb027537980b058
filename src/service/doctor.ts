/**
 * Looks at an installation without changing it: each thing that can be wrong is one named check with what to do about it.
 * With `mend`, what can be mended without losing anything is mended. What another process has open is not looked at.
 */
import { existsSync } from 'node:fs';
import type { Config } from '../base/config.ts';
import { toFailure } from '../base/errors.ts';
import { silent, type Progress } from '../base/progress.ts';
import { openAccounts } from '../store/accounts.ts';
import { openEmbedded } from '../store/embedded.ts';
import { sql } from '../store/literal.ts';
import {
  archivesThere,
  integrity,
  ledgerAdds,
  noLeftovers,
  noUncommitted,
  noUnfinished,
  releasesWhole,
  schemaCurrent,
  type Patient,
} from './data-checks.ts';
import { dataFolder, type DataFolder } from './data-folder.ts';
import { isLocked, ownerPid, takeLock } from './directory-lock.ts';
import { diskSpace, nodeVersion, openFiles, socketFile, threadPool, writable } from './machine-checks.ts';
import { connectOwner } from './remote-backend.ts';

export interface Check {
  readonly name: string;
  readonly outcome: 'ok' | 'problem' | 'mended';
  /** What was found, and what to do. */
  readonly text: string;
}

export interface Examining {
  readonly mend: boolean;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

/** A check finds something right, or wrong; what is wrong may be mendable. */
export type Finding =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly text: string; readonly mend?: () => Promise<unknown> };

/** All checks in their order. One that fails to run is a problem, and the others go on. */
export async function examine(config: Config, examining: Examining): Promise<Check[]> {
  const folder = dataFolder(config.data);
  const check = (name: string, look: () => Finding | Promise<Finding>): Promise<Check> => checked(name, look, examining.mend);
  const machine = [await check('node', nodeVersion), await check('thread pool', threadPool), await check('open files', openFiles)];
  if (!existsSync(folder.path)) {
    return [
      ...machine,
      { name: 'data directory', outcome: 'ok', text: `${folder.path} does not exist yet; the first command that needs it makes it.` },
    ];
  }
  const directory = [await check('data directory', () => writable(folder)), await check('disk space', () => diskSpace(folder))];
  if (directory[0]?.outcome === 'problem') return [...machine, ...directory];
  if (isLocked(folder)) return [...machine, ...directory, await ownerCheck(folder)];
  const socket = await check('socket file', () => socketFile(folder));
  return [...machine, ...directory, socket, ...(await dataChecks(config, folder, check, examining))];
}

async function ownerCheck(folder: DataFolder): Promise<Check> {
  const pid = ownerPid(folder) ?? 'unknown';
  const owner = await connectOwner(folder);
  if (owner === null) {
    return {
      name: 'owner',
      outcome: 'problem',
      text: `Process ${pid} owns ${folder.path} and does not answer on its socket. Wait until it is up, or stop it.`,
    };
  }
  try {
    const { archives, live_release } = await owner.index();
    const release = live_release === null ? 'no release yet' : `release ${live_release.release} live`;
    return {
      name: 'owner',
      outcome: 'ok',
      text: `Process ${pid} owns it and answers: ${archives} archives, ${release}. Stop it to have the data itself looked at.`,
    };
  } catch (thrown) {
    return { name: 'owner', outcome: 'problem', text: `Process ${pid} owns it and answers with a failure: ${toFailure(thrown).message}` };
  } finally {
    await owner.close();
  }
}

/** What is in the directory, looked at as its owner. Later checks need what earlier ones open. */
async function dataChecks(
  config: Config,
  folder: DataFolder,
  check: (name: string, look: () => Finding | Promise<Finding>) => Promise<Check>,
  examining: Examining,
): Promise<Check[]> {
  const checks: Check[] = [];
  const closers: (() => unknown)[] = [];
  try {
    const lock = takeLock(folder);
    closers.push(() => lock.release());
    let accounts: Patient['accounts'] | null = null;
    checks.push(
      await check('accounts', () => {
        const opened = openAccounts(folder.accounts);
        closers.push(() => opened.close());
        accounts = opened;
        return integrity(opened);
      }),
    );
    let engine: Patient['engine'] | null = null;
    checks.push(
      await check('engine', async () => {
        const opened = openEmbedded({ path: folder.engine });
        closers.push(() => opened.close());
        await opened.ask(sql`SELECT 1`);
        engine = opened;
        return { ok: true, text: 'It opens and answers.' };
      }),
    );
    if (accounts === null || engine === null) return checks;
    const patient: Patient = { config, folder, accounts, engine, progress: examining.progress ?? silent, signal: examining.signal };
    for (const [name, look] of dataLooks) checks.push(await check(name, () => look(patient)));
    return checks;
  } finally {
    for (let close = closers.pop(); close !== undefined; close = closers.pop()) await close();
  }
}

const dataLooks: readonly (readonly [string, (patient: Patient) => Finding | Promise<Finding>])[] = [
  ['ledger', ledgerAdds],
  ['schema', schemaCurrent],
  ['batches', noUncommitted],
  ['builds', noUnfinished],
  ['staging', noLeftovers],
  ['releases', releasesWhole],
  ['archives', archivesThere],
];

async function checked(name: string, look: () => Finding | Promise<Finding>, mend: boolean): Promise<Check> {
  try {
    const found = await look();
    if (found.ok) return { name, outcome: 'ok', text: found.text };
    if (found.mend === undefined) return { name, outcome: 'problem', text: found.text };
    if (!mend) return { name, outcome: 'problem', text: `${found.text} "openbacklinks doctor --mend" mends it.` };
    await found.mend();
    const after = await look();
    return {
      name,
      outcome: after.ok ? 'mended' : 'problem',
      text: after.ok ? `${found.text} It is mended.` : `${after.text} It could not be mended.`,
    };
  } catch (thrown) {
    const failure = toFailure(thrown);
    const cause = failure.code === 'unexpected' && failure.cause instanceof Error ? failure.cause.message : failure.message;
    return { name, outcome: 'problem', text: `It could not be looked at: ${cause}` };
  }
}
