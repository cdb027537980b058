import type { Progress } from '../base/progress.ts';
import type { ArchiveFile, Source } from '../sources/sources.ts';

interface Following {
  update(bytes: number, pages: number, links: number): void;
  end(): void;
}

/** Adds up the progress of archives that are read side by side: bytes of all files, with pages and links beside them. */
export class IngestMeter {
  readonly #progress: Progress;
  readonly #startedAt = performance.now();
  readonly #open = new Set<{ bytes: number; pages: number; links: number }>();
  readonly #ended = { files: 0, bytes: 0, pages: 0, links: 0 };
  #files: number;
  /** Null while an archive that must still be fetched is of unknown size. */
  #total: number | null;

  constructor(progress: Progress, sources: readonly Source[]) {
    this.#progress = progress;
    this.#files = sources.length;
    this.#total = sources.every((source) => source.path !== null)
      ? sources.reduce((sum, source) => sum + (source.path === null ? 0 : source.bytes), 0)
      : null;
  }

  /** A fetched file turned out to hold these archives. */
  add(archives: readonly ArchiveFile[]): void {
    this.#files += archives.length - 1;
  }

  follow(archive: ArchiveFile): Following {
    const state = { bytes: 0, pages: 0, links: 0 };
    this.#open.add(state);
    return {
      update: (bytes, pages, links) => {
        Object.assign(state, { bytes: Math.min(bytes, archive.bytes), pages, links });
        this.#tell();
      },
      end: () => {
        if (!this.#open.delete(state)) return;
        this.#ended.files += 1;
        this.#ended.bytes += archive.bytes;
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
    const sum = { ...this.#ended };
    for (const open of this.#open) {
      sum.bytes += open.bytes;
      sum.pages += open.pages;
      sum.links += open.links;
    }
    this.#progress.update({
      task: 'ingest',
      step: 'reading',
      done: sum.bytes,
      total: this.#total,
      unit: 'bytes',
      counts: { files: sum.files, files_total: this.#files, pages: sum.pages, links: sum.links },
      elapsedMs: performance.now() - this.#startedAt,
    });
  }
}
