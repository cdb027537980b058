import { expect, it } from 'vitest';
import { z } from 'zod';
import type { Operation } from './operation.ts';
import { refusedInput } from './refused-input.ts';

const words = z.enum(['red', 'blue']);
const input = z.strictObject({
  colour: z.union([words, z.array(words).min(1)]).optional(),
  order: z.union([z.string().max(5), z.array(z.string().max(5))]).optional(),
  best: z.union([z.string(), z.object({ count: z.int().min(1) })]).optional(),
});
const operation: Operation = {
  name: 'paint',
  tool: 'paint',
  summary: '',
  description: '',
  input,
  output: z.object({}),
  units: { base: 1 },
  idempotent: true,
  example: {},
  run: async () => ({}),
};

it.each([
  [{ colour: 'green' }, '"colour": Invalid option: expected one of "red"|"blue".'],
  [{ colour: ['red', 'green'] }, '"colour.1": Invalid option: expected one of "red"|"blue".'],
  [{ colour: [] }, '"colour": Too small: expected array to have >=1 items.'],
  [{ order: { by: 'name' } }, '"order": Invalid input: expected string or array.'],
  [{ order: ['name', 7] }, '"order.1": Invalid input: expected string.'],
  [{ order: 'by name' }, '"order": Too big: expected string to have <=5 characters.'],
  [{ best: { count: 0 } }, '"best.count": Too small: expected number to be >=1.'],
  [{ best: true }, '"best": Invalid input: expected string or object.'],
  [{ shade: 1 }, '"shade" is not a field of paint. It takes: colour, order, best.'],
])('%j is refused with the form that was meant', (given, message) => {
  const { error } = input.safeParse(given);
  if (error === undefined) throw new Error('it was taken');
  expect(() => refusedInput(operation, error, given)).toThrow(message);
});
