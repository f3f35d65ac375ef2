import { createConnection } from 'node:net';
import axios from 'axios';
import { eventually } from '../../estate/eventually.js';
import type { Fault } from '../fault.js';
import { InstancesEstate } from './instances-estate.js';
import { serviceOf } from './service-of.js';

const request = { tenant: 'Experiments', type: 'EmailServer' };
const refusing = ['Answering_1', 'Answering_3', 'Answering_4'];
const open = 'Answering_2';

export const connectionRefused: Fault = {
  row: 'F20',
  kind: 'processes',
  fault: 'application servers that are RUNNING refuse connections',
  condition: 'a request goes on to the next one in the same call, and to none twice while there is another',
  async play() {
    const instances = await InstancesEstate.get();
    const closed: string[] = [];
    const turnDoor = (name: string, isOpen: boolean): void => {
      process.kill(instances.pidOf(name), isOpen ? 'SIGHUP' : 'SIGUSR2');
    };
    const isTurned = (name: string, isOpen: boolean): Promise<void> =>
      untilDoor(new URL(instances.urlOf(name)), isOpen);
    try {
      for (const name of refusing) {
        turnDoor(name, false);
        await isTurned(name, false);
        closed.push(name);
        await oneAnswers([...closed]);
      }
      return { 'attempts where nobody is left': await nobodyAnswers() };
    } finally {
      // All of them, also where one was not seen to close: who is open stays so.
      for (const name of refusing) turnDoor(name, true);
      for (const name of refusing) await isTurned(name, true);
    }

    /** Each of those who refuse is asked first once: the request ends at somebody who does not, and asks none twice. */
    async function oneAnswers(shut: readonly string[]): Promise<void> {
      for (const first of shut) {
        for (const method of ['get', 'post'] as const) {
          // Each without the experience of the others, for which it would not ask those who refuse.
          await using loadBalancer = await instances.loadBalancer({ maxAttempts: 4 });
          const { alias } = serviceOf(loadBalancer, request, first);
          const { data, config } = await loadBalancer.http(request).request<{ application: string }>({ method, alias });
          const { asked = [] } = config;
          expect(asked[0]).toBe(first);
          expect(shut).not.toContain(data.application);
          expect(asked.at(-1)).toBe(data.application);
          expect(new Set(asked).size).toBe(asked.length);
        }
      }
    }

    /** The only one that is open is left out by the request: every other one is asked, each once. */
    async function nobodyAnswers(): Promise<number> {
      await using loadBalancer = await instances.loadBalancer({ maxAttempts: 10 });
      const end: unknown = await loadBalancer
        .http({ ...request, exclude: [open] })
        .get('/')
        .catch((error: unknown) => error);
      if (!axios.isAxiosError(end)) throw new Error(`Nobody answers, but the request ended with ${String(end)}.`);
      expect(end.code).toBe('ECONNREFUSED');
      expect([...(end.config?.asked ?? [])].sort()).toEqual(refusing);
      return end.config?.asked?.length ?? 0;
    }
  },
};

async function untilDoor({ hostname, port }: URL, isOpen: boolean): Promise<void> {
  await eventually(`the door at ${port} to be ${isOpen ? 'open' : 'closed'}`, async () => {
    const found = await new Promise<boolean>((resolve) => {
      const socket = createConnection({ host: hostname, port: Number(port) });
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => {
        resolve(false);
      });
    });
    return found === isOpen || undefined;
  });
}
