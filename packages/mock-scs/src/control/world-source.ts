import type { DirectoryEvent, DirectorySource } from '@eservices-lb/sdk';
import type { World } from './world.js';

/** The world as a load balancer would see it that begins at this moment. */
export function worldSource(world: World): DirectorySource {
  return {
    kind: 'file',
    async *events(signal): AsyncGenerator<DirectoryEvent> {
      yield { type: 'snapshot', snapshot: world.snapshot };
      if (signal.aborted) return;
      await new Promise((resolve) => {
        signal.addEventListener('abort', resolve, { once: true });
      });
    },
  };
}
