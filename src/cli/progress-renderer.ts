import { rateOf, type Progress, type ProgressEvent, type ProgressNote } from '../base/progress.ts';
import { cutTo, terminalText } from './terminal-text.ts';

/** Where progress is written. */
export interface TalkStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface RenderedProgress extends Progress {
  /** Takes away the line that renews itself. */
  end(): void;
}

const redrawMs = 100;
const logLineMs = 3_000;

/** On a terminal one line that renews itself, with notes above it. */
export function terminalProgress(stream: TalkStream): RenderedProgress {
  const clear = '\r\u001b[2K';
  let line = '';
  let drawnAt = 0;
  return {
    update: (event) => {
      line = cutTo(sentence(event), Math.max(20, (stream.columns ?? 80) - 1), 'end');
      if (performance.now() - drawnAt < redrawMs) return;
      drawnAt = performance.now();
      stream.write(clear + line);
    },
    note: (note) => void stream.write(`${clear}${noteLine(note)}\n${line}`),
    end: () => {
      if (line !== '') stream.write(clear);
      line = '';
    },
  };
}

/** In a pipe a line every few seconds and one a new step; no cursor codes, no colour. */
export function lineProgress(stream: TalkStream): RenderedProgress {
  let toldAt = Number.NEGATIVE_INFINITY;
  let step = '';
  return {
    update: (event) => {
      const isNew = event.step !== step;
      if (!isNew && performance.now() - toldAt < logLineMs) return;
      step = event.step;
      toldAt = performance.now();
      stream.write(`${sentence(event)}\n`);
    },
    note: (note) => void stream.write(`${noteLine(note)}\n`),
    end: () => {},
  };
}

/** A JSON object a line: the events that `GET /v1/jobs/ID/events` sends. */
export function jsonProgress(stream: TalkStream): RenderedProgress {
  return {
    update: ({ elapsedMs, ...event }) => {
      const { perSecond, secondsLeft } = rateOf({ elapsedMs, ...event });
      stream.write(
        `${JSON.stringify({ event: 'progress', ...event, per_second: perSecond, seconds_left: secondsLeft, elapsed_ms: Math.round(elapsedMs) })}\n`,
      );
    },
    note: (note) => void stream.write(`${JSON.stringify({ event: 'note', ...note })}\n`),
    end: () => {},
  };
}

function noteLine({ level, text }: ProgressNote): string {
  return `${level === 'warning' ? 'warning: ' : ''}${terminalText(text)}`;
}

/** `reading  12/115 files  45 %  84.2 MB/s  1,234 pages/s  5,678 links/s  1:20 left` */
function sentence(event: ProgressEvent): string {
  const { counts, unit, elapsedMs } = event;
  const { perSecond, secondsLeft } = rateOf(event);
  const seconds = elapsedMs / 1000;
  const beside = Object.entries(counts).filter(([name]) => !name.startsWith('files'));
  return [
    terminalText(event.step),
    unit === 'bytes' ? null : `${whole(event.done)}${event.total === null ? '' : `/${whole(event.total)}`} ${unit}`,
    counts.files === undefined
      ? null
      : `${whole(counts.files)}${counts.files_total === undefined ? '' : `/${whole(counts.files_total)}`} files`,
    event.total === null || event.total === 0 ? null : `${Math.floor((100 * event.done) / event.total)} %`,
    unit === 'bytes' && perSecond !== null ? `${(perSecond / 1e6).toFixed(1)} MB/s` : null,
    ...beside.map(([name, count]) =>
      name.endsWith('_bytes')
        ? `${name.slice(0, -6)} ${(count / 1e6).toFixed(1)} MB`
        : unit === 'bytes'
          ? `${whole(count / Math.max(seconds, 0.001))} ${name}/s`
          : `${name} ${plainNumber(count)}`,
    ),
    secondsLeft === null || unit === 'steps' ? null : `${duration(secondsLeft)} left`,
  ]
    .filter((part) => part !== null)
    .join('  ');
}

function plainNumber(count: number): string {
  return Number.isInteger(count) ? whole(count) : count.toPrecision(2);
}

function whole(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

/** `1:05:07`, `5:07`, `0:07`. */
function duration(seconds: number): string {
  const total = Math.ceil(seconds);
  const [hours, minutes, rest] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
