import type { SoakFault } from './soak-fault.js';
import { between, oneOf, pause } from './soak-fault.js';

/** SIGSTOP for some seconds: the process is there, its sockets are open, and nothing comes. */
export const frozen = (what: string, applications: readonly string[]): SoakFault => ({
  kind: `${what} frozen`,
  async strike(estate, random) {
    const victim = oneOf(applications, random);
    const ms = between(2_000, 8_000, random);
    estate.signal(victim, 'SIGSTOP');
    try {
      await pause(ms);
    } finally {
      estate.signal(victim, 'SIGCONT');
    }
    return `${victim}, for ${ms} ms`;
  },
});
