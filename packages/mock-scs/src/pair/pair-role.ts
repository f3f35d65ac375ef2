import { ImpossibleActionError } from '../control/impossible-action-error.js';
import type { ControlServerPair } from './control-server-pair.js';

/** What others need to know of a control server's role. */
export type PairRole = Pick<ControlServerPair, 'role' | 'isServing' | 'isInStep' | 'switchOver'>;

/** A control server without another one. */
export const alone: PairRole = {
  role: 'primary',
  isServing: true,
  isInStep: false,
  switchOver: () => Promise.reject(new ImpossibleActionError('control server', 'switchover', 'it has no backup')),
};
