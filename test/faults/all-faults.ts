import type { Fault } from './fault.js';
import { controlServerFaults } from './processes/control-server-faults.js';
import { instanceFaults } from './processes/instance-faults.js';
import { webNodeProcessFaults } from './processes/web-node-process-faults.js';
import { connectionFaults } from './proxy/connection-faults.js';
import { networkFaults } from './simulated/network-faults.js';
import { webNodeFaults } from './simulated/web-node-faults.js';

const numberOf = ({ row }: Fault): number => Number(row.slice(1));

/** Every row, in the order of their numbers. */
export const allFaults: readonly Fault[] = [
  ...networkFaults,
  ...webNodeFaults,
  ...connectionFaults,
  ...controlServerFaults,
  ...instanceFaults,
  ...webNodeProcessFaults,
].sort((one, other) => numberOf(one) - numberOf(other));
