import { accessSync, constants, existsSync, rmSync, statfsSync } from 'node:fs';
import { limits } from '../base/limits.ts';
import type { DataFolder } from './data-folder.ts';
import type { Finding } from './doctor.ts';

const threadsLeast = 8;
const openFilesLeast = 4_096;

export function nodeVersion(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const recent = major > 20 || (major === 20 && minor >= 19);
  const text = `Node ${process.versions.node}, ${process.platform} ${process.arch}.`;
  return recent ? { ok: true, text } : { ok: false, text: `${text} Install Node 20.19 or newer.` };
}

/** The engine's questions run on node's shared threads, of which there are four when nothing is said. */
export function threadPool(): Finding {
  const threads = Number(process.env.UV_THREADPOOL_SIZE ?? 4);
  if (threads >= threadsLeast) return { ok: true, text: `${threads} threads.` };
  return {
    ok: false,
    text: `${threads} threads: questions wait for one another. Start openbacklinks by its own command, or set UV_THREADPOOL_SIZE=16 before node starts.`,
  };
}

export function openFiles(): Finding {
  const soft = openFilesLimit();
  if (soft === null) return { ok: true, text: 'No limit is known.' };
  if (soft >= openFilesLeast) return { ok: true, text: `Up to ${soft}.` };
  return { ok: false, text: `Only ${soft} files may be open at once; a large index needs more. Raise it with "ulimit -n 65536".` };
}

function openFilesLimit(): number | null {
  const report = process.report.getReport() as { readonly userLimits?: Readonly<Record<string, { readonly soft: number | string }>> };
  const soft = report.userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : null;
}

export function writable(folder: DataFolder): Finding {
  try {
    accessSync(folder.path, constants.R_OK | constants.W_OK | constants.X_OK);
    return { ok: true, text: `${folder.path} can be read and written.` };
  } catch {
    // The reason is in the sentence: whoever owns the folder can give the permission.
    return {
      ok: false,
      text: `${folder.path} cannot be read and written by this user. Give it the permission, or set OPENBACKLINKS_DATA to another folder.`,
    };
  }
}

export function diskSpace(folder: DataFolder): Finding {
  const { bavail, bsize } = statfsSync(folder.path);
  const free = bavail * bsize;
  const text = `${(free / 1e9).toFixed(1)} GB free.`;
  return free >= limits.freeBytesLeast
    ? { ok: true, text }
    : { ok: false, text: `${text} Ingest and refresh need at least ${limits.freeBytesLeast / 1e9} GB. Free some space.` };
}

/** Called only while nobody holds the lock. */
export function socketFile(folder: DataFolder): Finding {
  if (!existsSync(folder.socket)) return { ok: true, text: 'Nobody owns the data directory.' };
  return {
    ok: false,
    text: 'A socket file is left of a process that was killed; the next start removes it.',
    mend: async () => rmSync(folder.socket, { force: true }),
  };
}
