import { describe, expect, it } from 'vitest';
import type { ProgressEvent } from '../base/progress.ts';
import { jsonProgress, lineProgress, terminalProgress, type RenderedProgress, type TalkStream } from './progress-renderer.ts';

const event: ProgressEvent = {
  task: 'ingest',
  step: 'reading',
  done: 50_000_000,
  total: 200_000_000,
  unit: 'bytes',
  counts: { files: 3, files_total: 12, pages: 4000, links: 90_000 },
  elapsedMs: 2000,
};

function rendered(make: (stream: TalkStream) => RenderedProgress, work: (progress: RenderedProgress) => void, columns = 120): string {
  let text = '';
  const progress = make({ columns, write: (piece) => (text += piece) });
  work(progress);
  progress.end();
  return text;
}

describe('progress', () => {
  it('in a pipe is lines without cursor codes, one every few seconds and one a step', () => {
    const text = rendered(lineProgress, (progress) => {
      for (let i = 0; i < 100; i++) progress.update(event);
      progress.note({ level: 'warning', text: 'x.warc is damaged\u001b[2K at byte 5' });
      progress.update({ ...event, step: 'publish' });
    });
    expect(text).toBe(
      'reading  3/12 files  25 %  25.0 MB/s  2,000 pages/s  45,000 links/s  0:06 left\n' +
        'warning: x.warc is damaged\ufffd[2K at byte 5\n' +
        'publish  3/12 files  25 %  25.0 MB/s  2,000 pages/s  45,000 links/s  0:06 left\n',
    );
  });

  it('on a terminal is one line that renews itself, with notes above it, and is gone at the end', () => {
    const text = rendered(terminalProgress, (progress) => {
      progress.update(event);
      progress.note({ level: 'info', text: 'skipped notes.txt' });
    });
    const line = 'reading  3/12 files  25 %  25.0 MB/s  2,000 pages/s  45,000 links/s  0:06 left';
    expect(text).toBe(`\r\u001b[2K${line}\r\u001b[2Kskipped notes.txt\n${line}\r\u001b[2K`);
  });

  it('on a narrow terminal never wraps', () => {
    const text = rendered(terminalProgress, (progress) => progress.update(event), 40);
    expect(text.split('\r\u001b[2K').every((line) => line.length < 40)).toBe(true);
  });

  it('as JSON is the events of the API', () => {
    const text = rendered(jsonProgress, (progress) => {
      progress.update({ ...event, total: null });
      progress.note({ level: 'info', text: 'x', fields: { path: 'y' } });
    });
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      {
        event: 'progress',
        task: 'ingest',
        step: 'reading',
        done: 50_000_000,
        total: null,
        unit: 'bytes',
        counts: event.counts,
        per_second: 25_000_000,
        seconds_left: null,
        elapsed_ms: 2000,
      },
      { event: 'note', level: 'info', text: 'x', fields: { path: 'y' } },
    ]);
  });

  it('counts steps without pretending to know when they end', () => {
    const steps = { ...event, step: 'merge', done: 3, total: 10, unit: 'steps', counts: { delta: 0.00123 } };
    expect(rendered(lineProgress, (progress) => progress.update(steps))).toBe('merge  3/10 steps  30 %  delta 0.0012\n');
  });
});
