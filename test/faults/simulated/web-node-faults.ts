import type { Fault } from '../fault.js';
import { burstOfEvents } from './f13-burst-of-events.js';
import { fastFailures } from './f22-fast-failures.js';
import { slowInstance } from './f23-slow-instance.js';
import { addressReused } from './f24-address-reused.js';
import { nobodyToGive } from './f30-nobody-to-give.js';
import { wallClock } from './f31-wall-clock.js';
import { keyRotation } from './f35-key-rotation.js';
import { forgedAliases } from './f36-forged-aliases.js';
import { aliasTableFull } from './f37-alias-table-full.js';
import { closeAtAnyMoment } from './f42-close-at-any-moment.js';
import { failingListeners } from './f44-failing-listeners.js';
import { totalOutage } from './f47-total-outage.js';

/** Faults inside a web node and among the instances that it uses, on virtual time. */
export const webNodeFaults: readonly Fault[] = [
  ...[burstOfEvents, fastFailures, slowInstance, addressReused, nobodyToGive, wallClock],
  ...[keyRotation, forgedAliases, aliasTableFull, closeAtAnyMoment, failingListeners, totalOutage],
];
