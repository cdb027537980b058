import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedsOf } from '../model/topic/vocabulary.ts';
import { topicCode } from '../model/topic/taxonomy.ts';
import { openEmbeddings } from '../sources/embeddings/embeddings.ts';
import { makeTopicWords, readTopicWords } from './topic-words.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'openbacklinks-embeddings-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Four dimensions: teeth, dogs, what every word has, and nothing. */
const [teeth, dogs, between, neither] = [
  [1, 0, 2, 0],
  [0, 1, 2, 0],
  [0.7, 0.7, 2, 0],
  [0, 0, 2, 1],
];

function singleSeeds(topic: 'dentistry' | 'pets'): string[] {
  return seedsOf(topic)
    .sure.filter((word) => !word.includes('_'))
    .slice(0, 5);
}

const vectors: Readonly<Record<string, readonly number[] | undefined>> = {
  '[UNK]': [0, 0, 0, 0],
  ...Object.fromEntries(singleSeeds('dentistry').map((word) => [word, teeth])),
  ...Object.fromEntries(singleSeeds('pets').map((word) => [word, dogs])),
  Molarity: teeth,
  tandlakare: teeth,
  gnawing: between,
  '##ology': teeth,
  wolfhound: dogs,
  lamp: neither,
  curtains: neither,
  '12th': teeth,
};

type Numbers = 'F32' | 'F16' | 'BF16' | 'I8';

/** A model as model2vec writes it: the head's length, the head, and the rows of all tokens. */
function writeModel(
  name: string,
  type: Numbers = 'F32',
  tokens: Readonly<Record<string, readonly number[] | undefined>> = vectors,
): string {
  const path = join(folder, name);
  mkdirSync(path);
  const rows = Object.values(tokens).map((vector) => vector ?? []);
  const bytes = Buffer.concat(rows.flat().map((value) => numberOf(type, value)));
  const head = Buffer.from(
    JSON.stringify({
      __metadata__: { format: 'pt' },
      embeddings: { dtype: type, shape: [rows.length, 4], data_offsets: [0, bytes.length] },
    }),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(head.length));
  writeFileSync(join(path, 'model.safetensors'), Buffer.concat([length, head, bytes]));
  const vocab = Object.fromEntries(Object.keys(tokens).map((token, id) => [token, id]));
  writeFileSync(join(path, 'tokenizer.json'), JSON.stringify({ version: '1.0', model: { type: 'WordPiece', unk_token: '[UNK]', vocab } }));
  return path;
}

function numberOf(type: Numbers, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  if (type === 'F32') bytes.writeFloatLE(value);
  if (type === 'BF16') {
    bytes.writeFloatLE(value);
    return Buffer.from(bytes.subarray(2));
  }
  if (type === 'I8') bytes.writeInt8(Math.round(10 * value));
  // 0, 1, 2 and 0.7 in binary16 (https://en.wikipedia.org/wiki/Half-precision_floating-point_format).
  if (type === 'F16') bytes.writeUInt16LE({ 0: 0, 1: 0x3c00, 2: 0x4000, 0.7: 0x399a }[value] ?? Number.NaN);
  return Buffer.from(bytes.subarray(0, { F32: 4, F16: 2, I8: 1 }[type]));
}

describe('words of topics from embeddings', () => {
  it.each<Numbers>(['F32', 'F16', 'BF16', 'I8'])('are whole words near to one topic alone, from numbers of type %s', (type) => {
    const path = join(folder, `words-${type}.json`);
    const made = makeTopicWords(writeModel(`model-${type}`, type), path);
    expect(made).toEqual({ from: `model-${type}`, words: 3, topics: { dentistry: 2, pets: 1 } });
    expect(readTopicWords(path)).toEqual([
      { text: 'molarity', topic: topicCode('dentistry'), weight: 1 },
      { text: 'tandlakare', topic: topicCode('dentistry'), weight: 1 },
      { text: 'wolfhound', topic: topicCode('pets'), weight: 1 },
    ]);
  });

  it('are the same file each time', () => {
    const model = writeModel('again');
    makeTopicWords(model, join(folder, 'first.json'));
    makeTopicWords(model, join(folder, 'second.json'));
    expect(readFileSync(join(folder, 'first.json'), 'utf8')).toBe(readFileSync(join(folder, 'second.json'), 'utf8'));
  });

  it('are none where no file is, and a damaged file is a failure', () => {
    expect(readTopicWords(join(folder, 'missing.json'))).toEqual([]);
    writeFileSync(join(folder, 'damaged.json'), '{"version":"topics_v1","words":[');
    expect(() => readTopicWords(join(folder, 'damaged.json'))).toThrow(expect.objectContaining({ code: 'embeddings_unreadable' }));
  });
});

describe('a folder of embeddings', () => {
  it('has the whole words of a unigram tokenizer without their mark', () => {
    const path = writeModel('unigram');
    const tokens = Object.keys(vectors).map((token, id) => [id % 2 === 0 ? `\u2581${token}` : token, -id]);
    writeFileSync(join(path, 'tokenizer.json'), JSON.stringify({ model: { type: 'Unigram', vocab: tokens } }));
    const even = Object.keys(vectors).filter((token, id) => id % 2 === 0 && /^[\p{L}\p{N}]+$/u.test(token));
    expect([...openEmbeddings(path).words()].map(([word]) => word)).toEqual(even.map((word) => word.toLowerCase()));
  });

  it.each<[string, (path: string) => void, RegExp]>([
    ['without a model', (path) => rmSync(join(path, 'model.safetensors')), /no such file/i],
    [
      'with a model that was cut',
      (path) => writeFileSync(join(path, 'model.safetensors'), readFileSync(join(path, 'model.safetensors')).subarray(0, 200)),
      /does not fit|too early|JSON/,
    ],
    ['with a head that is too long', (path) => writeFileSync(join(path, 'model.safetensors'), Buffer.alloc(16, 0xff)), /head does not fit/],
    ['without a tokenizer', (path) => writeFileSync(join(path, 'tokenizer.json'), '{}'), /form that model2vec writes/],
    ['with a tokenizer that is no JSON', (path) => writeFileSync(join(path, 'tokenizer.json'), '{'), /no JSON/],
  ])('%s is refused by name', (what, damage, reason) => {
    const path = writeModel(what.replaceAll(' ', '-'));
    damage(path);
    expect(() => openEmbeddings(path)).toThrow(
      expect.objectContaining({ code: 'embeddings_unreadable', message: expect.stringMatching(reason) as string }),
    );
  });

  it('that is none is refused', () => {
    expect(() => openEmbeddings(join(folder, 'nowhere'))).toThrow(expect.objectContaining({ code: 'embeddings_unreadable' }));
  });
});
