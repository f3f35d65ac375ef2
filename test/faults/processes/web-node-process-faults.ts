import type { Fault } from '../fault.js';
import { findFaketime, howToGetFaketime, wallClockOfAProcess } from './f31-wall-clock-of-a-process.js';
import { blockedEventLoop } from './f32-blocked-event-loop.js';
import { webNodeRestarted } from './f34-web-node-restarted.js';
import { pickStorm } from './f40-pick-storm.js';
import { churn } from './f41-churn.js';
import { closeWithRealSockets } from './f42-close-with-real-sockets.js';
import { viewFile } from './f48-view-file.js';

const canFakeTime = findFaketime() !== undefined;

/** Faults of the process that a load balancer lives in. */
export const webNodeProcessFaults: readonly Fault[] = [
  ...(canFakeTime ? [wallClockOfAProcess] : []),
  ...[blockedEventLoop, webNodeRestarted, pickStorm, churn, closeWithRealSockets, viewFile],
];

/** What this machine cannot play, and what it would need for it. */
export const unplayableHere: readonly (Pick<Fault, 'row' | 'kind'> & { readonly reason: string })[] = canFakeTime
  ? []
  : [{ row: 'F31', kind: 'processes', reason: howToGetFaketime }];
