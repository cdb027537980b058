/**
 * `node --import tsx test/answer-run.ts FOLDER ARCHIVE...`: indexes archives and answers a question as a job on a key's credits, ten rows at a
 * time; started again, it goes on with that job. Writes a line for each piece that is put down, and at the end what came of it. A process of its
 * own, so that it can be killed at any moment.
 */
import { writeSync } from 'node:fs';
import { readConfig } from '../src/base/config.ts';
import { silent } from '../src/base/progress.ts';
import { operationNamed } from '../src/query/operations.ts';
import { answerJobInput, runAnswer } from '../src/service/answer-job.ts';
import { jobInput } from '../src/service/job-input.ts';
import { answerPieces } from '../src/service/job-answer.ts';
import { JobStore } from '../src/service/job-store.ts';
import { openOwn } from '../src/service/open-backend.ts';

const [data = '', ...archives] = process.argv.slice(2);
const { backend, instance } = await openOwn(readConfig({ data, workers: '1' }, { OPENBACKLINKS_METER: 'on' }));
const { engine, accounts, meter, keys, folder } = instance;
const place = { engine, accounts, meter, keys, folder: folder.answers, rowsPerPiece: 10 };
const jobs = new JobStore(accounts);
let answer = jobs.list().find(({ kind }) => kind === 'answer');
if (answer === undefined) {
  for (const job of [await backend.startJob('ingest', { sources: archives }), await backend.startJob('refresh', {})])
    await backend.followJob(job.job_id, silent);
  const { id, key } = await backend.createKey('reader', ['read']);
  await backend.deposit({ to: id, credits: 1_000 });
  const holder = keys.check(key);
  if (holder === null) throw new Error('a new key is valid');
  const question = { target: 'wexcombechamber.example', state: 'all', filters: ['source_domain', 'like', '%'] };
  const input = await answerJobInput(place, operationNamed('list'), question, true, { holder, requestId: 'req_answer' });
  answer = jobs.add('answer', input, holder.account);
}
const { job_id: job, input } = answer;
jobs.start(job);
const progress = { update: ({ done }: { done: number }) => void writeSync(1, `${done}\n`), note: () => {} };
jobs.complete(job, await runAnswer(place, jobInput('answer', input), { job, progress, signal: new AbortController().signal }));
const ids: string[] = [];
const pieces = answerPieces({ accounts, folder: folder.answers }, jobs.view(job));
for await (const { rows } of pieces) ids.push(...(rows as { id: string }[]).map(({ id }) => id));
writeSync(1, `${JSON.stringify({ result: jobs.view(job).result, rows: ids.length, different: new Set(ids).size })}\n`);
await backend.close();
