import type { FairQueue } from './fair-queue.ts';
import type { Holdings } from './holdings.ts';
import type { LedgerStore } from './ledger.ts';
import type { PriceList } from './price.ts';
import type { Answered, Question } from './question.ts';

/** What all ways of paying have in common. */
export interface Till {
  /** Whether calls are charged. Limits of keys hold either way. */
  readonly charges: boolean;
  readonly prices: PriceList;
  readonly ledger: LedgerStore;
  readonly holdings: Holdings;
  readonly queue: FairQueue;
}

/** Runs what a question needs of the engine when it is its key's turn. */
export async function inTurn<T>({ queue }: Till, { caller, signal }: Question, work: () => Promise<T>): Promise<T> {
  const { id, concurrent } = caller?.holder ?? { id: 'owner', concurrent: null };
  return queue.run(id, concurrent, signal, work);
}

export async function answered(till: Till, question: Question, input: unknown): Promise<Answered> {
  return inTurn(till, question, async () => question.answer(input));
}
