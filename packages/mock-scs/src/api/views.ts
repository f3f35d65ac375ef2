import type { World } from '../control/world.js';
import type { ApplicationView } from './schemas.js';

/** @throws UnknownObjectError */
export function applicationView(world: World, name: string): ApplicationView {
  const { status, mode, load, sessions, tenants } = world.status(name);
  return {
    ...world.object('application', name),
    ...{ status, mode },
    ...(load !== undefined && { load }),
    ...(sessions !== undefined && { sessions }),
    ...(tenants !== undefined && { effectiveTenants: tenants }),
    ...world.version,
  };
}
