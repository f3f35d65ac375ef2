import { describeFaults } from '../describe-faults.js';
import { connectionFaults } from './connection-faults.js';

describeFaults('faults of connections', connectionFaults, { runs: 1 });
