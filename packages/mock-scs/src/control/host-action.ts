import { z } from 'zod';
import type { World } from './world.js';

export const hostActionSchema = z.enum(['enable', 'disable', 'disconnect', 'reconnect']);
export type HostAction = z.infer<typeof hostActionSchema>;

/**
 * Does to a host what an operator asked for: its configuration, or the connection of its Local Control Agent.
 * @throws UnknownObjectError
 */
export function performHostAction(name: string, action: HostAction, world: World): void {
  switch (action) {
    case 'enable':
    case 'disable':
      world[action]('host', name);
      return;
    case 'disconnect':
      world.reportHost(name, 'disconnected');
      return;
    case 'reconnect':
      world.reportHost(name, 'running');
      return;
  }
}
