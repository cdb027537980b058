import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { list } from '../query/list.ts';
import { summary } from '../query/summary.ts';
import { costOf, defaultPrices, readPrices, rowsFor } from './price.ts';

it('a call costs its base, its rows and its targets', () => {
  expect(costOf(defaultPrices, summary, { rows: 100, targets: 3 })).toBe(1000);
  expect(costOf(defaultPrices, list, { rows: 100, targets: 0 })).toBe(3000);
  expect(costOf(defaultPrices, list, { rows: 100, targets: 2, goesOn: true })).toBe(2000);
  const own = { ...defaultPrices, operations: { list: { base: 2, row: 0.001 } } };
  expect(costOf(own, list, { rows: 100, targets: 0 })).toBe(2100);
  const many = { ...list, units: { base: 1, targets: 2 } };
  expect(costOf(defaultPrices, many, { rows: 0, targets: 5 })).toBe(11_000);
});

it('a budget buys whole rows, at least one, or none', () => {
  expect(rowsFor(defaultPrices, list, { targets: 0 }, 1100)).toBe(5);
  expect(rowsFor(defaultPrices, list, { targets: 0 }, 1119)).toBe(5);
  expect(rowsFor(defaultPrices, list, { targets: 0, goesOn: true }, 100)).toBe(5);
  expect(rowsFor(defaultPrices, list, { targets: 0 }, 1019)).toBeNull();
  expect(rowsFor(defaultPrices, summary, { targets: 0 }, 5000)).toBeNull();
});

it('a price list that is wrong is refused by name', () => {
  const folder = mkdtempSync(join(tmpdir(), 'openbacklinks-'));
  const path = join(folder, 'prices.json');
  const reading = (content: unknown): (() => unknown) => {
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return () => readPrices(path);
  };
  const credit = { amount: 0.01, currency: 'EUR' };
  const units = { base: 1, row: 0.01, target: 1 };
  expect(reading({ version: '1', credit, units })()).toMatchObject({ version: '1', operations: {} });
  for (const wrong of [
    '{',
    { version: '1', credit },
    { version: '1', credit, units: { ...units, row: 0.0001 } },
    { version: '1', credit, units: { ...units, base: -1 } },
    { version: '1', credit, units, operations: { summry: { base: 1 } } },
  ])
    expect(reading(wrong)).toThrow(expect.objectContaining({ code: 'usage' }));
  rmSync(folder, { recursive: true });
});
