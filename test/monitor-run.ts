/**
 * `node --import tsx test/monitor-run.ts FOLDER ALLOWED_HOSTS URL...`: serves a data directory as the product does: crawls the pages once,
 * watches shop.example with a schedule, and ends when a recheck has ended. A process of its own, so that it can be killed at any moment.
 */
import { writeSync } from 'node:fs';
import { readConfig } from '../src/base/config.ts';
import { silent } from '../src/base/progress.ts';
import { openOwn } from '../src/service/open-backend.ts';

const [data = '', allowHosts = '', ...urls] = process.argv.slice(2);
const { backend, instance } = await openOwn(readConfig({ data, allowHosts, contact: 'owner@example.com', workers: '1' }, {}));
instance.jobs.resume();
// A server keeps its process alive; this one has none.
const alive = setInterval(() => {}, 1_000);
if ((await backend.monitors()).length === 0) {
  const { job_id } = await backend.startJob('crawl', { urls, depth: 0, delay_seconds: 0.1, refresh: true });
  await backend.followJob(job_id, silent);
  writeSync(1, 'crawled\n');
  await backend.addMonitor({ target: 'shop.example', every_hours: 24 });
}
instance.schedule.resume();
for (;;) {
  const [monitor] = await backend.monitors();
  const rechecks = (await backend.jobs()).filter(({ kind }) => kind === 'recheck');
  if (monitor !== undefined && monitor.recheck.job_id === null) {
    const { events } = await backend.monitorEvents(monitor.monitor_id, undefined, 1_000);
    writeSync(1, `${JSON.stringify({ monitor, rechecks, events })}\n`);
    break;
  }
  await new Promise((resolve) => setTimeout(resolve, 20));
}
clearInterval(alive);
await backend.close();
