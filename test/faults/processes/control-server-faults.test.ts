import { describeFaults } from '../describe-faults.js';
import { controlServerFaults } from './control-server-faults.js';

describeFaults('faults of control servers', controlServerFaults, { runs: 1 });
