import type { SoakFault } from './soak-fault.js';
import { oneOf } from './soak-fault.js';

/** kill -9 of the process of one of the applications. Its agent starts it again, or the operator does. */
export const killed = (what: string, applications: readonly string[], share = 1): SoakFault => ({
  kind: `${what} killed`,
  share,
  async strike(estate, random) {
    const victim = oneOf(applications, random);
    const { autoRestart } = await estate.application(victim);
    estate.signal(victim, 'SIGKILL');
    await estate.hasEnded(victim);
    if (!autoRestart) await estate.act(victim, 'start');
    return `${victim}, ${autoRestart ? 'which its agent starts again' : 'started again by hand'}`;
  },
});
