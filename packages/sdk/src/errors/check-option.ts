import { InvalidOptionError } from './invalid-option-error.js';

/** @throws InvalidOptionError where the condition does not hold */
export function checkOption(holds: boolean, option: string, expected: string, received: unknown): void {
  if (!holds) throw new InvalidOptionError(option, expected, received);
}

/** The longest time that a timer can wait, ms. */
const longestMs = 2 ** 31 - 1;

/** @throws InvalidOptionError where the value is not a number of milliseconds that a timer can wait, and at least `least` */
export function checkMilliseconds(option: string, value: unknown, least: number): void {
  const isDuration = typeof value === 'number' && value >= least && value <= longestMs;
  checkOption(isDuration, option, `a number of ms from ${least} to ${longestMs}`, value);
}
