import type { Fault } from '../fault.js';
import { chaos } from './f00-chaos.js';
import { duplicateEvents } from './f07-duplicate-events.js';
import { reorderedEvents } from './f08-reordered-events.js';
import { eventGap } from './f09-event-gap.js';
import { restoredControlServer } from './f10-restored-control-server.js';
import { emptySnapshot } from './f11-empty-snapshot.js';
import { malformedContent } from './f12-malformed-content.js';
import { flappingInstance } from './f14-flapping-instance.js';
import { enabledAndRunning } from './f15-enabled-and-running.js';
import { oneSourceLost } from './f16-one-source-lost.js';
import { unavailableForAMoment } from './f28-unavailable-for-a-moment.js';
import { primaryAndBackup } from './f29-primary-and-backup.js';
import { reconnectStorm } from './f33-reconnect-storm.js';
import { configurationReload } from './f38-configuration-reload.js';
import { tenantRemoved } from './f39-tenant-removed.js';
import { differentViews } from './f43-different-views.js';
import { massDown } from './f46-mass-down.js';

/** Faults between load balancers and the pair of control servers, on the simulated network. */
export const networkFaults: readonly Fault[] = [
  ...[chaos, duplicateEvents, reorderedEvents, eventGap, restoredControlServer, emptySnapshot, malformedContent],
  ...[flappingInstance, enabledAndRunning, oneSourceLost, unavailableForAMoment, primaryAndBackup, reconnectStorm],
  ...[configurationReload, tenantRemoved, differentViews, massDown],
];
