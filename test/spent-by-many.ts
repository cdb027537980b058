import { ledgerFaults } from '../src/meter/ledger-check.ts';
import { openAccounts } from '../src/store/accounts.ts';
import { sampleService } from './sample-service.ts';

export interface Spent {
  readonly granted: number;
  /** Calls that were paid for, at one credit each. */
  readonly paid: number;
  /** How often a balance below zero, or below what was reserved, was seen while they ran. */
  readonly negative: number;
  /** Calls that were refused although one was paid for afterwards, by the order in which the ledger and the caller saw them. */
  readonly refusedBeforeLastPaid: number;
  readonly wrong: readonly string[];
}

/** Callers that spend from one key at the same time until it is empty, over HTTP. */
export async function spentByMany(callers: number, granted: number): Promise<Spent> {
  await using service = await sampleService({ crawls: 1, charges: true });
  await service.fill();
  const { key, id } = await service.backend.createKey('spender', ['read']);
  await service.backend.deposit({ to: id, credits: granted });
  const accounts = openAccounts(service.folder.accounts);
  const balances = accounts.prepare(`SELECT balance, reserved FROM balances WHERE account LIKE 'customer:%'`);
  let negative = 0;
  const watching = setInterval(() => {
    const { balance, reserved } = balances.get() as { balance: number; reserved: number };
    if (balance < 0 || balance < reserved) negative++;
  }, 5);
  const left: number[] = [];
  let refusedBeforeLastPaid = 0;
  const one = async (): Promise<boolean> => {
    const response = await fetch(`${service.address}/v1/backlinks/summary`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify({ target: 'riverside-plumbing.example' }),
    });
    const answer = (await response.json()) as { credits_remaining: number; error?: { current_balance: number } };
    if (response.status === 200) left.push(answer.credits_remaining);
    // A refusal that saw credits would have come before a call that was paid with them.
    else if (response.status !== 402 || answer.error?.current_balance !== 0) refusedBeforeLastPaid++;
    return response.status === 200;
  };
  try {
    await Promise.all(
      Array.from({ length: callers }, async () => {
        while (await one());
      }),
    );
    const isEachOnce = left.sort((a, b) => a - b).every((remaining, i) => remaining === i);
    return {
      granted,
      paid: left.length,
      negative,
      refusedBeforeLastPaid,
      wrong: [...ledgerFaults(accounts), ...(isEachOnce ? [] : ['two calls were paid with the same credit'])],
    };
  } finally {
    clearInterval(watching);
    accounts.close();
  }
}
