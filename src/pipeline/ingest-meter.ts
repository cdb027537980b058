import type { Progress } from '../base/progress.ts';
import type { ArchiveFile } from '../sources/sources.ts';

interface Following {
  update(bytes: number, pages: number, links: number): void;
  end(): void;
}

interface Fetching {
  /** `total` is null when the server does not say. */
  update(received: number, total: number | null): void;
  /** What came of it; none when it could not be fetched, or was in the index already. */
  end(archives: readonly ArchiveFile[]): void;
}

/** A source that is being fetched. */
interface Fetched {
  received: number;
  /** Null until the server has said it. */
  total: number | null;
}

const toldEveryMs = 100;

/**
 * Adds up the progress of archives that are fetched and read side by side: bytes of all files, with pages and links beside them. A file
 * that is fetched first is done by half when it is here. Files whose size no server has said yet are taken to be as large as the others.
 */
export class IngestMeter {
  readonly #progress: Progress;
  readonly #startedAt = performance.now();
  readonly #open = new Set<{ bytes: number; pages: number; links: number }>();
  readonly #fetching = new Set<Fetched>();
  /** Sources that have been fetched, the bytes that came, and the work in all: half for fetching, half for reading what came. */
  readonly #fetched = { sources: 0, bytes: 0, work: 0 };
  /** Archives that were fetched: half of their work was that. */
  readonly #half = new WeakSet<ArchiveFile>();
  readonly #ended = { files: 0, bytes: 0, pages: 0, links: 0 };
  readonly #localBytes: number;
  /** Sources that are to be fetched; not those that turned out to need no reading. */
  #remote: number;
  #files: number;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(progress: Progress, sources: readonly { readonly path: string | null; readonly bytes?: number }[]) {
    this.#progress = progress;
    this.#files = sources.length;
    this.#remote = sources.filter(({ path }) => path === null).length;
    this.#localBytes = sources.reduce((sum, { path, bytes = 0 }) => sum + (path === null ? 0 : bytes), 0);
  }

  fetch(): Fetching {
    const state: Fetched = { received: 0, total: null };
    this.#fetching.add(state);
    return {
      update: (received, total) => {
        Object.assign(state, { received, total });
        if (performance.now() - this.#toldAt >= toldEveryMs) this.#tell();
      },
      end: (archives) => {
        this.#fetching.delete(state);
        this.#files += archives.length - 1;
        if (archives.length === 0) {
          this.#remote -= 1;
          return;
        }
        for (const archive of archives) this.#half.add(archive);
        const bytes = archives.reduce((sum, archive) => sum + archive.bytes, 0);
        // None came when an earlier run had fetched it.
        const received = state.received === 0 ? bytes : state.received;
        this.#fetched.sources += 1;
        this.#fetched.bytes += received;
        this.#fetched.work += (received + bytes) / 2;
      },
    };
  }

  follow(archive: ArchiveFile): Following {
    const state = { bytes: 0, pages: 0, links: 0 };
    const share = this.#half.has(archive) ? 0.5 : 1;
    this.#open.add(state);
    return {
      update: (bytes, pages, links) => {
        Object.assign(state, { bytes: share * Math.min(bytes, archive.bytes), pages, links });
        this.#tell();
      },
      end: () => {
        if (!this.#open.delete(state)) return;
        this.#ended.files += 1;
        this.#ended.bytes += share * archive.bytes;
        this.#ended.pages += state.pages;
        this.#ended.links += state.links;
        this.#tell();
      },
    };
  }

  end(): void {
    this.#tell();
  }

  #tell(): void {
    this.#toldAt = performance.now();
    const sum = { ...this.#ended };
    for (const open of this.#open) {
      sum.bytes += open.bytes;
      sum.pages += open.pages;
      sum.links += open.links;
    }
    let received = this.#fetched.bytes;
    for (const fetching of this.#fetching) received += fetching.received;
    this.#progress.update({
      task: 'ingest',
      step: 'reading',
      done: Math.round(sum.bytes + received / 2),
      total: this.#total(),
      unit: 'bytes',
      counts: {
        files: sum.files,
        files_total: this.#files,
        ...(this.#remote > 0 && { fetched_bytes: received }),
        pages: sum.pages,
        links: sum.links,
      },
      elapsedMs: performance.now() - this.#startedAt,
    });
  }

  /** Null while no size of a file that is fetched is known. */
  #total(): number | null {
    if (this.#remote === 0) return this.#localBytes;
    let { sources, work } = this.#fetched;
    for (const { received, total } of this.#fetching) {
      if (total === null) continue;
      sources += 1;
      work += Math.max(received, total);
    }
    return sources === 0 ? null : Math.round(this.#localBytes + (work * this.#remote) / sources);
  }
}
