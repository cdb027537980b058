/**
 * Big inputs for benches, from the real pages of `../shared/data/pages`: `node scripts/run.mjs bench/corpus.ts [FOLDER] [--files N]`.
 *
 * Each archive is repeated until it is large enough (WAT files of Common Crawl hold 1.5 GB: much less would measure how code is warmed up), the registrable domains of each copy rewritten letter by letter, in sources
 * and targets alike, so that no host repeats while every host keeps its links, its length and its public suffix. One gzip member
 * a record. A folder that has its manifest is left as it is.
 */
import { existsSync, mkdirSync, closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { hostOf } from '../src/model/host.ts';
import { project, realData } from './project.ts';

export type CorpusKind = 'wat' | 'html';

export interface CorpusFile {
  readonly path: string;
  /** As it lies on disk, and inflated. */
  readonly bytes: number;
  readonly inflatedBytes: number;
  readonly records: number;
}

const pages = path.join(realData, 'pages');
const sources: Readonly<Record<CorpusKind, { readonly file: string; readonly name: string; readonly bytesMin: number }>> = {
  wat: { file: 'trafilatura.derived.warc.wat.gz', name: 'warc.wat.gz', bytesMin: 1800e6 },
  html: { file: 'trafilatura.warc.gz', name: 'warc.gz', bytesMin: 500e6 },
};

export const corpusFolder = path.join(project, 'data/bench');

/** The files of a kind, made if they are not there; null when the real pages are absent. */
export function corpus(kind: CorpusKind, folder = corpusFolder, files = 4): readonly CorpusFile[] | null {
  const source = path.join(pages, sources[kind].file);
  if (!existsSync(source)) return null;
  const into = path.join(folder, `${kind}-${files}`);
  const manifest = path.join(into, 'manifest.json');
  if (!existsSync(manifest)) {
    mkdirSync(into, { recursive: true });
    writeFileSync(manifest, JSON.stringify(write(kind, source, into, files), null, 2));
  }
  const names: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
  return (names as CorpusFile[]).map((file) => ({ ...file, path: path.join(into, file.path) }));
}

function write(kind: CorpusKind, source: string, folder: string, files: number): CorpusFile[] {
  const records = recordsOf(gunzipSync(readFileSync(source)).toString('latin1'));
  const bytes = records.reduce((sum, record) => sum + record.length, 0);
  const copies = Math.max(files, Math.ceil(sources[kind].bytesMin / bytes));
  if (copies > 2 * alphabet.length) throw new Error(`${copies} copies would repeat: an alphabet of ${alphabet.length} gives no more`);
  return Array.from({ length: files }, (_, file) => {
    const name = `${kind}-${file}.${sources[kind].name}`;
    const handle = openSync(path.join(folder, name), 'w');
    const written = { path: name, bytes: 0, inflatedBytes: 0, records: 0 };
    for (let copy = file; copy < copies; copy += files) {
      for (const record of records) {
        const member = gzipSync(Buffer.from(renamed(record, copy), 'latin1'));
        written.bytes += writeSync(handle, member);
        written.inflatedBytes += record.length;
        written.records++;
      }
    }
    closeSync(handle);
    return written;
  });
}

/** Whole records as they stand, header, block and the empty lines behind it. */
function recordsOf(archive: string): string[] {
  const records: string[] = [];
  for (let start = 0; start < archive.length;) {
    const headEnd = archive.indexOf('\r\n\r\n', start) + 4;
    const length = /^Content-Length: *(\d+)/im.exec(archive.slice(start, headEnd))?.[1];
    if (headEnd < 4 || length === undefined) throw new Error(`no record at byte ${start} of the inflated archive`);
    const end = headEnd + Number(length) + 4;
    // Digests would be wrong after the rewriting.
    records.push(archive.slice(start, headEnd).replace(/^WARC-(?:Payload|Block)-Digest:.*\r\n/gim, '') + archive.slice(headEnd, end));
    start = end;
  }
  return records;
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
const hosts = /(?<=\/\/)(?:www\.)?[a-z0-9](?:[a-z0-9-]*\.)+[a-z]{2,}(?![a-z0-9.-])/gi;

/** A record with its hosts renamed; copy 0 is the original. Nothing changes its length. */
function renamed(record: string, copy: number): string {
  return copy === 0 ? record : record.replace(hosts, (host) => renamedHost(host.toLowerCase(), copy));
}

const remembered = new Map<string, string>();

/** `blog.example.com` -> `blog.fybnqmf.com`: the label before the public suffix, each letter `copy` places on, and backwards when all places are used up. */
function renamedHost(host: string, copy: number): string {
  const key = `${copy} ${host}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const { domain } = hostOf(host);
  const label = domain.split('.')[0] ?? '';
  const start = host.length - domain.length;
  const shifted = label.startsWith('xn--') || !domain.includes('.') ? label : renamedLabel(label, copy);
  const name = host.slice(0, start) + shifted + domain.slice(label.length);
  remembered.set(key, name);
  return name;
}

function renamedLabel(label: string, copy: number): string {
  const letters = Array.from(label, (letter) => shift(letter, copy));
  return (copy < alphabet.length ? letters : letters.toReversed()).join('');
}

function shift(letter: string, by: number): string {
  const at = alphabet.indexOf(letter);
  return at === -1 ? letter : (alphabet[(at + by) % alphabet.length] ?? letter);
}

function main(args: readonly string[]): void {
  const at = args.indexOf('--files');
  const files = at === -1 ? 4 : Number(args[at + 1]);
  const folder = args.find((argument, i) => !argument.startsWith('--') && (at === -1 || i !== at + 1)) ?? corpusFolder;
  for (const kind of ['wat', 'html'] as const) {
    const made = corpus(kind, path.resolve(folder), files);
    if (made === null) console.error(`${sources[kind].file}: no real pages at ${pages}; nothing made`);
    for (const file of made ?? []) console.log(`${file.path} ${file.inflatedBytes} bytes`);
  }
}

if (process.argv[1] === import.meta.filename) main(process.argv.slice(2));
