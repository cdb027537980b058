/** The thread that owns an archive while it is read. Talks in the words of extract-messages.ts. */
import { parentPort } from 'node:worker_threads';
import { Failure } from '../base/errors.ts';
import { digestOf } from '../sources/digest.ts';
import { extractArchive } from './extract-archive.ts';
import type { FromExtractor, ToExtractor } from './extract-messages.ts';
import { stageEdges } from './stage-edges.ts';

const port = parentPort ?? fatal();
const progressEveryMs = 250;

let taken: Extract<ToExtractor, { say: 'take' }> | null = null;

port.on('message', (message: ToExtractor) => {
  if (message.say === 'take') {
    taken = message;
    digestOf(message.path).then((digest) => tell({ say: 'digest', digest }), tellFailure);
  } else if (message.say === 'read') {
    try {
      tell({ say: 'staged', staged: read() });
    } catch (thrown) {
      tellFailure(thrown);
    }
  }
});

function read(): Extract<FromExtractor, { say: 'staged' }>['staged'] {
  if (taken === null) throw new Error('told to read before an archive was taken');
  let toldAt = performance.now();
  const stage = taken.kind === 'edges' ? stageEdges : extractArchive;
  return stage(taken.path, taken.folder, {
    keepInternal: taken.keepInternal,
    onRecord: (bytes, pages, links) => {
      const now = performance.now();
      if (now - toldAt < progressEveryMs) return;
      toldAt = now;
      tell({ say: 'progress', bytes, pages, links });
    },
  });
}

function tellFailure(thrown: unknown): void {
  const failure = thrown instanceof Failure ? thrown : null;
  tell({
    say: 'failed',
    code: failure?.code ?? null,
    params: failure?.params ?? {},
    reason: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
  });
}

function tell(message: FromExtractor): void {
  port.postMessage(message);
}

function fatal(): never {
  throw new Error('extract-worker.ts runs as a worker only');
}
