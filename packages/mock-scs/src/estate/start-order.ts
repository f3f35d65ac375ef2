import type { Application } from '@eservices-lb/sdk/wire';
import type { EstateConfiguration as Configuration } from '@eservices-lb/sdk/rules';
import { resolveConnections } from '../control/resolve-connections.js';

/**
 * The applications to start, in groups: whoever is connected to somebody comes in a later group than that one. Where connections go in
 * a circle, the rest comes in one last group.
 */
export function startOrder(configuration: Configuration): readonly (readonly Application[])[] {
  const groups: Application[][] = [];
  let waiting = configuration.applications.filter(
    ({ startInfo, simulated, state }) => startInfo !== undefined && !simulated && state === 'enabled',
  );
  while (waiting.length > 0) {
    const names = new Set(waiting.map(({ name }) => name));
    const isReady = (application: Application): boolean =>
      !resolveConnections(configuration, application).some((target) => names.has(target.application));
    const ready = waiting.filter(isReady);
    const group = ready.length > 0 ? ready : waiting;
    groups.push(group);
    waiting = waiting.filter((each) => !group.includes(each));
  }
  return groups;
}
