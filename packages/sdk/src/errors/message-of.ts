import { describeValue } from './describe-value.js';

/** What was thrown, in words. Never throws itself, whatever it was (F44). */
export function messageOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? thrown.message : String(thrown);
  } catch {
    return `${describeValue(thrown)} that cannot be shown`;
  }
}
