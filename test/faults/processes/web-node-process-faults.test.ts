import { describeFaults } from '../describe-faults.js';
import { unplayableHere, webNodeProcessFaults } from './web-node-process-faults.js';

describeFaults('the process of a web node', webNodeProcessFaults, { runs: 1 });

for (const { row, reason } of unplayableHere) {
  // eslint-disable-next-line no-console -- what cannot run here is named, with the way to get it
  console.warn(`Skipped: ${row} with processes; ${reason}.`);
  it.skip(`${row} with processes (${reason})`, () => undefined);
}
