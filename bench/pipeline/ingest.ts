/**
 * From archives to stored rows, the whole way and on all cores: WAT and HTML of the bench corpus, each beside `zcat FILE | wc -c` of
 * the same files run one after the other in the same minute. Prints the process's largest resident memory too.
 */
import { execFileSync } from 'node:child_process';
import { throwawayIndex } from '../../test/test-index.ts';
import { corpus, type CorpusFile, type CorpusKind } from '../corpus.ts';

for (const kind of ['wat', 'html'] as const) await measure(kind);

async function measure(kind: CorpusKind): Promise<void> {
  const files = corpus(kind);
  if (files === null) return say(`${kind}.skipped`, 0, 'no ../shared/data/pages');
  const zcatSeconds = files.reduce((sum, file) => sum + seconds(() => zcat(file)), 0);
  const bytes = files.reduce((sum, file) => sum + file.inflatedBytes, 0);
  let largest = 0;
  const watch = setInterval(() => (largest = Math.max(largest, process.memoryUsage().rss)), 50);
  await using index = await throwawayIndex();
  const cpu = process.cpuUsage();
  const started = performance.now();
  const result = await index.ingest(files.map((file) => file.path));
  const took = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  clearInterval(watch);
  say(`${kind}.bytes`, bytes / 1e6, 'MB');
  say(`${kind}.stored`, bytes / 1e6 / took, 'MB/s');
  say(`${kind}.core`, bytes / ((user + system) / 1e6) / 1e6, 'MB a second of processor');
  say(`${kind}.links`, result.links / took, 'links/s');
  say(`${kind}.zcat`, bytes / 1e6 / zcatSeconds, 'MB/s');
  say(`${kind}.of_zcat`, zcatSeconds / took, 'x');
  say(`${kind}.resident`, largest / 1e6, 'MB');
}

function zcat({ path }: CorpusFile): void {
  execFileSync('sh', ['-c', 'zcat "$1" | wc -c', 'sh', path]);
}

function seconds(work: () => void): number {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
}

function say(name: string, value: number, unit: string): void {
  console.log(`pipeline/ingest.${name} ${Number(value.toPrecision(4))} ${unit}`);
}
