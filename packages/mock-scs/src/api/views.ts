import type { World } from '../control/world.js';
import type { ApplicationView } from './schemas.js';

/** @throws UnknownObjectError */
export function applicationView(world: World, name: string): ApplicationView {
  const { status, mode, load } = world.status(name);
  const application = world.object('application', name);
  return { ...application, status, mode, ...(load !== undefined && { load }), ...world.version };
}
