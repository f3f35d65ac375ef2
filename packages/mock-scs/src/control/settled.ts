import type { Clock } from '@eservices-lb/sdk';
import type { Status } from '@eservices-lb/sdk/wire';
import type { World } from './world.js';

/** Resolves when the application has one of the statuses, or when the limit is over, or at once where no status is waited for. */
export function settled(
  world: World,
  {
    name,
    statuses,
    limitMs,
    clock,
  }: { readonly name: string; readonly statuses: readonly Status[]; readonly limitMs: number; readonly clock: Clock },
): Promise<void> {
  const isThere = (): boolean => !world.has('application', name) || statuses.includes(world.status(name).status);
  if (statuses.length === 0 || isThere()) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = (): void => {
      cancel();
      unsubscribe();
      resolve();
    };
    const cancel = clock.after(limitMs, finish);
    const unsubscribe = world.subscribe(() => {
      if (isThere()) finish();
    });
  });
}
