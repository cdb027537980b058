/** The thread that owns an archive while it is read. Talks in the words of extract-messages.ts. */
import { createHash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { goBehindQuestions } from '../base/worker.ts';
import { loadLanguageDetector } from '../extract/language/language-of-text.ts';
import { extendVocabulary } from '../model/topic/vocabulary.ts';
import { digestOf } from '../sources/digest.ts';
import { extractArchive } from './extract-archive.ts';
import type { FromExtractor, ToExtractor } from './extract-messages.ts';
import { stageEdges } from './stage-edges.ts';
import { stageExport } from './stage-export.ts';
import { readTopicWords } from './topic-words.ts';
import { failedMessage } from './worker-failure.ts';

const port = parentPort ?? fatal();
const progressEveryMs = 250;
goBehindQuestions();

let extended = false;
let taken: Extract<ToExtractor, { say: 'take' }> | null = null;

port.on('message', (message: ToExtractor) => {
  if (message.say === 'take') {
    taken = message;
    Promise.all([digestOf(message.path), loadLanguageDetector()]).then(
      ([digest]) => tell({ say: 'digest', digest: saidOf(digest, message) }),
      tellFailure,
    );
  } else if (message.say === 'read') {
    try {
      tell({ say: 'staged', staged: read() });
    } catch (thrown) {
      tellFailure(thrown);
    }
  }
});

/** Before the first page of this thread. */
function extendOnce(topicWords: string | null): void {
  if (!extended && topicWords !== null) extendVocabulary(readTopicWords(topicWords));
  extended = true;
}

function read(): Extract<FromExtractor, { say: 'staged' }>['staged'] {
  if (taken === null) throw new Error('told to read before an archive was taken');
  extendOnce(taken.topicWords);
  let toldAt = performance.now();
  const { path, folder, kind, keepInternal, exported } = taken;
  const options = {
    keepInternal,
    onRecord: (bytes: number, pages: number, links: number) => {
      const now = performance.now();
      if (now - toldAt < progressEveryMs) return;
      toldAt = now;
      tell({ say: 'progress', bytes, pages, links });
    },
  };
  if (kind === 'export') return stageExport(path, folder, exported, options);
  return kind === 'edges' ? stageEdges(path, folder, options) : extractArchive(path, folder, options);
}

/** The same bytes say something else under another property or mapping: then they are another file. */
function saidOf(digest: string, { exported: { property, mapping } }: Extract<ToExtractor, { say: 'take' }>): string {
  if (property === undefined && mapping === undefined) return digest;
  return createHash('sha256')
    .update(JSON.stringify([digest, property, mapping]))
    .digest('hex');
}

function tellFailure(thrown: unknown): void {
  tell(failedMessage(thrown));
}

function tell(message: FromExtractor): void {
  port.postMessage(message);
}

function fatal(): never {
  throw new Error('extract-worker.ts runs as a worker only');
}
