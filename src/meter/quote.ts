import { parseInput } from '../query/ask.ts';
import { notCharged, type Quote } from './call.ts';
import { countedAtMost } from './counted.ts';
import { costOf, toCredits } from './price.ts';
import type { Metered, Question } from './question.ts';
import { inTurn, type Till } from './till.ts';

/** The answer to a dry run: what the question would cost and how many rows it would give. It is not asked, and costs nothing. */
export async function quoted(till: Till, question: Question, input: unknown): Promise<Metered> {
  const { charges, prices, ledger } = till;
  const { operation, caller } = question;
  const release = question.release(parseInput(operation, input, question.piece?.rowsMax));
  const atMost = countedAtMost(question, input);
  const { rows, exact, rowsToRead, asJob } = await inTurn(till, question, async () => question.expectedRows(input, atMost.rows));
  const quote: Quote = {
    dry_run: true,
    operation: operation.name,
    release,
    price_list: prices.version,
    credits: toCredits(costOf(prices, operation, { ...atMost, rows })),
    rows,
    rows_are: exact || atMost.rows === 0 ? 'exact' : 'at_most',
    credits_at_most: toCredits(costOf(prices, operation, atMost)),
    rows_at_most: atMost.rows,
    rows_to_read: rowsToRead,
    as_job: asJob,
    charged: charges && caller !== null,
  };
  const remaining = quote.charged && caller !== null ? toCredits(await ledger.balance(caller.holder.account)) : null;
  return { release, data: quote, bill: { ...notCharged, credits_remaining: remaining } };
}
