import { z } from 'zod';
import type { Frame } from '../api/event-frames.js';
import { durationSchema, probabilitySchema } from './disturbance.js';
import type { Disturbance, FaultTools, Link } from './disturbance.js';

export const reorderParameters = z.strictObject({ durationMs: durationSchema, probability: probabilitySchema });

/** Says events in the wrong order: one waits until the next one has gone. */
export const reorder = ({ probability }: z.infer<typeof reorderParameters>, { random }: FaultTools): Disturbance => ({
  effect: `events overtake each other, with probability ${probability}`,
  link({ next }): Link {
    let held: Frame | undefined;
    const release = (): void => {
      const frame = held;
      held = undefined;
      if (frame !== undefined) next(frame);
    };
    return {
      send(frame) {
        if (frame.kind === 'event' && held === undefined && random() < probability) {
          held = frame;
          return;
        }
        next(frame);
        if (frame.kind === 'event') release();
      },
      release,
    };
  },
});
