/**
 * Progress as a parameter: long work tells it, and only a surface (cli, http) chooses how it is shown.
 * The default is `silent`. A task has a total when one is known; rates and time left are derived by the renderer.
 */
export interface ProgressEvent {
  /** What is being done: `ingest`, `refresh`, ... */
  readonly task: string;
  /** The step within it, in the user's words: `reading`, `link states`, ... */
  readonly step: string;
  /** Work done and work known in `unit`s; total is null when it is not known. */
  readonly done: number;
  readonly total: number | null;
  readonly unit: string;
  /** Running counts beside the main one: files, bytes, pages, links. */
  readonly counts: Readonly<Record<string, number>>;
  readonly elapsedMs: number;
}

/** One thing worth a line of its own: a file skipped by name, a damaged record, a finished step. */
export interface ProgressNote {
  readonly level: 'info' | 'warning';
  readonly text: string;
  readonly fields?: Readonly<Record<string, string | number>>;
}

export interface Progress {
  update(event: ProgressEvent): void;
  note(note: ProgressNote): void;
}

export const silent: Progress = { update: () => {}, note: () => {} };

/** Units a second over the whole task, and seconds left when the total is known; null before anything is done. */
export function rateOf(event: ProgressEvent): { perSecond: number | null; secondsLeft: number | null } {
  if (event.elapsedMs <= 0 || event.done <= 0) return { perSecond: null, secondsLeft: null };
  const perSecond = event.done / (event.elapsedMs / 1000);
  const secondsLeft = event.total === null ? null : Math.max(0, (event.total - event.done) / perSecond);
  return { perSecond, secondsLeft };
}
