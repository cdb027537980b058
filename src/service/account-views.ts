/** Deposits and usage in credits, as surfaces show them. */
import { randomUUID } from 'node:crypto';
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { toCredits, toMillis } from '../meter/price.ts';
import type { BalanceView, DepositInput, UsageInput, UsageView } from './backend.ts';
import type { Instance } from './instance.ts';

const dayMs = 86_400_000;

/** The one way in which credits come in: by an administrator, or by whatever tells of a payment, which names it with `reference`. */
export async function depositFor({ keys, meter }: Instance, { to, credits, from, reference, note }: DepositInput): Promise<BalanceView> {
  const amount = toMillis(credits);
  if (!(amount > 0 && amount <= Number.MAX_SAFE_INTEGER / 1000)) fail('invalid_input', { reason: '"credits" must be a number above 0.' });
  const account = keys.accountOf(to);
  const balance = await meter.ledger.deposit({
    account,
    amount,
    from: from ?? 'promotional',
    requestId: randomUUID(),
    reference: reference ?? null,
    note: note ?? null,
    at: new Date(),
  });
  return { account, credits_remaining: toCredits(balance) };
}

export async function usageFor({ keys, meter }: Instance, { account, from, to, by, tag }: UsageInput): Promise<UsageView> {
  const days = (dayOf(to) - dayOf(from)) / dayMs + 1;
  if (days < 1 || days > limits.usageDaysMax)
    fail('invalid_input', { reason: `From ${from} to ${to} are ${days} days; it must be 1 to ${limits.usageDaysMax}.` });
  const rows = await meter.ledger.usage({
    account: account === undefined ? null : keys.accountOf(account),
    from,
    to,
    by,
    ...(tag !== undefined && { tag }),
  });
  const total = toCredits(rows.reduce((sum, row) => sum + row.amount, 0));
  const { amount, currency } = meter.prices.credit;
  return {
    from,
    to,
    tag: tag ?? null,
    rows: rows.map(({ amount: millis, ...row }) => ({ ...row, credits: toCredits(millis) })),
    calls: rows.reduce((sum, row) => sum + row.calls, 0),
    credits: total,
    money: { amount: Math.round(total * amount * 100) / 100, currency },
  };
}

function dayOf(text: string): number {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(time) ? fail('invalid_input', { reason: `"${text.slice(0, 100)}" is no day. Give one as 2026-11-22.` }) : time;
}
