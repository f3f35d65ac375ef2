import { FaultFailedError } from '../faults/play-fault.js';
import { say } from './say.js';
import { faultOfRow } from './simulated-faults.js';

const { SIMULATE_FAULT: row = '', SIMULATE_SEED: seed = '1' } = process.env;

// `npm run simulate -- --fault F9 --seed 4711`.
it('plays one run and prints what happened in it', async () => {
  const fault = faultOfRow(row);
  say(`${fault.row}, seed ${seed}: ${fault.fault}; ${fault.condition}.\n\n`);
  try {
    const figures = await fault.play(Number(seed), (line) => {
      say(`${line}\n`);
    });
    say(`\nIt holds. ${JSON.stringify(figures)}\n`);
  } catch (error) {
    const failure = new FaultFailedError(fault, Number(seed), error);
    say(`\nIt does not hold.\n${failure.message}\n`);
    throw failure;
  }
}, 600_000);
