import type { Fault } from '../fault.js';
import { halfOpenWatch } from './f03-half-open-watch.js';
import { watchCutMidMessage } from './f04-watch-cut-mid-message.js';
import { tricklingWatch } from './f05-trickling-watch.js';
import { lateWatch } from './f06-late-watch.js';
import { partition } from './f17-partition.js';
import { acceptsAndHangs } from './f21-accepts-and-hangs.js';

/** Faults of connections, by the toxics of the TCP proxy. */
export const connectionFaults: readonly Fault[] = [
  ...[halfOpenWatch, watchCutMidMessage, tricklingWatch, lateWatch],
  ...[partition, acceptsAndHangs],
];
