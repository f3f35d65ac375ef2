import type { Status } from '@eservices-lb/sdk/wire';
import { z } from 'zod';
import { controlOf } from './application-control.js';
import type { ControlTools } from './application-control.js';
import { ImpossibleActionError } from './impossible-action-error.js';

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
  'switchover',
  'confirm-database',
]);
export type ApplicationAction = z.infer<typeof applicationActionSchema>;

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
  tools: ControlTools,
): readonly Status[] | Promise<readonly Status[]> {
  const { world } = tools;
  switch (action) {
    case 'enable':
    case 'disable':
      world[action]('application', name);
      return [];
    case 'start':
      controlOf(name, action, tools).start();
      return [];
    case 'kill':
      controlOf(name, action, tools).kill();
      return ['stopped'];
    case 'stop':
      controlOf(name, action, tools).stop();
      return [];
    case 'switchover':
      return tools.warmStandby.switchOver(world.object('application', name).name).then(() => []);
    case 'confirm-database':
      return confirmDatabase(name, tools);
    default:
      return ask(name, action, tools);
  }
}

/** The operator says that the database which an Interaction Server has found is the one to work with from now on (IXN-9). */
function confirmDatabase(name: string, tools: ControlTools): readonly Status[] {
  const control = controlOf(name, 'confirm-database', tools);
  if (tools.databases.unconfirmed(name) === undefined) {
    const reason = 'it waits for no confirmation: only an Interaction Server that has found another database does';
    throw new ImpossibleActionError(name, 'confirm-database', reason);
  }
  if (!control.command('confirm-database')) {
    throw new ImpossibleActionError(name, 'confirm-database', 'it is not linked to its Local Control Agent');
  }
  return ['running'];
}

function ask(name: string, action: keyof typeof transitions, tools: ControlTools): readonly Status[] {
  const control = controlOf(name, action, tools);
  const { status } = tools.world.status(name);
  const { from, to } = transitions[action];
  if (!from.includes(status))
    throw new ImpossibleActionError(name, action, `it is ${status}, not ${from.join(' or ')}`);
  if (!control.command(action)) {
    throw new ImpossibleActionError(name, action, 'it is not linked to its Local Control Agent');
  }
  return to;
}
