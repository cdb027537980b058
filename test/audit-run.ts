/**
 * `node --import tsx test/audit-run.ts FOLDER TARGETS ARCHIVE...`: indexes archives and audits so many targets on a key's credits; started again,
 * it goes on with that audit. Writes a line for each target that is done. A process of its own, so that it can be killed at any moment.
 */
import { writeSync } from 'node:fs';
import { readConfig } from '../src/base/config.ts';
import { silent } from '../src/base/progress.ts';
import { openOwn } from '../src/service/open-backend.ts';
import type { JobView } from '../src/service/backend.ts';

const [data = '', count = '0', ...archives] = process.argv.slice(2);
const { backend, instance } = await openOwn(readConfig({ data, workers: '1' }, { OPENBACKLINKS_METER: 'on' }));
instance.jobs.resume();
let audit = (await backend.jobs()).find(({ kind }) => kind === 'audit');
if (audit === undefined) {
  for (const job of [await backend.startJob('ingest', { sources: archives }), await backend.startJob('refresh', {})])
    await backend.followJob(job.job_id, silent);
  const { id, key } = await backend.createKey('auditor', ['read']);
  await backend.deposit({ to: id, credits: 1_000 });
  const holder = instance.keys.check(key);
  if (holder === null) throw new Error('a new key is valid');
  const targets = Array.from({ length: Number(count) }, (_, i) => `site-${i}.example`);
  audit = (await backend.startAudit({ targets }, { holder, requestId: 'req_audit' })) as JobView;
}
const ended = await backend.followJob(audit.job_id, { update: ({ done }) => void writeSync(1, `${done}\n`), note: () => {} });
writeSync(1, `${ended.status}\n`);
await backend.close();
