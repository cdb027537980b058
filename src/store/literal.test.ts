import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { openEmbedded } from './embedded.ts';
import { name, sql, strings } from './literal.ts';

const folder = mkdtempSync(joinPath(tmpdir(), 'ob-literal-'));
const engine = openEmbedded({ path: folder, questionSessions: 1, buildSessions: 1 });
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom("'", "\\'", "';DROP TABLE x;--", '\0', '\n', '`', '{a:String}', "unhex('", '%', '*/', '\u2028', '😀'),
);

test('any string comes back from the engine as it went in', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyText, { minLength: 1, maxLength: 30 }), async (values) => {
      const [row] = await engine.ask<{ one: string; all: string[]; packed: string[] }>(
        sql`SELECT hex(${values[0] ?? ''}) AS one, arrayMap(x -> hex(x), ${values}) AS all, arrayMap(x -> hex(x), ${strings(values)}) AS packed`,
      );
      const expected = values.map((value) => Buffer.from(value, 'utf8').toString('hex').toUpperCase());
      expect(row).toEqual({ one: expected[0], all: expected, packed: expected });
    }),
    { numRuns: 150, seed: 1 },
  );
});

test('any number, date and 64-bit number comes back as it went in', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.maxSafeInteger(),
        fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Number.isInteger(n) || Number.isSafeInteger(n)),
      ),
      fc.bigInt({ min: 0n, max: 0xffff_ffff_ffff_ffffn }),
      fc.integer({ min: 0, max: 0xffff_ffff }),
      async (number, big, seconds) => {
        const [row] = await engine.ask<{ n: number; b: string; d: number }>(
          sql`SELECT toFloat64(${number}) AS n, toString(${big}) AS b, toUnixTimestamp(${new Date(seconds * 1000)}) AS d`,
        );
        expect(row).toEqual({ n: Object.is(number, -0) ? 0 : number, b: String(big), d: seconds });
      },
    ),
    { numRuns: 150, seed: 2 },
  );
});

test('what is no value and no identifier is refused before it reaches the engine', () => {
  expect(() => sql`SELECT ${Number.NaN}`).toThrow(TypeError);
  expect(() => sql`SELECT ${2 ** 60}`).toThrow(TypeError);
  expect(() => sql`SELECT ${new Date(-1)}`).toThrow(TypeError);
  expect(() => name('a; DROP')).toThrow(TypeError);
  expect(() => name('')).toThrow(TypeError);
});

test('an empty list of strings matches nothing', async () => {
  expect(await engine.ask(sql`SELECT 1 AS x WHERE has(${strings([])}, 'a')`)).toEqual([]);
});
