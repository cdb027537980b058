import type { z } from 'zod';
import type { JobView } from '../service/backend.ts';
import type { job } from './schemas.ts';

/** A job with the address that tells how it stands. */
export function shownJob(view: JobView): z.output<typeof job> {
  return { ...view, poll_url: `/v1/jobs/${encodeURIComponent(view.job_id)}` } as z.output<typeof job>;
}
