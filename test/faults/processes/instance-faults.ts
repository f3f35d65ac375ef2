import type { Fault } from '../fault.js';
import { instanceKilled } from './f18-instance-killed.js';
import { instanceSuspended } from './f19-instance-suspended.js';
import { connectionRefused } from './f20-connection-refused.js';
import { fastFailures } from './f22-fast-failures.js';
import { addressReused } from './f24-address-reused.js';
import { hostMoves } from './f25-host-moves.js';
import { scriptedDrain } from './f26-scripted-drain.js';
import { removedWhileAliased } from './f27-removed-while-aliased.js';
import { primaryLost } from './f29-primary-lost.js';

/** Faults of real application servers, seen from load balancers. They share `InstancesEstate`, which whoever plays them stops. */
export const instanceFaults: readonly Fault[] = [
  instanceKilled,
  instanceSuspended,
  connectionRefused,
  fastFailures,
  addressReused,
  hostMoves,
  scriptedDrain,
  removedWhileAliased,
  primaryLost,
];
