import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');

/** From the bottom up. Folders of one row do not know of each other. */
const layers = [
  ['base'],
  ['model'],
  ['sources', 'extract'],
  ['store'],
  ['compute'],
  ['pipeline', 'query'],
  ['meter'],
  ['service'],
  ['http', 'mcp', 'cli', 'client'],
  ['main.ts'],
];
const heightOf = new Map(layers.flatMap((row, height) => row.map((folder) => [folder, height] as const)));

/** The sample writes archives as any crawler does: it must not know how they are read. Only these may start it. */
const sampleImports = new Set(['base', 'model']);
const sampleUsers = new Set(['service', 'main.ts']);

/** Static and dynamic imports, and modules that are started by their URL (workers). */
const reference = /(?:\bfrom\s+|\bimport\s*\(?\s*|\bnew URL\(\s*)'(\.{1,2}\/[^']+\.ts)'/g;

interface Import {
  readonly from: string;
  readonly to: string;
}

function filesOf(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => path.join(folder, file));
}

function importsOf(folder: string): Import[] {
  return filesOf(folder).flatMap((from) => {
    const text = readFileSync(path.join(root, from), 'utf8');
    return Array.from(text.matchAll(reference), ([, to = '']) => ({ from, to: path.join(path.dirname(from), to) }));
  });
}

/** `src/store/load.ts` -> `store`, `src/main.ts` -> `main.ts`. */
function layerOf(file: string): string {
  return file.split(path.sep)[1] ?? '';
}

function isUpward({ from, to }: Import): boolean {
  const [importer, imported] = [layerOf(from), layerOf(to)];
  if (to.startsWith('sample')) return sampleUsers.has(importer);
  if (importer === imported) return true;
  return (heightOf.get(imported) ?? Number.POSITIVE_INFINITY) < (heightOf.get(importer) ?? Number.NEGATIVE_INFINITY);
}

function shown({ from, to }: Import): string {
  return `${from} imports ${to}`;
}

describe('layers', () => {
  it('every folder of src has its place in the list', () => {
    const folders = new Set(filesOf('src').map(layerOf));
    expect([...folders].filter((folder) => !heightOf.has(folder))).toEqual([]);
  });

  it('imports go only up the list', () => {
    const imports = importsOf('src');
    expect(imports.length).toBeGreaterThan(0);
    expect(imports.filter((found) => !isUpward(found)).map(shown)).toEqual([]);
  });

  it('the sample web knows base and model only', () => {
    const outside = importsOf('sample').filter(({ to }) => !to.startsWith('sample'));
    expect(outside.filter(({ to }) => !to.startsWith('src') || !sampleImports.has(layerOf(to))).map(shown)).toEqual([]);
  });
});
