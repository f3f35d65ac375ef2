import { listOfKind, objectKindSchema } from '@eservices-lb/sdk/wire';
import type { EstateSnapshot, Version } from '@eservices-lb/sdk/wire';
import { z } from 'zod';
import { eventFrame } from '../api/event-frames.js';
import { durationSchema } from './disturbance.js';
import type { Disturbance, FaultTools } from './disturbance.js';

export const emptyParameters = z.strictObject({ durationMs: durationSchema });

/** Knows nothing, as right after a start: the snapshot is empty, also for streams that are opened. They get the true one in the end. */
export const empty = (_parameters: unknown, { world, snapshotFrame }: FaultTools): Disturbance => ({
  effect: 'the snapshot is empty',
  snapshot: emptySnapshot,
  opening: () => () => [eventFrame('snapshot', emptySnapshot(world.version))],
  link: ({ isNew, next }) => ({
    send: next,
    release() {
      if (isNew) next(snapshotFrame());
    },
  }),
});

function emptySnapshot({ epoch, revision }: Version): EstateSnapshot {
  const lists = objectKindSchema.options.map((kind) => [listOfKind[kind], []]);
  const objects = Object.fromEntries(lists) as Omit<EstateSnapshot, 'statuses' | 'hostStatuses' | keyof Version>;
  return { epoch, revision, ...objects, statuses: [], hostStatuses: [] };
}
