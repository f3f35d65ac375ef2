import type { SoakFault } from './soak-fault.js';
import { between, pause } from './soak-fault.js';

/** kill -9 of the control server, which is started again some seconds later and finds its applications alive. */
export const controlServerKilled: SoakFault = {
  kind: 'control server killed',
  share: 0.6,
  async strike(estate, random) {
    const ms = between(1_000, 15_000, random);
    await estate.processes.killControlServer();
    await pause(ms);
    await estate.processes.startControlServer();
    return `away for ${ms} ms`;
  },
};
