/**
 * Static embeddings in the model2vec format (https://github.com/MinishLab/model2vec): a vector for each token of a tokenizer. Only
 * tokens that are whole words are taken.
 */
import { readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { fail } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import type { Embeddings } from './embeddings.ts';
import { readTensor } from './safetensors.ts';

const tokenizer = z.object({
  model: z.object({
    type: z.string().optional(),
    vocab: z.union([z.record(z.string(), z.int().nonnegative()), z.array(z.tuple([z.string(), z.number()]))]),
  }),
});

/** Throws `embeddings_unreadable`, naming the file and what is wrong with it. */
export function openModel2vec(folder: string): Embeddings {
  const model = join(folder, 'model.safetensors');
  const tensor = reading(model, () => readTensor(model, 'embeddings') ?? readTensor(model, 'embedding.weight'));
  if (tensor === null) return fail('embeddings_unreadable', { path: model, reason: 'it holds no tensor "embeddings"' });
  const [rows = 0, dimensions = 0] = tensor.shape;
  if (tensor.shape.length !== 2 || rows === 0 || dimensions === 0)
    return fail('embeddings_unreadable', { path: model, reason: 'its embeddings are not one vector a token' });
  // Where vectors are shared, a mapping says which row a token has.
  const mapping = reading(model, () => readTensor(model, 'mapping'));
  const path = join(folder, 'tokenizer.json');
  const { model: found } = reading(path, () => tokenizer.parse(JSON.parse(boundedText(path))));
  const tokens = Array.isArray(found.vocab) ? found.vocab.map(([token], id) => [token, id] as const) : Object.entries(found.vocab);
  const isWord = wordIn(found.type ?? (Array.isArray(found.vocab) ? 'Unigram' : 'WordPiece'));
  return {
    name: basename(folder),
    dimensions,
    *words() {
      const seen = new Set<string>();
      for (const [token, id] of tokens) {
        const word = isWord(token)?.toLowerCase() ?? '';
        const row = mapping === null ? id : (mapping.values[id] ?? -1);
        if (word === '' || row < 0 || row >= rows || seen.has(word)) continue;
        seen.add(word);
        yield [word, tensor.values.subarray(row * dimensions, (row + 1) * dimensions)];
      }
    },
  };
}

/** The word that a token is, by how its tokenizer marks parts of words; null for a part. */
function wordIn(type: string): (token: string) => string | null {
  const letters = /^[\p{L}\p{M}\p{N}]+$/u;
  const whole = (word: string): string | null => (letters.test(word) ? word : null);
  // A beginning of a word is marked where the others are not, and the other way round.
  if (type === 'WordPiece' || type === 'WordLevel') return whole;
  return (token) => (/^[\u2581\u0120]/.test(token) ? whole(token.slice(1)) : null);
}

function boundedText(path: string): string {
  if (statSync(path).size > limits.embeddingsBytesMax) throw new TypeError(`it is larger than ${limits.embeddingsBytesMax} bytes`);
  return readFileSync(path, 'utf8');
}

function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    return fail('embeddings_unreadable', { path, reason: reasonOf(thrown) }, thrown);
  }
}

function reasonOf(thrown: unknown): string {
  if (thrown instanceof z.ZodError) return 'it does not have the form that model2vec writes';
  if (thrown instanceof SyntaxError) return 'it is no JSON';
  return thrown instanceof Error ? thrown.message : String(thrown);
}
