import type { Fault } from '../fault.js';
import { killedControlServer } from './f01-killed-control-server.js';
import { stoppedControlServer } from './f02-stopped-control-server.js';
import { burstOfStatuses } from './f13-burst-of-statuses.js';
import { pairOfControlServers } from './f45-pair-of-control-servers.js';

/** Faults of real control servers, seen from load balancers. */
export const controlServerFaults: readonly Fault[] = [
  ...[killedControlServer, stoppedControlServer],
  ...[burstOfStatuses, pairOfControlServers],
];
