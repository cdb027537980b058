/**
 * What a call costs. Operations say what they count (`units`: a base a call, rows delivered, targets asked about); a price list, which is
 * configuration, says what one unit costs. Money inside is whole thousandths of a credit, so that sums are exact.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fail } from '../base/errors.ts';
import type { Operation, Units } from '../query/operation.ts';
import { operations } from '../query/operations.ts';
import { pricedWorks } from './priced-work.ts';

/** What the list prices: questions, and looks. */
const priced: readonly { readonly name: string; readonly units: Units }[] = [...operations, ...Object.values(pricedWorks)];

/** Thousandths of a credit. */
export type Millis = number;

const credits = z
  .number()
  .min(0)
  .max(1_000_000)
  .refine((value) => Math.abs(value * 1000 - Math.round(value * 1000)) < 1e-6, 'a price has at most three decimals');
const unitPrices = z.strictObject({ base: credits, row: credits, target: credits });

const priceList = z.strictObject({
  version: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .describe('Stands in every row of the ledger'),
  credit: z
    .strictObject({ amount: z.number().positive(), currency: z.string().regex(/^[A-Z]{3}$/) })
    .describe('What one credit is in money'),
  units: unitPrices.describe('What a unit costs, in credits'),
  operations: z.record(z.string(), unitPrices.partial()).default({}).describe('Operations whose units cost something else'),
});
export type PriceList = z.output<typeof priceList>;

export const defaultPrices: PriceList = {
  version: '2026-11',
  credit: { amount: 0.005, currency: 'USD' },
  units: { base: 1, row: 0.02, target: 1 },
  operations: {},
};

/** The list in a file, or the default one. Throws `usage`, naming the file and what is wrong in it. */
export function readPrices(path: string | undefined): PriceList {
  if (path === undefined) return defaultPrices;
  const wrong = (reason: string, cause?: unknown): never => fail('usage', { reason: `The price list ${path} ${reason}` }, cause);
  let given: unknown;
  try {
    given = JSON.parse(readFileSync(path, 'utf8'));
  } catch (thrown) {
    return wrong('cannot be read as JSON. OPENBACKLINKS_PRICES names it.', thrown);
  }
  const { data, error } = priceList.safeParse(given);
  if (data === undefined) return wrong(`is not valid: ${error.issues[0]?.path.join('.') ?? ''} ${error.issues[0]?.message ?? ''}.`);
  const unknown = Object.keys(data.operations).filter((name) => priced.every((one) => one.name !== name));
  return unknown.length === 0 ? data : wrong(`prices an operation that does not exist: ${unknown.join(', ')}.`);
}

/** What is counted of one call. */
export interface Counted {
  readonly rows: number;
  readonly targets: number;
  /** Goes on with an answer whose base and targets were paid for. */
  readonly goesOn?: boolean;
}

export function costOf(list: PriceList, operation: Pick<Operation, 'name' | 'units'>, { rows, targets, goesOn = false }: Counted): Millis {
  const { base, row, target } = unitCosts(list, operation);
  return (goesOn ? 0 : base + target * targets) + row * rows;
}

/** How many rows `budget` buys beside the rest of the call; null when it does not buy one, or rows cost nothing. */
export function rowsFor(list: PriceList, operation: Operation, counted: Omit<Counted, 'rows'>, budget: Millis): number | null {
  const { row } = unitCosts(list, operation);
  const rows = row === 0 ? 0 : Math.floor((budget - costOf(list, operation, { ...counted, rows: 0 })) / row);
  return rows >= 1 ? rows : null;
}

/** One line of the list as it is shown: what a call of an operation costs, in credits. */
export interface ShownPrice {
  readonly operation: string;
  readonly base: number;
  readonly row: number;
  readonly target: number;
}

export function shownPrices(list: PriceList): ShownPrice[] {
  return priced.map((one) => {
    const { base, row, target } = unitCosts(list, one);
    return { operation: one.name, base: toCredits(base), row: toCredits(row), target: toCredits(target) };
  });
}

function unitCosts(
  { units: prices, operations: own }: PriceList,
  { name, units }: Pick<Operation, 'name' | 'units'>,
): Record<'base' | 'row' | 'target', Millis> {
  const price = own[name];
  return {
    base: toMillis(units.base * (price?.base ?? prices.base)),
    row: toMillis((units.rows ?? 0) * (price?.row ?? prices.row)),
    target: toMillis((units.targets ?? 0) * (price?.target ?? prices.target)),
  };
}

export function toMillis(credits: number): Millis {
  return Math.round(credits * 1000);
}

export function toCredits(millis: Millis): number {
  return millis / 1000;
}
