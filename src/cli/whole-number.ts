import { InvalidArgumentError } from 'commander';

/** The value of a flag that takes a positive whole number. */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('It takes a whole number from 1 on.');
  return Number(text);
}
