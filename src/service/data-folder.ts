import { accessSync, constants, mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Failure, fail, toFailure } from '../base/errors.ts';

/** What lies where in a data directory. */
export interface DataFolder {
  readonly path: string;
  readonly accounts: string;
  readonly engine: string;
  /** Staged files of a running ingest; worth nothing without one. */
  readonly staging: string;
  /** Archives that were fetched: evidence is read from them. */
  readonly downloads: string;
  /** What was crawled: a folder a crawl, with its archives, from which evidence is read. */
  readonly crawls: string;
  /** Answers that jobs have made, one file a job. */
  readonly answers: string;
  /** Web graphs that are being imported. */
  readonly webGraphs: string;
  /** The sample web, when the first run made it. */
  readonly sample: string;
  /** Further words of topics, when embeddings were given. */
  readonly topicWords: string;
  readonly demoKey: string;
  /** The first admin key, until whoever runs the installation takes it away. */
  readonly adminKey: string;
  readonly lock: string;
  readonly owner: string;
  readonly socket: string;
}

export function dataFolder(path: string): DataFolder {
  return {
    path,
    accounts: join(path, 'accounts.sqlite'),
    engine: join(path, 'engine'),
    staging: join(path, 'staging'),
    downloads: join(path, 'downloads'),
    crawls: join(path, 'crawls'),
    answers: join(path, 'answers'),
    webGraphs: join(path, 'webgraphs'),
    sample: join(path, 'sample'),
    topicWords: join(path, 'topic-words.json'),
    demoKey: join(path, 'demo-key'),
    adminKey: join(path, 'admin-key'),
    lock: join(path, 'lock'),
    owner: join(path, 'owner.json'),
    socket: socketPath(join(path, 'openbacklinks.sock')),
  };
}

/** Creates the data directory, readable by its user only, or makes sure that it can be written. Throws `data_unwritable`. */
export function prepareDataFolder(folder: DataFolder): void {
  try {
    mkdirSync(folder.path, { recursive: true, mode: 0o700 });
    accessSync(folder.path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (thrown) {
    throw unwritable(folder, thrown);
  }
}

/** A failed write in the data directory as a failure that names the directory and the reason. */
export function unwritable(folder: DataFolder, thrown: unknown): Failure {
  const known = toFailure(thrown);
  if (known.code !== 'unexpected') return known;
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
  return new Failure('data_unwritable', { path: folder.path, reason: reasons[code] ?? code }, thrown);
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'it is a file',
};

/** Bytes of a socket's path that every platform takes: 104 with the closing zero on macOS, 108 on Linux. */
const socketPathBytesMax = 103;

/** A longer path is named from the working directory; a socket's address is never cut silently. */
function socketPath(absolute: string): string {
  const fits = [absolute, relative(process.cwd(), absolute)].find((path) => Buffer.byteLength(path) <= socketPathBytesMax);
  return (
    fits ??
    fail('usage', {
      reason: `The path of the data directory is too long for a socket in it: ${absolute} has more than ${socketPathBytesMax} bytes.`,
    })
  );
}
