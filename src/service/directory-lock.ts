import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import Database from 'libsql';
import { z } from 'zod';
import { fail } from '../base/errors.ts';
import { unwritable, type DataFolder } from './data-folder.ts';

export interface DirectoryLock {
  release(): void;
}

/**
 * Makes this process the owner of the data directory, or throws `data_locked` with the owner's pid.
 *
 * The lock is an exclusive SQLite transaction that stays open: the kernel drops its file lock with the process, so nothing is
 * stale after a kill -9, no pid is compared that another process may have by now, and two starts at once cannot both win.
 * The pid lies beside it for messages only.
 */
export function takeLock(folder: DataFolder): DirectoryLock {
  const held = exclusive(folder);
  writeFileSync(folder.owner, JSON.stringify({ pid: process.pid, started_at: new Date().toISOString() }), { mode: 0o600 });
  return {
    release: () => {
      rmSync(folder.owner, { force: true });
      held.close();
    },
  };
}

/** Whether a process holds the lock now. */
export function isLocked(folder: DataFolder): boolean {
  const held = tryExclusive(folder);
  held?.close();
  return held === null;
}

const ownerNote = z.object({ pid: z.int().positive() });

/** The pid that the owner left, or null. Only meaningful while the lock is held. */
export function ownerPid(folder: DataFolder): number | null {
  try {
    return ownerNote.parse(JSON.parse(readFileSync(folder.owner, 'utf8'))).pid;
  } catch {
    // The owner has just begun or just ended: its note is not there, or not whole.
    return null;
  }
}

function exclusive(folder: DataFolder): Database.Database {
  return tryExclusive(folder) ?? fail('data_locked', { path: folder.path, pid: ownerPid(folder) ?? 'unknown' });
}

/** The held lock, or null when another process holds it. */
function tryExclusive(folder: DataFolder): Database.Database | null {
  let db: Database.Database | null = null;
  try {
    db = new Database(folder.lock);
    db.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
    return db;
  } catch (thrown) {
    db?.close();
    if (thrown instanceof Error && 'code' in thrown && String(thrown.code).startsWith('SQLITE_BUSY')) return null;
    throw unwritable(folder, thrown);
  }
}
