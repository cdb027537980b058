import { z } from 'zod';
import { verdictKinds } from '../model/verdict.ts';
import { backlinksOf } from './backlink-row.ts';
import { coverageOf } from './coverage.ts';
import { backlinkRows } from './fields/backlink-fields.ts';
import { filterOf, filterShape } from './filter.ts';
import { modeInput, modeOf } from './list-mode.ts';
import { listRows } from './list-rows.ts';
import { defineOperation } from './operation.ts';
import { orderInput, orderOf } from './order.ts';
import { afterLast, startOf } from './page.ts';
import { backlink, listOf, offsetInput, pageInput, targetInput } from './shapes.ts';
import { targetAsked } from './target.ts';
import { verdictInput, Verdicts } from './verdict-filter.ts';

export const list = defineOperation({
  name: 'list',
  tool: 'backlinks',
  summary: 'The backlinks of a target, row by row',
  description:
    'Every link to the target, one row a source page and target page, with its anchor, rel, placement, dates, state, scores and the archive record that proves it; ' +
    'live links by default, strongest linking domain first. Totals are exact; a cursor goes on in the same release.',
  input: z.object({
    ...targetInput,
    ...filterShape,
    ...verdictInput,
    mode: modeInput,
    ...orderInput(),
    ...pageInput,
    ...offsetInput,
  }),
  output: listOf(backlink),
  units: { base: 1, rows: 1 },
  fields: { filters: backlinkRows, order: backlinkRows },
  idempotent: true,
  example: { target: 'riverside-plumbing.example', limit: 5 },
  run: async (asking, asked) => {
    const target = targetAsked(asked);
    const judged = new Verdicts(asking, target.domain, verdictKinds).filter(asked);
    const filter = { ...filterOf(asked), ...(judged && { judged }) };
    const order = orderOf(backlinkRows, 'domain_authority', asked);
    const question = [
      'list',
      target,
      filterOf(asked),
      asked.verdict,
      asked.verdict_tag,
      asked.mode,
      order.map(({ field, direction }) => [field.name, direction]),
    ];
    const after = startOf(asked.cursor, question);
    const offset = after === null ? asked.offset : 0;
    const { rows, total, known } = await listRows(asking, {
      target,
      filter,
      order,
      mode: modeOf(asked.mode),
      limit: asked.limit,
      offset,
      after,
    });
    const shown = rows.slice(0, asked.limit);
    const [coverage, backlinks] = await Promise.all([
      coverageOf(asking, target, known),
      backlinksOf(
        asking,
        shown.map(({ row }) => row),
      ),
    ]);
    const last = shown.at(-1);
    const place = Number(after?.at(-1) ?? 0) + offset + shown.length;
    return {
      target: target.text,
      release: asking.release.id,
      as_of: asking.release.asOf.toISOString(),
      coverage,
      total,
      rows: backlinks,
      cursor: rows.length > asked.limit && last !== undefined ? afterLast(asking, question, [...last.place, place]) : null,
    };
  },
});
