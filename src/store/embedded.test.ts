import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { openEmbedded } from './embedded.ts';
import { limits } from '../base/limits.ts';
import { sql, strings } from './literal.ts';

const folder = mkdtempSync(join(tmpdir(), 'openbacklinks-engine-'));
const engine = openEmbedded({ path: folder, questionSessions: 1, buildSessions: 1 });
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Keeps a session busy for about half a second. */
const slow = sql`SELECT sleep(0.5) AS done`;

describe('answers', () => {
  it('are objects with numbers, texts, dates in ISO 8601 and nulls', async () => {
    expect(
      await engine.ask(
        sql`SELECT 1 AS one, toUInt64(${2n ** 53n}) AS large, ${'a\nb\u2028"'} AS text, ${new Date('2026-01-02T03:04:05Z')} AS at, NULL AS nothing, 0.5 AS half`,
      ),
    ).toEqual([{ one: 1, large: 2 ** 53, text: 'a\nb\u2028"', at: '2026-01-02T03:04:05Z', nothing: null, half: 0.5 }]);
  });

  it('are empty when there is no row', async () => {
    expect(await engine.ask(sql`SELECT 1 AS one WHERE 0`)).toEqual([]);
  });

  it('are given to statements of many megabytes: a thousand long keys are one look-up', async () => {
    const keys = Array.from({ length: 3_000 }, (_, i) => `${i}${'a'.repeat(2_048)}`);
    expect(await engine.ask(sql`SELECT uniqExact(arrayJoin(${strings(keys)})) AS different`)).toEqual([{ different: 3_000 }]);
  });

  it('are streamed whole, in pieces', async () => {
    let bytes = 0;
    let pieces = 0;
    for await (const piece of engine.stream(sql`SELECT toUInt64(number) FROM numbers(1000000)`)) {
      bytes += piece.length;
      pieces += 1;
    }
    expect(bytes).toBe(8_000_000);
    expect(pieces).toBeGreaterThan(1);
  });

  it('leave the session free when a stream is left early', async () => {
    for await (const piece of engine.stream(sql`SELECT toUInt64(number) FROM numbers(10000000)`, { workload: 'question' })) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
    expect(await engine.ask(sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
  });
});

describe('a busy session', () => {
  it('answers who waits when it is free, in the order in which they came', async () => {
    const order: number[] = [];
    await Promise.all(
      [slow, sql`SELECT 1 AS x`, sql`SELECT 2 AS x`, sql`SELECT 3 AS x`].map(
        async (statement, i) => (await engine.ask(statement), order.push(i)),
      ),
    );
    expect(order).toEqual([0, 1, 2, 3]);
  });

  it('does not keep long work waiting, which has its own', async () => {
    const order: string[] = [];
    await Promise.all([
      engine.ask(slow).then(() => order.push('question')),
      engine.ask(sql`SELECT 1 AS x`, { workload: 'build' }).then(() => order.push('build')),
    ]);
    expect(order).toEqual(['build', 'question']);
  });

  it('lets go of who gave up waiting, and serves those behind', async () => {
    const gone = new AbortController();
    const busy = engine.ask(slow);
    const waiting = engine.ask(sql`SELECT 1 AS x`, { signal: gone.signal });
    const behind = engine.ask(sql`SELECT 2 AS x`);
    gone.abort(new Error('gave up'));
    await expect(waiting).rejects.toThrow('gave up');
    expect(await behind).toEqual([{ x: 2 }]);
    await busy;
  });

  it('does not begin for who gave up before', async () => {
    await expect(engine.ask(sql`SELECT 1 AS x`, { signal: AbortSignal.abort(new Error('too late')) })).rejects.toThrow('too late');
  });
});

describe('a statement that fails says why', () => {
  it('too_slow when it runs longer than it may', async () => {
    await expect(
      engine.ask(
        sql`SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 1 SETTINGS max_execution_time = 0.2, max_rows_to_read = 0`,
      ),
    ).rejects.toMatchObject({
      code: 'too_slow',
      retryable: true,
    });
  });

  it('too_much_memory when it needs more than it may', async () => {
    await expect(
      engine.ask(sql`SELECT length(groupArray(number)) FROM numbers(100000000) SETTINGS max_memory_usage = 50000000, max_rows_to_read = 0`),
    ).rejects.toMatchObject({
      code: 'too_much_memory',
    });
  });

  it('too_many_rows when it would read more than a question may', async () => {
    await expect(engine.ask(sql`SELECT sum(number) FROM numbers(${limits.questionRowsReadMax + 1})`)).rejects.toMatchObject({
      code: 'too_many_rows',
      retryable: false,
    });
    const long = { workload: 'build' } as const;
    expect(await engine.ask(sql`SELECT count() AS found FROM numbers(${limits.questionRowsReadMax + 1}) WHERE number >= 0`, long)).toEqual([
      { found: limits.questionRowsReadMax + 1 },
    ]);
  });

  it('invalid_pattern when a regular expression is none', async () => {
    await expect(engine.ask(sql`SELECT match('', ${'a{2,1}'})`)).rejects.toMatchObject({ code: 'invalid_pattern', http: 400 });
  });

  it('engine_failed, with the cause for the log only, when it is a defect of ours', async () => {
    await expect(engine.ask(sql`SELECT no_such_column FROM numbers(1)`)).rejects.toMatchObject({
      code: 'engine_failed',
      message: expect.not.stringContaining('no_such_column') as string,
      cause: { message: expect.stringContaining('no_such_column') as string },
    });
  });

  it('and the session is as good as before', async () => {
    expect(await engine.ask(sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
  });
});

it('a closed engine refuses who waits and who comes, and hangs nobody', async () => {
  const path = mkdtempSync(join(tmpdir(), 'openbacklinks-engine-'));
  await engine.close();
  const other = openEmbedded({ path, questionSessions: 1, buildSessions: 1 });
  const busy = other.ask(slow);
  const waiting = other.ask(sql`SELECT 1 AS x`);
  waiting.catch(() => undefined);
  await delay(50);
  const closing = other.close();
  await expect(waiting).rejects.toThrow('closed');
  await Promise.allSettled([busy, closing]);
  await expect(other.ask(sql`SELECT 1 AS x`)).rejects.toThrow('closed');
  rmSync(path, { recursive: true, force: true });
});
