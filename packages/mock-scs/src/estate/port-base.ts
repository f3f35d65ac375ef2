import { InvalidArgumentError } from 'commander';

/** @throws InvalidArgumentError */
export function portBase(text: string): number {
  const base = Number(text);
  if (/^\d+$/.test(text) && base >= 1024 && base <= 65_000) return base;
  throw new InvalidArgumentError('It must be a whole number from 1024 to 65000.');
}
