import { answerExamples } from '../reference/examples.ts';
import type { Route } from '../route.ts';
import { balance } from '../schemas.ts';

export const accountRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/account/balance',
    scope: 'read',
    id: 'balance',
    group: 'Account',
    summary: 'Credits left',
    description: 'Credits are not counted by this installation: what remains is null, and nothing is refused for want of it.',
    data: balance,
    example: { data: answerExamples.balance },
    failures: [],
    handle: async () => ({ credits_remaining: null, daily_cap: null, plan: { name: 'self-hosted' } }),
  },
];
