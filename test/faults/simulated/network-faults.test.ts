import { describeFaults } from '../describe-faults.js';
import { networkFaults } from './network-faults.js';

// Seconds where the machine has nothing else to do; a ceiling, for one that has.
describeFaults('faults on the simulated network', networkFaults, { runs: 200, limitMs: 900_000 });
