import { describeFaults } from '../describe-faults.js';
import { webNodeFaults } from './web-node-faults.js';

describeFaults('a web node on virtual time', webNodeFaults, { runs: 200 });
