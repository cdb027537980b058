/** Further words of topics, as a file of the data directory: made once from embeddings, read by each thread that reads archives. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { fail } from '../base/errors.ts';
import { extendedWords } from '../compute/topics/extended-words.ts';
import { topicCode, topicNames, topicOf } from '../model/topic/taxonomy.ts';
import { topicsVersion, type WeighedWord } from '../model/topic/vocabulary.ts';
import { openEmbeddings } from '../sources/embeddings/embeddings.ts';

const shape = z.object({
  version: z.string(),
  from: z.string(),
  words: z.record(z.enum(topicNames), z.array(z.string())),
});

export interface TopicWordsMade {
  readonly from: string;
  readonly words: number;
  /** Topics that have further words, with how many. */
  readonly topics: Readonly<Record<string, number>>;
}

/** Takes words from embeddings (a folder, or the name of a package) and writes them to `path`. Throws `embeddings_unreadable`. */
export function makeTopicWords(place: string, path: string): TopicWordsMade {
  const embeddings = openEmbeddings(place);
  const words = Object.fromEntries(topicNames.map((topic) => [topic, [] as string[]]));
  const found = extendedWords(embeddings);
  for (const { text, topic } of found) words[topicOf(topic) ?? '']?.push(text);
  writeFileSync(`${path}.new`, JSON.stringify({ version: topicsVersion, from: embeddings.name, words }));
  renameSync(`${path}.new`, path);
  const counts = Object.entries(words).map(([topic, own]) => [topic, own.length] as const);
  return { from: embeddings.name, words: found.length, topics: Object.fromEntries(counts.filter(([, count]) => count > 0)) };
}

/** The words of the file; none without one. Throws `embeddings_unreadable` when it is damaged. */
export function readTopicWords(path: string): WeighedWord[] {
  if (!existsSync(path)) return [];
  try {
    const { words } = shape.parse(JSON.parse(readFileSync(path, 'utf8')));
    return topicNames.flatMap((topic) => (words[topic] ?? []).map((text) => ({ text, topic: topicCode(topic), weight: 1 })));
  } catch (thrown) {
    return fail(
      'embeddings_unreadable',
      { path, reason: 'the words that were taken from embeddings are damaged; take them again' },
      thrown,
    );
  }
}
