import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { money } from './envelope.ts';
import { allStatuses } from './status.ts';

export const userData = defineEndpoint({
  path: 'appendix/user_data',
  method: 'GET',
  task: z.object({}),
  answer: async ({ backend, identity }) => {
    const holder = identity?.holder ?? null;
    const { credit, operations } = await backend.prices();
    const balance = holder === null ? null : (await backend.balance(holder.account)).credits_remaining;
    const inMoney = (credits: number | null): number | null => (credits === null ? null : money(credits * credit.amount));
    const perSecond = holder?.requests_per_second ?? null;
    return [
      {
        login: identity?.id ?? null,
        timezone: 'UTC',
        rates: { limits: { minute: perSecond === null ? null : { total: perSecond * 60 } }, statistics: null },
        money: {
          total: null,
          balance: inMoney(balance),
          limits: { day: inMoney(holder?.daily_credits ?? null), minute: null },
          statistics: null,
        },
        price: {
          backlinks: Object.fromEntries(
            operations.map(({ operation, base, row, target }) => [
              operation.replaceAll('-', '_'),
              {
                live: {
                  priority_normal: [
                    { cost_type: 'per_request', cost: inMoney(base + target) },
                    { cost_type: 'per_result', cost: inMoney(row) },
                  ],
                },
              },
            ]),
          ),
        },
        backlinks_subscription_expiry_date: null,
        llm_mentions_subscription_expiry_date: null,
      },
    ];
  },
});

export const appendixErrors = defineEndpoint({
  path: 'appendix/errors',
  method: 'GET',
  task: z.object({}),
  answer: async () => allStatuses,
});

export const status = defineEndpoint({
  path: 'appendix/status',
  method: 'GET',
  task: z.object({}),
  answer: async ({ backend }) => {
    const { live_release } = await backend.index();
    const state = live_release === null ? 'no release yet' : 'ok';
    return [{ api: 'backlinks', status: state, endpoints: [{ endpoint: 'live', status: state }] }];
  },
});
