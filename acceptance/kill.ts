import { join } from 'node:path';
import fc from 'fast-check';
import { killedRuns, type Moment } from '../test/killed-runs.ts';
import type { Check } from './check.ts';

const archives = ['pages/trafilatura.warc.gz', 'webring/webring-monthly.warc.gz', 'selfhosted/selfhosted.warc.gz'];

/** Parts of a run with how long after their beginning it may be killed, twenty kills in all. */
const parts = [
  { steps: ['start'], times: 2, msMax: 3_000 },
  { steps: ['ingest'], times: 5, msMax: 5_000 },
  {
    steps: ['touched pages', 'link states', 'unchanged partitions', 'merge', 'domain edges', 'authority', 'domains', 'pages', 'summaries'],
    times: 8,
    msMax: 1_000,
  },
  { steps: ['publish'], times: 5, msMax: 300 },
] as const;

/** Killed at twenty random moments of ingest, refresh and swap, the index answers and ends up as if nothing had happened. */
export const kill: Check = async (say, dataDir) => {
  const moments = randomMoments(20_261_122);
  const { kills, answered, wrong } = await killedRuns(
    archives.map((archive) => join(dataDir, archive)),
    moments,
    'github.com',
    (line) => say('moment', line, '-'),
  );
  say('kills', kills.length, 'times', kills.length === 20);
  say('live_release_answered', answered, 'times', answered > 0);
  say('wrong', wrong.length, 'things', wrong.length === 0);
  for (const thing of wrong.slice(0, 20)) say('wrong', thing, '-');
};

function randomMoments(seed: number): Moment[] {
  const moments = parts.flatMap(({ steps, times, msMax }, i) =>
    fc.sample(fc.record({ step: fc.constantFrom(...steps), afterMs: fc.integer({ min: 0, max: msMax }) }), {
      seed: seed + i,
      numRuns: times,
    }),
  );
  const [shuffled = []] = fc.sample(fc.shuffledSubarray(moments, { minLength: moments.length }), { seed, numRuns: 1 });
  return shuffled;
}
