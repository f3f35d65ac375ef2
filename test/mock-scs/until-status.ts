import type { World } from '@eservices-lb/mock-scs';
import type { Status } from '@eservices-lb/sdk/wire';

/** Resolves when the application has the status: now, or at the event that says so. */
export function untilStatus(world: World, application: string, status: Status): Promise<void> {
  if (world.status(application).status === status) return Promise.resolve();
  return new Promise((resolve) => {
    const unsubscribe = world.subscribe(() => {
      if (world.status(application).status !== status) return;
      unsubscribe();
      resolve();
    });
  });
}
