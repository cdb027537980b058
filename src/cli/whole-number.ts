import { InvalidArgumentError } from 'commander';

/** The value of a flag that takes a positive whole number. */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('It takes a whole number from 1 on.');
  return Number(text);
}

/** The same, or 0. */
export function wholeNumberOrZero(text: string): number {
  return text === '0' ? 0 : wholeNumber(text);
}

/** Of credits, or calls a second. */
export function amount(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) throw new InvalidArgumentError('It takes a number.');
  return value;
}
