/**
 * The spike test on counts whose nature is known: negative-binomial ones of mean 100 and dispersion k, twelve before and one under test. False positives where
 * that one is like the others, power where it is three times as large. 20,000 rounds each, one seed. `npm run bench -- compute/spike`
 */
import { levelShifts } from '../../src/compute/level-shift.ts';
import { spikeHistory, spikeTest } from '../../src/compute/spike.ts';

const mean = 100;
const rounds = 20_000;
/** What METRICS section 6.3 measured of the same rule at p < 0.001, without its demands on the size of a spike. */
const asked = {
  2: { falsePositives: 0.012, power: 0.27 },
  8: { falsePositives: 0.012, power: 0.6 },
  50: { falsePositives: 0.012, power: 0.98 },
};

let state = 20_261_127;

for (const [dispersion, { falsePositives, power }] of Object.entries(asked)) {
  const k = Number(dispersion);
  const rateOf = (times: number, counts: (test: NonNullable<ReturnType<typeof spikeTest>>) => boolean): number => {
    let found = 0;
    for (let round = 0; round < rounds; round++) {
      const history = Array.from({ length: spikeHistory }, () => negativeBinomial(mean, k));
      const test = spikeTest(history, negativeBinomial(times * mean, k));
      if (test !== null && counts(test)) found++;
    }
    return found / rounds;
  };
  const wrong = rateOf(1, ({ p }) => p < 0.001);
  const right = rateOf(3, ({ p }) => p < 0.001);
  say(`false_positives.k_${k}`, wrong, `of ${rounds}, at most ${falsePositives}`, wrong <= falsePositives);
  say(`power_at_3x.k_${k}`, right, `of ${rounds}, at least ${power}`, right >= power);
  say(
    `spikes_of_nothing.k_${k}`,
    rateOf(1, ({ found }) => found),
    `of ${rounds}`,
  );
  say(
    `spikes_found_at_3x.k_${k}`,
    rateOf(3, ({ found }) => found),
    `of ${rounds}`,
  );
}

/** Of 60 counts, how many steady series seem to shift at all, and how many that double behind the thirtieth are told within twelve. */
for (const k of [2, 8, 50]) {
  const shiftsOf = (times: number): boolean[] => {
    const series = Array.from({ length: 60 }, (_, i) => negativeBinomial(i < 30 ? mean : times * mean, k));
    const counts = series.map((seen, i) => ({ seen, test: spikeTest(series.slice(Math.max(0, i - spikeHistory), i), seen) }));
    return levelShifts(counts).map((level) => level?.shift != null);
  };
  const many = 2_000;
  const shareOf = (times: number, tells: (shifts: readonly boolean[]) => boolean): number =>
    Array.from({ length: many }, () => tells(shiftsOf(times))).filter(Boolean).length / many;
  say(
    `shifts_of_nothing.k_${k}`,
    shareOf(1, (shifts) => shifts.includes(true)),
    `of ${many} series of 60`,
  );
  say(
    `shifts_found_at_2x.k_${k}`,
    shareOf(2, (shifts) => shifts.slice(30, 42).includes(true)),
    `of ${many} within 12`,
  );
}

function say(name: string, value: number, unit: string, ok = true): void {
  console.log(name, Number(value.toPrecision(4)), ok ? unit : `${unit} FAIL`);
  if (!ok) process.exitCode = 1;
}

/** A Poisson count whose rate is drawn from a gamma distribution: variance mean + mean² / k. */
function negativeBinomial(average: number, k: number): number {
  return poisson((gamma(k) * average) / k);
}

/** Marsaglia and Tsang's method (https://doi.org/10.1145/358407.358414), for shapes from 1 up. */
function gamma(shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Large rates are halved by gamma-distributed waiting times until multiplying uniform numbers is quick (Ahrens and Dieter). */
function poisson(rate: number): number {
  if (rate > 30) {
    const waits = Math.floor((7 * rate) / 8);
    const time = gamma(waits);
    if (time <= rate) return waits + poisson(rate - time);
    let events = 0;
    for (let i = 1; i < waits; i++) if (random() < rate / time) events++;
    return events;
  }
  let [events, left] = [0, random()];
  for (const end = Math.exp(-rate); left > end; events++) left *= random();
  return events;
}

function normal(): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Mulberry32: seeded, so that a run repeats itself. */
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}
