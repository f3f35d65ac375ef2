import type { SoakFault } from './soak-fault.js';
import { between, oneOf, pause } from './soak-fault.js';

/** An operator takes an application out, and in again some seconds later. */
export const takenOut = (out: string, back: string, applications: readonly string[]): SoakFault => ({
  kind: `${out}, then ${back}`,
  async strike(estate, random) {
    const victim = oneOf(applications, random);
    const ms = between(3_000, 8_000, random);
    await estate.act(victim, out);
    try {
      await pause(ms);
    } finally {
      await estate.act(victim, back);
    }
    return `${victim}, for ${ms} ms`;
  },
});
