import type { Accounts } from '../store/accounts.ts';

/** Balances as the ledger's rows add up to them: what was credited to an account less what was debited. */
const balances = `SELECT account, sum(amount) AS balance FROM (
    SELECT credit AS account, amount FROM ledger UNION ALL SELECT debit, -amount FROM ledger
  ) GROUP BY account`;
const spent = `SELECT key, substr(at, 1, 10) AS day, sum(amount) AS amount FROM ledger WHERE kind = 'call' GROUP BY 1, 2 HAVING sum(amount) > 0`;

/** What is kept and differs from the sum of its rows, by name; empty when the ledger adds up. */
export function ledgerFaults(accounts: Accounts): string[] {
  const differing = accounts
    .prepare(
      `SELECT coalesce(k.account, s.account) AS name FROM balances k FULL JOIN (${balances}) s ON s.account = k.account
         WHERE coalesce(k.balance, 0) <> coalesce(s.balance, 0)
       UNION ALL
       SELECT coalesce(k.key, s.key) || ' on ' || coalesce(k.day, s.day) FROM spent k FULL JOIN (${spent}) s ON s.key = k.key AND s.day = k.day
         WHERE coalesce(k.amount, 0) <> coalesce(s.amount, 0)
       UNION ALL
       SELECT 'the sum of all balances' WHERE (SELECT coalesce(sum(balance), 0) FROM balances) <> 0`,
    )
    .all() as { name: string }[];
  return differing.map(({ name }) => name);
}

/** Makes balances and spent anew from the rows. Nobody may be writing: nothing is reserved afterwards. */
export function mendLedger(accounts: Accounts): void {
  accounts.transaction(() => {
    accounts.exec(`DELETE FROM balances; DELETE FROM spent;
      INSERT INTO balances (account, balance, reserved) SELECT account, balance, 0 FROM (${balances});
      INSERT INTO spent (key, day, amount, reserved) SELECT key, day, amount, 0 FROM (${spent});
      UPDATE reservations SET zeroed_at = strftime('%Y-%m-%dT%H:%M:%fZ') WHERE zeroed_at IS NULL;`);
  })();
}
