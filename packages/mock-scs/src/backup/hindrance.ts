import { hasWarmStandby } from '@eservices-lb/sdk/rules';
import type { World } from '../control/world.js';
import type { WarmPair } from './warm-pair.js';

/** Why a pair cannot change roles, and by which rule. */
export interface Hindrance {
  readonly rule: 'BK-1' | 'IXN-10';
  readonly reason: string;
}

/** What the guide sets against a switchover of this pair at this moment. */
export function hindranceOf(
  { primary, backup }: WarmPair,
  world: Pick<World, 'hostStatus' | 'has'>,
): Hindrance | undefined {
  if (!hasWarmStandby(primary.type)) return { rule: 'BK-1', reason: `${primary.type} has no warm standby` };
  if (primary.type !== 'InteractionServer') return undefined;
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
