import { auditRoutes } from './routes/audits.ts';
import { accountRoutes } from './routes/account.ts';
import { evidenceRoutes } from './routes/evidence.ts';
import { filterRoutes } from './routes/filters.ts';
import { healthRoutes } from './routes/health.ts';
import { jobRoutes } from './routes/jobs.ts';
import { keyRoutes } from './routes/keys.ts';
import { lookRoutes } from './routes/looks.ts';
import { monitorRoutes } from './routes/monitors.ts';
import { planRoutes } from './routes/plan.ts';
import { questionRoutes } from './routes/questions.ts';
import { releaseRoutes } from './routes/releases.ts';
import { verdictRoutes } from './routes/verdicts.ts';
import type { Route } from './route.ts';

/** Every call of the API, in the order in which documents show them. */
export const routes: readonly Route[] = [
  ...questionRoutes,
  ...filterRoutes,
  ...evidenceRoutes,
  ...releaseRoutes,
  ...verdictRoutes,
  ...jobRoutes,
  ...lookRoutes,
  ...auditRoutes,
  ...planRoutes,
  ...monitorRoutes,
  ...accountRoutes,
  ...keyRoutes,
  ...healthRoutes,
];
