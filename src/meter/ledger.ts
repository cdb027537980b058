/**
 * The narrow interface behind which money lies. SQLite is one way to keep it (sqlite-ledger.ts); a server that several API processes
 * share can be another: every call is asynchronous, decides inside one transaction, and needs no state of this process.
 *
 * Accounts: `customer:ID` (prepaid, never below zero), `revenue` (what was earned), `promotional` and `payments` (where credits come from).
 * Every row debits one account and credits another by the same amount, so that all balances sum to zero; rows are never changed or removed.
 */
import type { Millis } from './price.ts';

/** What a call may spend before it runs, and whose limits apply. */
export interface Wish {
  /** The customer's id. */
  readonly account: string;
  readonly key: string;
  readonly requestId: string;
  /** The most that it can cost. */
  readonly amount: Millis;
  readonly at: Date;
  /** Of the key; null: none. */
  readonly dailyCap: Millis | null;
  readonly monthlyCap: Millis | null;
}

/** Credits held for a call that runs. */
export interface Reservation extends Wish {
  readonly id: number;
}

export type Reserved =
  | { readonly reservation: Reservation }
  | {
      readonly lacks: 'balance' | 'day' | 'month';
      /** What could be spent if the calls that run now cost nothing. */
      readonly left: Millis;
      /** Whether the wish fits into that: then waiting for them may help. */
      readonly mayFit: boolean;
    };

/** What a call came to. */
export interface Settlement {
  /** At most what was reserved. */
  readonly amount: Millis;
  readonly operation: string;
  readonly tag: string | null;
  readonly rows: number;
  readonly priceList: string;
  /** Kept beside the charge, in the same transaction, so that a repeat gets the same answer for nothing. */
  readonly answer?: KeptAnswer;
  /** Names what is charged: the same is never charged twice. */
  readonly reference?: string;
}

export interface KeptAnswer {
  readonly idempotencyKey: string;
  /** Of operation and input: a repeat must ask the same. */
  readonly question: string;
  readonly requestId: string;
  readonly text: string;
}

/** Credits that come in. */
export interface Deposit {
  readonly account: string;
  readonly amount: Millis;
  /** `promotional`: a gift; `payments`: paid for. */
  readonly from: 'promotional' | 'payments';
  readonly requestId: string;
  /** Names the payment: the same one is never posted twice. */
  readonly reference: string | null;
  readonly note: string | null;
  readonly at: Date;
}

export interface LedgerStore {
  /** Whether a wish would be granted as things stand: a hint, which `reserve` may contradict. */
  fits(wish: Wish): Promise<boolean>;
  reserve(wish: Wish): Promise<Reserved>;
  /** Charges and gives back the rest; returns the customer's balance after it. Nothing is charged when the answer's idempotency key is taken. */
  settle(reservation: Reservation, settlement: Settlement): Promise<Millis>;
  /** Gives all of it back. */
  release(reservation: Reservation): Promise<void>;
  /** Durable on the disk when it resolves. Returns the balance. Throws `idempotency_conflict` when the reference stands for another deposit. */
  deposit(deposit: Deposit): Promise<Millis>;
  /** 0 for a customer that never had credits. */
  balance(account: string): Promise<Millis>;
  /** What was charged under a reference; null when nothing was. */
  charged(reference: string): Promise<Millis | null>;
  keptAnswer(account: string, idempotencyKey: string): Promise<KeptAnswer | null>;
  usage(wanted: UsageWanted): Promise<UsageRow[]>;
  close(): Promise<void>;
}

export const usageParts = ['day', 'key', 'operation', 'tag'] as const;
export type UsagePart = (typeof usageParts)[number];

export interface UsageWanted {
  /** null: all customers. */
  readonly account: string | null;
  /** Days, `2026-11-22`, both included. */
  readonly from: string;
  readonly to: string;
  readonly by: readonly UsagePart[];
  /** Only calls with this tag. */
  readonly tag?: string;
}

/** Parts that were not asked for are null. */
export interface UsageRow extends Readonly<Record<UsagePart, string | null>> {
  readonly calls: number;
  readonly rows: number;
  readonly amount: Millis;
}
