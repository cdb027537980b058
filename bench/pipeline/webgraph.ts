/**
 * A web graph made up in Common Crawl's files (5 M domains, 100 M edges unless told otherwise), imported whole and held to 50 targets,
 * each in a process of its own whose largest resident memory is printed; beside them, in the same run, `zcat FILE | wc -c` of the same files
 * and `sort` of the same edges by the same keys. `npm run bench -- pipeline/webgraph [vertices] [edges] [folder]`
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from '../../src/store/literal.ts';
import { openIndex } from '../../test/test-index.ts';

if (process.argv[2] === 'import') await importOnly(process.argv[3] ?? '', process.argv[4] ?? '', process.argv[5]);
else await measure(Number(process.argv[2] ?? 5_000_000), Number(process.argv[3] ?? 100_000_000), process.argv[4]);

async function measure(vertices: number, edges: number, kept: string | undefined): Promise<void> {
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'openbacklinks-bench-graph-'));
  try {
    const prefix = join(folder, 'made-domain');
    const targets = join(folder, 'targets.txt');
    if (!existsSync(targets)) made(folder, prefix, targets, vertices, edges);
    const files = ['vertices', 'edges', 'ranks'].map((part) => `${prefix}-${part}.txt.gz`);
    say('files', files.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6, 'MB');
    const text = files.map((file) => Number(execFileSync('sh', ['-c', 'zcat "$1" | wc -c', 'sh', file])));
    let zcat = { wall: 0, processor: 0 };
    for (const file of files) {
      const { wall, processor } = timed('zcat "$1" | wc -c', file);
      zcat = { wall: zcat.wall + wall, processor: zcat.processor + processor };
    }
    const bytes = text.reduce((sum, size) => sum + size, 0);
    say('text', bytes / 1e6, 'MB');
    say('zcat', bytes / 1e6 / zcat.wall, 'MB/s');
    say('zcat.processor', zcat.processor, 's of processor');
    const sorted = `zcat "$1" | LC_ALL=C sort -t "$(printf '\\t')" -k2,2n -k1,1n -S 1G --parallel=2 -T "$2" | wc -l`;
    const sort = timed(sorted, files[1] ?? '', folder);
    say('sort', sort.wall, 's');
    say('sort.processor', sort.processor, 's of processor');

    for (const [mode, list] of [
      ['whole', null],
      ['targets', targets],
    ] as const) {
      const took = await imported(join(folder, `index-${mode}`), prefix, list);
      say(`${mode}.edges_kept`, took.kept, 'edges');
      say(`${mode}.seconds`, took.seconds, 's');
      for (const [step, spent] of Object.entries(took.steps)) say(`${mode}.seconds.${step.replaceAll(' ', '_')}`, spent, 's');
      say(`${mode}.edges`, edges / took.seconds, 'edges/s');
      say(`${mode}.of_zcat`, zcat.wall / took.seconds, 'of the rate of zcat');
      say(`${mode}.of_sort`, sort.wall / took.seconds, 'of the rate of sort');
      // On a machine that others use too, time on the processor is what can be compared.
      say(`${mode}.processor`, took.processorSeconds, 's of processor');
      say(`${mode}.processor.of_zcat`, zcat.processor / took.processorSeconds, 'of the rate of zcat');
      say(`${mode}.processor.of_sort`, sort.processor / took.processorSeconds, 'of the rate of sort');
      say(`${mode}.resident`, took.residentBytes / 1e6, 'MB at most');
      say(`${mode}.stored`, took.storedBytes / Math.max(1, took.kept), 'bytes an edge kept');
      say(`${mode}.question`, took.questionMs, 'ms for referring-domains of the strongest target');
      rmSync(join(folder, `index-${mode}`), { recursive: true, force: true });
      // Each step is linear in edges or in vertices, and both grow by the same factor here (Common Crawl has 38 edges a vertex, this 20).
      say(`${mode}.at_4.8_G_edges`, ((took.seconds / edges) * 4.8e9) / 3600, 'h, if time grows as edges do');
      say(`${mode}.processor.at_4.8_G_edges`, ((took.processorSeconds / edges) * 4.8e9) / 3600, 'h of processor, if it grows as edges do');
    }
  } finally {
    if (kept === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

interface Took {
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly steps: Readonly<Record<string, number>>;
  readonly kept: number;
  readonly residentBytes: number;
  readonly storedBytes: number;
  readonly questionMs: number;
}

async function imported(index: string, prefix: string, targets: string | null): Promise<Took> {
  const own = [import.meta.filename, 'import', index, prefix, ...(targets === null ? [] : [targets])];
  const child = spawn(process.execPath, own, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (piece: Buffer) => (text += piece.toString()));
  await once(child, 'close');
  return JSON.parse(text) as Took;
}

/** The process that is measured: an import, and then (after its memory was taken) a release and a question. */
async function importOnly(folder: string, prefix: string, targets: string | undefined): Promise<void> {
  await using index = await openIndex(folder);
  const steps: Record<string, number> = {};
  let [step, since] = ['files', performance.now()];
  const progress = {
    update: ({ step: next }: { step: string }) => {
      if (next === step) return;
      steps[step] = (steps[step] ?? 0) + (performance.now() - since) / 1000;
      [step, since] = [next, performance.now()];
    },
    note: () => {},
  };
  const started = performance.now();
  const processor = process.cpuUsage();
  const graph = await index.importWebGraph(prefix, { progress, ...(targets !== undefined && { targets }) });
  const took = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(processor);
  const processorSeconds = (user + system) / 1e6;
  progress.update({ step: 'end' });
  const residentBytes = process.resourceUsage().maxRSS * 1024;
  const [stored] = await index.engine.ask<{ bytes: number }>(
    sql`SELECT sum(bytes_on_disk) AS bytes FROM system.parts WHERE active AND database = currentDatabase() AND table = 'webgraph_in'`,
  );
  await index.refresh();
  const asked = performance.now();
  await index.ask('referring-domains', { target: nameOf(0) });
  const questionMs = performance.now() - asked;
  const result: Took = {
    seconds: took,
    processorSeconds,
    steps,
    kept: graph.edges_kept,
    residentBytes,
    storedBytes: stored?.bytes ?? 0,
    questionMs,
  };
  console.log(JSON.stringify(result));
}

/** A domain by its place in strength. Reversed, in the order of their numbers, they are sorted. */
function nameOf(vertex: number): string {
  return `site-${vertex.toString(36).padStart(5, '0')}.com`;
}

/**
 * Every fourth domain links, to 80 others on average (fewer mostly, thousands rarely); the k-th strongest gets a share of k^-2/3 of the links. Strength
 * is scattered over the vertices, as it is over names.
 */
function made(folder: string, prefix: string, targets: string, vertices: number, edges: number): void {
  mkdirSync(folder, { recursive: true });
  const place = (vertex: number): number => (vertex * 1_000_003) % vertices;
  const vertexAt = new Uint32Array(vertices);
  for (let vertex = 0; vertex < vertices; vertex++) vertexAt[place(vertex)] = vertex;
  const reversedName = (vertex: number): string => `com.site-${vertex.toString(36).padStart(5, '0')}`;
  written(`${prefix}-vertices.txt.gz`, (write) => {
    for (let vertex = 0; vertex < vertices; vertex++) write(`${vertex}\t${reversedName(vertex)}\t1\n`);
  });
  written(`${prefix}-ranks.txt.gz`, (write) => {
    write('#harmonicc_pos\t#harmonicc_val\t#pr_pos\t#pr_val\t#host_rev\t#n_hosts\n');
    for (let k = 0; k < vertices; k++) {
      const rank = Math.max(0.02 / (k + 1) ** 0.8, 0.4 / vertices).toPrecision(6);
      write(`${k + 1}\t${(30_000_000 - k).toFixed(1)}\t${k + 1}\t${rank}\t${reversedName(vertexAt[k] ?? 0)}\t1\n`);
    }
  });
  const next = seeded(42);
  written(`${prefix}-edges.txt.gz`, (write) => {
    let left = edges;
    for (let vertex = 0; vertex < vertices && left > 0; vertex += 4) {
      const mean = left / ((vertices - vertex) / 4);
      const degree = vertex + 4 >= vertices ? left : Math.min(left, Math.ceil(-Math.log(1 - next()) * mean));
      let line = '';
      for (let i = 0; i < degree; i++) line += `${vertex}\t${vertexAt[Math.floor(next() ** 3 * vertices)] ?? 0}\n`;
      write(line);
      left -= degree;
    }
  });
  const asked = Array.from({ length: 50 }, (_, i) => nameOf(vertexAt[Math.floor(1.2 ** i)] ?? 0));
  writeFileSync(targets, [nameOf(0), ...asked.slice(1)].join('\n'));
}

/** A gzip file of these lines, written plain first. */
function written(path: string, lines: (write: (text: string) => void) => void): void {
  const plain = path.replace(/\.gz$/, '');
  const fd = openSync(plain, 'w');
  let held: string[] = [];
  let chars = 0;
  const flush = (): void => {
    writeSync(fd, held.join(''), null, 'latin1');
    held = [];
    chars = 0;
  };
  lines((text) => {
    held.push(text);
    chars += text.length;
    if (chars > 1_000_000) flush();
  });
  flush();
  closeSync(fd);
  execFileSync('gzip', ['-1', '-f', plain]);
}

/** Seconds that a shell's pipe takes, by the clock and on the processor. */
function timed(pipe: string, ...args: readonly string[]): { wall: number; processor: number } {
  const started = performance.now();
  const text = execFileSync('sh', ['-c', `${pipe} > /dev/null; times`, 'sh', ...args]).toString();
  const wall = (performance.now() - started) / 1000;
  // The last line of `times` is what the children took: user and system, as 1m2.34s.
  const spent = [...(text.trimEnd().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)];
  return { wall, processor: spent.reduce((sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest), 0) };
}

/** Mulberry32: numbers from 0 to 1. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function say(name: string, value: number, unit: string): void {
  console.log(`pipeline/webgraph.${name} ${Number(value.toPrecision(4))} ${unit}`);
}
