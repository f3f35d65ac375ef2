import { z } from 'zod';
import { durationSchema } from './disturbance.js';
import type { Disturbance, FaultTools } from './disturbance.js';

export const forgetHistoryParameters = z.strictObject({ durationMs: durationSchema.default(1) });

/** Begins a new epoch, told by a snapshot on every stream; nobody can resume while it is on. */
export const forgetHistory = (_parameters: unknown, { world, clock }: FaultTools): Disturbance => ({
  effect: 'the history begins anew',
  begin() {
    world.beginEpoch(Math.max(Math.floor(clock.wallClock()), world.version.epoch + 1));
  },
  opening: (usual) => () => usual(undefined),
});
