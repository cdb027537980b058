/**
 * What the steps of a build take, by the wall and of processors (all threads of the process), told apart by what the build says of itself; and
 * what its scores cost beside what it would do without them.
 */
import type { Progress } from '../src/base/progress.ts';

interface Told {
  readonly step: string;
  readonly at: number;
  readonly processor: number;
}

/** The scores of a release, by the steps that make them. The rest of `authority` is PageRank: edges numbered, read, shared out, iterated, written. */
const scores: readonly (readonly [name: string, isOf: (step: string) => boolean])[] = [
  ['circles_and_discounts', (step) => /^authority (circles|discounts)$/.test(step)],
  ['trust_and_spam_mass', (step) => step === 'authority trust'],
  ['supporters', (step) => step === 'authority supporters'],
  ['as_if_rel_were_ignored', (step) => step.startsWith('authority any rel')],
  ['topics', (step) => step === 'topics'],
  ['relevance', (step) => step === 'relevance'],
  ['spam', (step) => step === 'spam'],
];

export class ScoreCosts {
  readonly #told: Told[] = [];
  #runs = 0;

  readonly progress: Progress = {
    update: ({ task, step, unit }) => {
      if (task === 'rank') this.#tell(this.#ofRanking(step));
      else if (task === 'refresh' && unit === 'steps') this.#tell(step);
    },
    note: () => {},
  };

  /** The second reading of edges begins the run that ignores rel; `writing` is of both. */
  #ofRanking(step: string): string {
    if (step === 'numbering edges') this.#runs = 0;
    if (step === 'reading edges' && !this.#told.at(-1)?.step.endsWith(step)) this.#runs++;
    return `authority ${this.#runs > 1 && step !== 'writing' ? 'any rel ' : ''}${step}`;
  }

  #tell(step: string): void {
    if (this.#told.at(-1)?.step !== step) this.#told.push({ step, at: performance.now(), processor: processorMs() });
  }

  /** Ends the last step, and says what each took and what they come to. */
  say(say: (name: string, value: number, unit: string) => void): void {
    const ended = { step: '', at: performance.now(), processor: processorMs() };
    const steps = new Map<string, { wall: number; processor: number }>();
    for (const [i, { step, at, processor }] of this.#told.entries()) {
      const next = this.#told[i + 1] ?? ended;
      const sum = steps.get(step) ?? { wall: 0, processor: 0 };
      steps.set(step, { wall: sum.wall + (next.at - at) / 1000, processor: sum.processor + (next.processor - processor) / 1000 });
    }
    const both = (name: string, { wall, processor }: { wall: number; processor: number }): void => {
      say(name, wall, 's');
      say(`${name}.processor`, processor, 's');
    };
    for (const [step, took] of steps) both(`step.${step.replace(/\W+/g, '_')}`, took);
    const sumOf = (isOf: (step: string) => boolean): { wall: number; processor: number } =>
      [...steps].reduce(
        (sum, [step, took]) => (isOf(step) ? { wall: sum.wall + took.wall, processor: sum.processor + took.processor } : sum),
        { wall: 0, processor: 0 },
      );
    const isScore = (step: string): boolean => scores.some(([, isOf]) => isOf(step));
    const isRank = (step: string): boolean => step.startsWith('authority') && !isScore(step);
    both('pagerank_alone', sumOf(isRank));
    for (const [name, isOf] of scores) both(name, sumOf(isOf));
    const isCount = (step: string): boolean => ['domains', 'pages', 'summaries'].includes(step);
    both(
      'summaries',
      sumOf((step) => step === 'summaries'),
    );
    both(
      'domains_and_pages',
      sumOf((step) => step === 'domains' || step === 'pages'),
    );
    const [all, alone] = [sumOf((step) => isScore(step) || isRank(step) || isCount(step)), sumOf((step) => isRank(step) || isCount(step))];
    say(
      'scores_of_pagerank_and_summaries',
      all.wall / alone.wall,
      'times PageRank, domains, pages and summaries alone; the goal is at most 2',
    );
    say('scores_of_pagerank_and_summaries.processor', all.processor / alone.processor, 'the same in processor time');
    const narrow = (isOf: (step: string) => boolean): { wall: number; processor: number } =>
      sumOf((step) => isOf(step) || step === 'summaries');
    const [allNarrow, aloneNarrow] = [narrow((step) => isScore(step) || isRank(step)), narrow(isRank)];
    say(
      'scores_of_pagerank_and_kept_answers',
      allNarrow.wall / aloneNarrow.wall,
      'the same without the steps of domains and pages, which hold counts and scores both',
    );
    say('scores_of_pagerank_and_kept_answers.processor', allNarrow.processor / aloneNarrow.processor, 'the same in processor time');
  }
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
