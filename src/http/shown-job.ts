import type { z } from 'zod';
import type { JobView } from '../service/backend.ts';
import type { job } from './schemas.ts';

/** A job with the address that tells how it stands, and the one that has its answer. */
export function shownJob(view: JobView): z.output<typeof job> {
  const address = `/v1/jobs/${encodeURIComponent(view.job_id)}`;
  return { ...view, poll_url: address, ...(view.kind === 'answer' && { result_url: `${address}/result` }) } as z.output<typeof job>;
}
