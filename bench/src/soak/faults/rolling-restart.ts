import type { SoakFault } from './soak-fault.js';

/** Each application in turn is asked to stop when its work is done, and started again. */
export const rollingRestart = (
  what: string,
  applications: readonly string[],
  { action = 'stop-gracefully', share = 1 } = {},
): SoakFault => ({
  kind: `rolling restart: ${what}`,
  share,
  async strike(estate) {
    for (const application of applications) {
      await estate.act(application, action);
      await estate.hasEnded(application);
      await estate.act(application, 'start');
      await estate.hasStatus(application, 'running');
    }
    return applications.join(', ');
  },
});
