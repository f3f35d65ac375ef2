import type { Clock } from '@eservices-lb/sdk';
import type { MockScs } from '../mock-scs.js';

/** What the command of an estate works with. */
export interface EstateTools {
  readonly clock: Clock;
  readonly output: NodeJS.WritableStream;
  /** Called as soon as there is something that must be closed at the end. */
  readonly onStarted: (scs: MockScs) => void;
}
