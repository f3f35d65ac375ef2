import { writeSync } from 'node:fs';

/** Prints at once, past Jest, which keeps what tests print until they are over. */
export function say(text: string): void {
  writeSync(1, text);
}
