import { z } from 'zod';
import { fail } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import { usageParts } from '../../meter/ledger.ts';
import { usageCsv } from '../../meter/usage-csv.ts';
import type { UsageInput } from '../../service/backend.ts';
import { answerExamples } from '../reference/examples.ts';
import { accountOf, Csv, parsed, type Asked, type Route } from '../route.ts';
import { accountBalance, balance, prices, usage } from '../schemas.ts';

const params = z.object({ id: z.string().describe('An account, or a key of it') });
const day = z.iso.date();
const part = z.enum(usageParts);
const account = z.string().optional().describe('An account or a key of it; left out: the caller’s own, with an admin key all');
const format = z.enum(['json', 'csv']).default('json').describe('csv: a table without the envelope');
const usageQuery = z.object({
  from: day.optional().describe('First day (UTC); default: the first of this month'),
  to: day.optional().describe('Last day; default: today'),
  by: z
    .string()
    .default('day,operation')
    .transform((text) => text.split(','))
    .pipe(z.array(part).min(1))
    .describe(`What rows are told apart by, with commas: ${usageParts.join(', ')}`),
  tag: z.string().max(limits.tagCharsMax).optional().describe('Only calls with this tag'),
  account,
  format,
});
const statementQuery = z.object({
  tag: z.string().max(limits.tagCharsMax).describe('The client'),
  month: z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'must be a month: 2026-11'),
  account,
  format,
});
const deposit = z.object({
  to: z.string().describe('An account, or a key of it'),
  credits: z.number().positive().max(1e9),
  from: z.enum(['promotional', 'payments']).optional().describe('promotional: a gift (default); payments: paid for'),
  reference: z
    .string()
    .min(1)
    .max(limits.referenceCharsMax)
    .optional()
    .describe('Names the payment: it is posted once, however often told'),
  note: z.string().max(limits.referenceCharsMax).optional(),
});

export const accountRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/prices',
    scope: null,
    id: 'prices',
    group: 'Account',
    summary: 'What calls cost',
    description: 'The price list: its version stands in every row of the ledger. A question with `dry_run` tells its own price.',
    data: prices,
    example: { data: answerExamples.prices },
    failures: [],
    handle: async (backend) => backend.prices(),
  },
  {
    method: 'GET',
    path: '/v1/account/balance',
    scope: 'read',
    id: 'balance',
    group: 'Account',
    summary: 'Credits left',
    description: 'Of the key’s account. Where credits are not counted, what remains is null, and nothing is refused for want of it.',
    data: balance,
    example: { data: answerExamples.balance },
    failures: [],
    handle: async (backend, { caller }) => {
      const selfHosted = { credits_remaining: null, daily_cap: null, plan: { name: 'self-hosted' } };
      if (caller === null) return selfHosted;
      const { account, credits_remaining } = await backend.balance(caller.holder.account);
      if (credits_remaining === null) return selfHosted;
      return { account, credits_remaining, daily_cap: caller.holder.daily_credits, plan: { name: 'prepaid' } };
    },
  },
  {
    method: 'GET',
    path: '/v1/accounts/{id}/balance',
    scope: 'read',
    id: 'accountBalance',
    group: 'Account',
    summary: 'Credits left of an account',
    description: 'Another account than the key’s own is told only to admin keys, and is not found otherwise.',
    params,
    data: accountBalance,
    example: { params: { id: 'acc-2' }, data: answerExamples.accountBalance },
    failures: ['not_found'],
    handle: async (backend, asked) => backend.balance(await seen(asked, parsed(params, asked.params).id)),
  },
  {
    method: 'POST',
    path: '/v1/credits',
    scope: 'admin',
    id: 'deposit',
    group: 'Account',
    summary: 'Give credits',
    description: 'To an account, by its id or that of one of its keys. A payment is named by `reference` and counts once.',
    body: deposit,
    data: accountBalance,
    example: {
      body: { to: 'key-2', credits: 1000, from: 'payments', reference: 'invoice-2026-118' },
      data: answerExamples.accountBalance,
    },
    failures: ['not_found', 'idempotency_conflict'],
    handle: async (backend, asked) => backend.deposit(parsed(deposit, asked.body)),
  },
  {
    method: 'GET',
    path: '/v1/usage',
    scope: 'read',
    id: 'usage',
    group: 'Account',
    summary: 'What was asked and spent',
    description: 'Answered calls, rows and credits by day, key, operation and tag, as JSON or CSV. Parts that were not asked for are null.',
    query: usageQuery,
    data: usage,
    example: { data: answerExamples.usage },
    failures: ['not_found'],
    handle: async (backend, asked) => {
      const { from, to, format, ...wanted } = parsed(usageQuery, asked.query);
      const today = new Date().toISOString().slice(0, 10);
      const last = to ?? today;
      const input = { ...wanted, from: from ?? `${last.slice(0, 7)}-01`, to: last };
      return shown(await backend.usage(withAccount(asked, input)), format);
    },
  },
  {
    method: 'GET',
    path: '/v1/usage/statement',
    scope: 'read',
    id: 'statement',
    group: 'Account',
    summary: 'A statement for one client and month',
    description: 'All answered calls with a tag in one calendar month (UTC), by day and operation, with the sum in credits and in money.',
    query: statementQuery,
    data: usage,
    example: { data: answerExamples.usage },
    failures: ['not_found'],
    handle: async (backend, asked) => {
      const { month, tag, account, format } = parsed(statementQuery, asked.query);
      const [year = 0, number = 0] = month.split('-').map(Number);
      const to = new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
      const input = { from: `${month}-01`, to, tag, account, by: ['day', 'operation'] as const };
      return shown(await backend.usage(withAccount(asked, input)), format);
    },
  },
];

function shown(view: Awaited<ReturnType<Parameters<Route['handle']>[0]['usage']>>, format: 'json' | 'csv'): unknown {
  return format === 'csv' ? new Csv(usageCsv(view.rows)) : view;
}

/** Without an admin key, usage is that of the key's own account. */
function withAccount(asked: Asked, input: UsageInput): UsageInput {
  const own = accountOf(asked);
  if (own === undefined) return input;
  return { ...input, account: input.account === undefined ? own : ownOnly(own, asked, input.account) };
}

async function seen(asked: Asked, id: string): Promise<string> {
  const own = accountOf(asked);
  return own === undefined ? id : ownOnly(own, asked, id);
}

/** The caller's own account or key, or one that is not found: the words are those for a missing one. */
function ownOnly(own: string, { caller }: Asked, id: string): string {
  return id === own || id === caller?.holder.id ? own : fail('not_found', { what: `A key or account with the id "${id.slice(0, 100)}"` });
}
