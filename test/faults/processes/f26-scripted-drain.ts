import { eventually } from '../../estate/eventually.js';
import type { Fault, Figures } from '../fault.js';
import { beginChatAt } from './chat-at.js';
import type { ChatAt } from './chat-at.js';
import { InstancesEstate } from './instances-estate.js';

const request = { tenant: 'Environment', type: 'ChatServer' };
const leaving = 'ChatServer_2';
const others = ['ChatServer_1', 'ChatServer_3'];

export const scriptedDrain: Fault = {
  row: 'F26',
  kind: 'processes',
  fault: 'a Chat Server is disabled while it has chats, and stopped when they are over',
  condition:
    'it gets no new chat, all of what is said in its old ones arrives, and it counts as drained at the last one’s end',
  async play(): Promise<Figures> {
    const instances = await InstancesEstate.get();
    await using loadBalancer = await instances.loadBalancer();
    const { operator, headers } = instances;
    const begin = (): Promise<ChatAt> => beginChatAt(loadBalancer, { request, headers });
    const beginMany = (count: number): Promise<ChatAt[]> => Promise.all(Array.from({ length: count }, begin));
    const all: ChatAt[] = [];
    try {
      // Start, spread: each has chats.
      all.push(...(await beginMany(12)));
      expect(new Set(all.map(({ application }) => application))).toEqual(new Set([leaving, ...others]));

      // Pin: what is said in a chat stays with its Chat Server.
      const pinned = all.filter(({ application }) => application === leaving);
      for (const { alias, say } of pinned) {
        await say('One');
        expect(loadBalancer.resolve(alias, request)).toMatchObject({ application: leaving, state: 'live' });
      }

      // Disable.
      let isDrained = false;
      await operator.act(leaving, 'disable');
      await eventually('the load balancer to hear of it', () =>
        loadBalancer.resolve(pinned[0]?.alias ?? '', request).state === 'draining' ? true : undefined,
      );
      const drained = loadBalancer.whenDrained(leaving).then(() => (isDrained = true));

      // Old served, no new.
      const fresh = await beginMany(30);
      all.push(...fresh);
      expect(fresh.filter(({ application }) => application === leaving)).toEqual([]);
      expect(loadBalancer.explain(request).find(({ application }) => application === leaving)).toMatchObject({
        ...{ selectable: false, isDraining: true },
      });
      let served = 0;
      for (const { alias, say } of pinned) {
        for (const text of ['Two', 'Three']) {
          await say(text);
          served += 1;
        }
        expect(loadBalancer.resolve(alias, request)).toMatchObject({ application: leaving, state: 'draining' });
      }

      // Release: one after the other, and only the last one ends the drain.
      for (const { leave } of pinned) {
        expect(isDrained).toBe(false);
        await leave();
      }
      await drained;

      // Stop: nothing is left that this could harm.
      await operator.act(leaving, 'stop-gracefully');
      await operator.hasStatus(leaving, 'stopped');
      await loadBalancer.whenDrained(leaving);
      return { 'old messages served': served, 'new chats elsewhere': fresh.length };
    } finally {
      await Promise.all(all.map(({ leave }) => leave().catch(() => undefined)));
      await operator.act(leaving, 'enable');
      if (
        operator.loadBalancer.explain(request).some((each) => each.application === leaving && each.reason === 'stopped')
      )
        await instances.start(leaving);
    }
  },
};
