import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { LoadBalancerError } from '@eservices-lb/sdk';
import { eventually } from '../../estate/eventually.js';
import { hastenedClock } from '../../estate/hastened-clock.js';
import type { Fault, Figures } from '../fault.js';
import { beginChatAt } from './chat-at.js';
import { InstancesEstate } from './instances-estate.js';
import { serviceOf } from './service-of.js';

const request = { tenant: 'Environment', type: 'ChatServer' };
const removed = 'ChatServer_3';
const gracePeriodMs = 20_000;
/** The web node lives ten times faster than we do: its 20 s are 2 of ours. */
const times = 10;

export const removedWhileAliased: Fault = {
  row: 'F27',
  kind: 'processes',
  fault: 'a Chat Server is disabled, and then removed from the Connections, while it has a chat',
  condition:
    'the chat goes on for the grace period, then its alias is gone, and the Service that was given out is forgotten',
  async play(): Promise<Figures> {
    const instances = await InstancesEstate.get();
    const { operator, headers } = instances;
    const clock = hastenedClock(times);
    await using loadBalancer = await instances.loadBalancer({ clock, gracePeriodMs, silenceLimitMs: 10_000 * times });
    const connections = loadBalancer.configuration.application('WebAPIServer_1')?.connections ?? [];
    const kept = new WeakRef(serviceOf(loadBalancer, request, removed));
    const { alias, say } = await beginChatAt(loadBalancer, { request, headers, alias: aliasOf(kept) });
    const without = connections.filter(({ application }) => application !== removed);
    let goneAt = Infinity;
    const stopWatching = loadBalancer.subscribe(({ configuration }) => {
      const own = [...configuration.applications.values()].find(({ name }) => name === 'WebAPIServer_1');
      const isGone = own?.connections.every(({ application }) => application !== removed) === true;
      if (isGone) goneAt = Math.min(goneAt, clock.now());
    });
    try {
      await operator.act(removed, 'disable');
      await instances.configure('applications', 'WebAPIServer_1', { connections: without });
      await eventually('the load balancer to hear of it', () => (goneAt < Infinity ? true : undefined));

      let served = 0;
      const end = await eventually('the end of the alias', async () => {
        try {
          expect(loadBalancer.resolve(alias, request)).toMatchObject({ application: removed, state: 'draining' });
          await say('Still there?');
          served += 1;
          return undefined;
        } catch (error) {
          if (error instanceof LoadBalancerError) return error;
          throw error;
        }
      });
      const lastedMs = clock.now() - goneAt;
      expect(end.code).toBe('INSTANCE_GONE');
      expect(lastedMs).toBeGreaterThanOrEqual(gracePeriodMs);
      expect(served).toBeGreaterThan(0);

      expect(loadBalancer.select(request).application).not.toBe(removed);
      await eventually('the memory of the server to be given back', () => {
        collectGarbage();
        return kept.deref() === undefined ? true : undefined;
      });
      return { 'served while it drained': served, 'ms the alias lasted': lastedMs };
    } finally {
      stopWatching();
      await instances.configure('applications', 'WebAPIServer_1', { connections });
      await operator.act(removed, 'enable');
    }
  },
};

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** In a function of its own, so that no variable of the row holds what is to be forgotten. */
const aliasOf = (service: WeakRef<{ readonly alias: string }>): string => service.deref()?.alias ?? '';
