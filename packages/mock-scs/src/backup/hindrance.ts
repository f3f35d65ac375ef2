import { hasWarmStandby } from '@eservices-lb/sdk/rules';
import type { Application } from '@eservices-lb/sdk/wire';
import type { World } from '../control/world.js';
import type { WarmPair } from './warm-pair.js';

/** Why a pair cannot change roles, and by which rule. */
export interface Hindrance {
  readonly rule: 'BK-1' | 'IXN-10';
  readonly reason: string;
}

type Surroundings = Pick<World, 'hostStatus' | 'has' | 'configuration'>;

/** What the guide sets against a switchover of this pair at this moment. */
export function hindranceOf({ primary, backup }: WarmPair, world: Surroundings): Hindrance | undefined {
  const { type, redundancyType } = primary;
  if (!hasWarmStandby(type)) return { rule: 'BK-1', reason: `${type} has no warm standby` };
  if (redundancyType === 'cold' || redundancyType === 'hot') {
    return { rule: 'BK-1', reason: `its redundancy is ${redundancyType}, not warm` };
  }
  if (!isInteractionServer(primary, world)) return undefined;
  const lost = [primary.host, backup.host].filter(
    (host) => host !== undefined && world.has('host', host) && world.hostStatus(host) !== 'running',
  );
  if (lost.length === 0) return undefined;
  const hosts = [...new Set(lost)].map((host) => `"${host ?? ''}"`).join(' and ');
  return {
    rule: 'IXN-10',
    reason: `the Local Control Agent of ${hosts} is not connected, and Interaction Server needs those of both hosts`,
  };
}

/** One of type T-Server is told by the multimedia switch that names it (MT-6). */
const isInteractionServer = ({ type, name }: Application, world: Surroundings): boolean =>
  type === 'InteractionServer' ||
  (type === 'TServer' &&
    world.configuration.switches.some((each) => each.type === 'multimedia' && each.application === name));
