import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { Bill } from '../meter/call.ts';
import type { Backend } from '../service/backend.ts';

/**
 * What an agent may spend in one session. Where calls are charged it counts what they cost; where they are not, what they would cost by the
 * price list, so that an agent on the owner's own machine can be held short too.
 */
export class Budget {
  readonly credits: number;
  #spent: number;

  constructor(credits: number, spent = 0) {
    this.credits = credits;
    this.#spent = spent;
  }

  get left(): number {
    return Math.max(0, Math.round((this.credits - this.#spent) * 1000) / 1000);
  }

  /** The same session with another budget. */
  resized(credits: number): Budget {
    return new Budget(credits, this.#spent);
  }

  /** Throws `session_budget_spent` when nothing is left. */
  check(): void {
    if (this.left <= 0) fail('session_budget_spent', { credits: this.credits });
  }

  /** Spends beforehand. Throws `session_budget_spent` when so much is not left. */
  take(credits: number): void {
    if (credits > this.left) fail('session_budget_spent', { credits: this.credits });
    this.#spent += credits;
  }

  async charge(backend: Backend, operation: string, rows: number, { credits_used, credits_remaining }: Bill): Promise<void> {
    this.#spent += credits_remaining === null ? await listPrice(backend, operation, rows) : credits_used;
  }
}

async function listPrice(backend: Backend, name: string, rows: number): Promise<number> {
  const { operations } = await backend.prices();
  const price = operations.find(({ operation }) => operation === name);
  return price === undefined ? 0 : price.base + price.target + price.row * rows;
}

/** Budgets of sessions over HTTP, which has no sessions of its own: a client names its session and its budget with every request. */
export class SessionBudgets {
  readonly #budgets = new Map<string, Budget>();

  /** The budget of this session of a key; one that was raised or cut keeps what was spent. null: none was named. */
  of(key: string, session: string, credits: number | null): Budget | null {
    if (credits === null) return null;
    const name = `${key}\n${session}`;
    const known = this.#budgets.get(name);
    const budget = known === undefined ? new Budget(credits) : known.credits === credits ? known : known.resized(credits);
    this.#budgets.delete(name);
    this.#budgets.set(name, budget);
    const [oldest] = this.#budgets.keys();
    if (this.#budgets.size > limits.mcpSessionsMax && oldest !== undefined) this.#budgets.delete(oldest);
    return budget;
  }
}
