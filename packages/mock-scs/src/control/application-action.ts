import type { Status } from '@eservices-lb/sdk/wire';
import { z } from 'zod';
import { ImpossibleActionError } from './impossible-action-error.js';
import type { LocalControlAgent } from '../agent/local-control-agent.js';
import type { Command } from '../lca/messages.js';
import type { LocalControlAgentLinks } from '../lca-server/local-control-agent-links.js';
import type { World } from './world.js';

export const applicationActionSchema = z.enum([
  'enable',
  'disable',
  'start',
  'stop',
  'stop-gracefully',
  'suspend',
  'resume',
  'service-unavailable',
  'available',
  'kill',
]);
export type ApplicationAction = z.infer<typeof applicationActionSchema>;

export interface ActionTools {
  readonly world: World;
  readonly links: Pick<LocalControlAgentLinks, 'command' | 'isLinked'>;
  readonly agent: Pick<LocalControlAgent, 'start' | 'stop' | 'kill' | 'process'>;
}

/** What an application that is asked to do something must be before, and what it is when it has done so. */
interface Transition {
  readonly from: readonly Status[];
  readonly to: readonly Status[];
}

const transitions: Readonly<
  Record<'stop-gracefully' | 'suspend' | 'resume' | 'service-unavailable' | 'available', Transition>
> = {
  'stop-gracefully': {
    from: ['running', 'service-unavailable', 'suspending', 'suspended', 'initializing'],
    to: ['suspending', 'stop-pending', 'stop-transition', 'stopped'],
  },
  suspend: { from: ['running', 'service-unavailable'], to: ['suspending', 'suspended'] },
  resume: { from: ['suspending', 'suspended'], to: ['running'] },
  'service-unavailable': { from: ['running'], to: ['service-unavailable'] },
  available: { from: ['service-unavailable'], to: ['running'] },
};

/**
 * Does to an application what an operator asked for, and says which statuses show that it is done (none: it is done already).
 * @throws UnknownObjectError, ImpossibleActionError
 */
export function performAction(
  name: string,
  action: ApplicationAction,
  { world, links, agent }: ActionTools,
): readonly Status[] {
  const { status } = world.status(name);
  switch (action) {
    case 'enable':
    case 'disable':
      world[action]('application', name);
      return [];
    case 'start':
      agent.start(name);
      return [];
    case 'kill':
      void agent.kill(name);
      return ['stopped'];
    case 'stop':
      stop(name, { links, agent, world });
      return [];
    default: {
      const { from, to } = transitions[action];
      if (!from.includes(status))
        throw new ImpossibleActionError(name, action, `it is ${status}, not ${from.join(' or ')}`);
      ask(name, action, links);
      return to;
    }
  }
}

/** An application that somebody else started has no process here, but can be asked. */
function stop(name: string, { links, agent, world }: ActionTools): void {
  if (agent.process(name) !== undefined) {
    void agent.stop(name);
    return;
  }
  if (!links.isLinked(name)) throw new ImpossibleActionError(name, 'stop', `it is ${world.status(name).status}`);
  ask(name, 'stop', links);
}

function ask(name: string, command: Command, links: ActionTools['links']): void {
  if (links.command(name, command)) return;
  throw new ImpossibleActionError(name, command, 'it is not linked to its Local Control Agent');
}
