import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { Accounts } from '../store/accounts.ts';
import { GroupCommit } from './group-commit.ts';
import type { Deposit, KeptAnswer, LedgerStore, Reservation, Reserved, Settlement, UsageRow, UsageWanted, Wish } from './ledger.ts';
import type { Millis } from './price.ts';

interface Held {
  readonly balance: Millis;
  readonly reserved: Millis;
}

const pruneMs = 3_600_000;

/** The ledger in the accounts store's SQLite file, on a connection of its own. Opening it settles to zero what a crash left reserved. */
export class SqliteLedger implements LedgerStore {
  readonly #db: Accounts;
  readonly #commits: GroupCommit;
  readonly #sql: ReturnType<typeof statementsOf>;
  readonly #pruning: NodeJS.Timeout;
  /** Accounts as they were when last read or written here: what `fits` goes by, and nothing else. */
  readonly #seen = new Map<string, Held>();

  constructor(db: Accounts, path: string) {
    this.#db = db;
    this.#sql = statementsOf(db);
    this.#recover();
    this.#commits = new GroupCommit(db, `${path}-wal`);
    this.#pruning = setInterval(() => void this.#commits.add(() => this.#prune()).catch(() => {}), pruneMs).unref();
  }

  /** A question waits for this before it begins, so that it reads no table where it need not. */
  async fits(wish: Wish): Promise<boolean> {
    const seen = isCapped(wish) ? undefined : this.#seen.get(wish.account);
    return seen === undefined ? this.#lacking(wish) === null : seen.balance - seen.reserved >= wish.amount;
  }

  async reserve(wish: Wish): Promise<Reserved> {
    return this.#commits.add(() => this.#reserve(wish));
  }

  async settle(reservation: Reservation, settlement: Settlement): Promise<Millis> {
    return this.#commits.add(() => this.#settle(reservation, settlement));
  }

  async release(reservation: Reservation): Promise<void> {
    await this.#commits.add(() => this.#giveBack(reservation));
    this.#seen.delete(reservation.account);
  }

  async deposit(deposit: Deposit): Promise<Millis> {
    const balance = await this.#commits.add(() => this.#deposit(deposit));
    await this.#commits.synced();
    return balance;
  }

  async balance(account: string): Promise<Millis> {
    return this.#held(account).balance;
  }

  async charged(reference: string): Promise<Millis | null> {
    return (this.#sql.referred.get(reference) as { amount: Millis } | undefined)?.amount ?? null;
  }

  async keptAnswer(account: string, idempotencyKey: string): Promise<KeptAnswer | null> {
    const row = this.#sql.keptAnswer.get(account, idempotencyKey) as { question: string; request_id: string; answer: string } | undefined;
    return row === undefined ? null : { idempotencyKey, question: row.question, requestId: row.request_id, text: row.answer };
  }

  async usage({ account, from, to, by, tag }: UsageWanted): Promise<UsageRow[]> {
    const columns = { day: 'substr(at, 1, 10)', key: 'key', operation: 'operation', tag: 'tag' } as const;
    const shown = Object.entries(columns).map(([part, column]) => `${by.some((wanted) => wanted === part) ? column : 'NULL'} AS ${part}`);
    const statement = this.#db.prepare(
      `SELECT ${shown.join(', ')}, count(*) AS calls, sum(rows) AS rows, sum(amount) AS amount FROM ledger
       WHERE kind = 'call' AND at >= ? AND at < ? AND (? IS NULL OR debit = ?) AND (? IS NULL OR tag = ?)
       GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`,
    );
    const customer = account === null ? null : customerOf(account);
    const until = new Date(Date.parse(to) + 86_400_000).toISOString();
    return statement.all(from, until, customer, customer, tag ?? null, tag ?? null) as UsageRow[];
  }

  async close(): Promise<void> {
    clearInterval(this.#pruning);
    await this.#commits.close();
  }

  #reserve(wish: Wish): Reserved {
    const { account, key, amount } = wish;
    const lacking = this.#lacking(wish);
    if (lacking !== null) return lacking;
    const at = wish.at.toISOString();
    const { lastInsertRowid } = this.#sql.open.run(account, key, wish.requestId, amount, at);
    if (isCapped(wish)) this.#sql.holdSpent.run(key, dayOf(wish.at), amount);
    const { balance, reserved } = this.#seen.get(account) ?? this.#held(account);
    this.#seen.set(account, { balance, reserved: reserved + amount });
    return { reservation: { ...wish, id: Number(lastInsertRowid) } };
  }

  /** The first limit that the wish does not fit into. */
  #lacking(wish: Wish): Exclude<Reserved, { reservation: Reservation }> | null {
    const limitsOf = [{ lacks: 'balance' as const, ...this.#held(wish.account) }];
    const held = [...limitsOf, ...this.#caps(wish)];
    const short = held.find(({ balance, reserved }) => balance - reserved < wish.amount);
    return short === undefined ? null : { lacks: short.lacks, left: Math.max(0, short.balance), mayFit: short.balance >= wish.amount };
  }

  /** Caps as balances: what is left of them, and what of that is reserved. */
  #caps({ key, at, dailyCap, monthlyCap }: Wish): (Held & { readonly lacks: 'day' | 'month' })[] {
    const day = dayOf(at);
    const month = day.slice(0, 7);
    return [
      ...(dailyCap === null ? [] : [{ lacks: 'day' as const, ...this.#leftOf(dailyCap, key, day, day) }]),
      ...(monthlyCap === null ? [] : [{ lacks: 'month' as const, ...this.#leftOf(monthlyCap, key, `${month}-01`, `${month}-31`) }]),
    ];
  }

  #leftOf(cap: Millis, key: string, from: string, to: string): Held {
    const { spent, reserved } = this.#sql.spent.get(key, from, to) as { spent: Millis; reserved: Millis };
    return { balance: cap - spent, reserved };
  }

  #settle(reservation: Reservation, { amount, operation, tag, rows, priceList, answer, reference }: Settlement): Millis {
    const { account, key, requestId } = reservation;
    const at = reservation.at.toISOString();
    const isRepeat =
      (answer !== undefined &&
        this.#sql.keep.run(account, answer.idempotencyKey, answer.question, requestId, answer.text, at).changes === 0) ||
      (reference !== undefined && this.#sql.referred.get(reference) !== undefined);
    this.#giveBack(reservation);
    if (!isRepeat)
      this.#sql.post.run(
        at,
        'call',
        customerOf(account),
        'revenue',
        amount,
        requestId,
        key,
        operation,
        tag,
        rows,
        priceList,
        reference ?? null,
        null,
      );
    return this.#held(account).balance;
  }

  #giveBack({ id, key, amount, at, ...caps }: Reservation): void {
    if (this.#sql.end.run(id).changes === 0) throw new Error(`reservation ${id} was settled before`);
    if (isCapped(caps)) this.#sql.freeSpent.run(amount, key, dayOf(at));
  }

  #deposit({ account, amount, from, requestId, reference, note, at }: Deposit): Millis {
    const customer = customerOf(account);
    const known = reference === null ? undefined : (this.#sql.referred.get(reference) as { credit: string; amount: Millis } | undefined);
    if (known !== undefined) {
      if (known.credit !== customer || known.amount !== amount) fail('idempotency_conflict');
      return this.#held(account).balance;
    }
    this.#sql.post.run(at.toISOString(), 'deposit', from, customer, amount, requestId, null, null, null, null, null, reference, note);
    return this.#held(account).balance;
  }

  #held(account: string): Held {
    const held = (this.#sql.held.get(customerOf(account)) as Held | undefined) ?? { balance: 0, reserved: 0 };
    this.#seen.set(account, held);
    return held;
  }

  #recover(): void {
    this.#db.transaction(() => {
      this.#db.prepare('UPDATE reservations SET zeroed_at = ? WHERE zeroed_at IS NULL').run(new Date().toISOString());
      this.#db.exec('UPDATE balances SET reserved = 0 WHERE reserved <> 0; UPDATE spent SET reserved = 0 WHERE reserved <> 0;');
      this.#prune();
    })();
  }

  #prune(): void {
    const kept = new Date(Date.now() - limits.keptAnswerMs).toISOString();
    this.#db.prepare('DELETE FROM answers WHERE at < ?').run(kept);
  }
}

function isCapped({ dailyCap, monthlyCap }: Pick<Wish, 'dailyCap' | 'monthlyCap'>): boolean {
  return dailyCap !== null || monthlyCap !== null;
}

function customerOf(account: string): string {
  return `customer:${account}`;
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

function statementsOf(db: Accounts) {
  return {
    held: db.prepare('SELECT balance, reserved FROM balances WHERE account = ?'),
    open: db.prepare('INSERT INTO reservations (account, key, request_id, amount, at) VALUES (?, ?, ?, ?, ?)'),
    end: db.prepare('DELETE FROM reservations WHERE id = ? AND zeroed_at IS NULL'),
    spent: db.prepare(
      'SELECT coalesce(sum(amount), 0) AS spent, coalesce(sum(reserved), 0) AS reserved FROM spent WHERE key = ? AND day BETWEEN ? AND ?',
    ),
    holdSpent: db.prepare(
      'INSERT INTO spent (key, day, amount, reserved) VALUES (?, ?, 0, ?) ON CONFLICT (key, day) DO UPDATE SET reserved = reserved + excluded.reserved',
    ),
    freeSpent: db.prepare('UPDATE spent SET reserved = reserved - ? WHERE key = ? AND day = ?'),
    keep: db.prepare(
      'INSERT INTO answers (account, idempotency_key, question, request_id, answer, at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    ),
    keptAnswer: db.prepare('SELECT question, request_id, answer FROM answers WHERE account = ? AND idempotency_key = ?'),
    referred: db.prepare('SELECT credit, amount FROM ledger WHERE reference = ?'),
    post: db.prepare(
      `INSERT INTO ledger (at, kind, debit, credit, amount, request_id, key, operation, tag, rows, price_list, reference, note)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
  } as const;
}
