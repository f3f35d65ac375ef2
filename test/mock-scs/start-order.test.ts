import fc from 'fast-check';
import type { Application } from '@eservices-lb/sdk/wire';
import { startInOrder } from '../../packages/mock-scs/src/estate/start-in-order.js';
import { startOrder } from '../../packages/mock-scs/src/estate/start-order.js';
import { anEstateOf } from './small-estate.js';

let port = 0;
const anApplication = (name: string, connections: readonly string[] = [], more: object = {}) => ({
  ...{ name, ports: [{ port: (port = (port % 60_000) + 1) }], startInfo: { commandLine: 'true' } },
  ...{ connections: connections.map((application) => ({ application })), ...more },
});

describe('the order in which an estate starts', () => {
  const afterOf = (estate: ReturnType<typeof anEstateOf>) =>
    Object.fromEntries(startOrder(estate).map(({ application, after }) => [application.name, [...after]]));

  it('is that of the connections, through Application Clusters too', () => {
    const estate = anEstateOf(
      anApplication('Web', ['Cluster']),
      { name: 'Cluster', type: 'ApplicationCluster', connections: [{ application: 'Chat' }] },
      anApplication('Chat', ['Database']),
      anApplication('Database'),
    );

    expect(afterOf(estate)).toEqual({ Database: [], Chat: ['Database'], Web: ['Chat'] });
  });

  it('is a primary first, then its backup', () => {
    const pair = { redundancyType: 'warm', type: 'InteractionServer' };
    const estate = anEstateOf(
      anApplication('Backup', [], { ...pair, isPrimary: false }),
      anApplication('Primary', [], { ...pair, backup: 'Backup' }),
    );

    expect(afterOf(estate)).toMatchObject({ Primary: [], Backup: ['Primary'] });
  });

  it('has nobody wait for who waits for him, and everybody else wait for both', () => {
    const estate = anEstateOf(
      anApplication('Web', ['Email']),
      anApplication('Email', ['Interaction', 'Database']),
      anApplication('Interaction', ['Email', 'Database']),
      anApplication('Database'),
    );

    expect(afterOf(estate)).toEqual({
      Database: [],
      Email: ['Database'],
      Interaction: ['Database'],
      Web: ['Email'],
    });
  });

  it('begins with those that the longest chain of others waits for', () => {
    const estate = anEstateOf(
      anApplication('Alone'),
      anApplication('Chat', ['Database']),
      anApplication('Web', ['Chat']),
      anApplication('Database'),
    );

    expect(startOrder(estate).map(({ application }) => application.name)[0]).toBe('Database');
  });

  it('leaves out what is simulated, disabled, or has no Start Info', () => {
    const estate = anEstateOf(
      anApplication('Simulated', [], { simulated: true }),
      anApplication('Disabled', [], { state: 'disabled' }),
      { name: 'Elsewhere', ports: [{ port: 65_000 }] },
      anApplication('Web', ['Simulated', 'Disabled', 'Elsewhere']),
    );

    expect(afterOf(estate)).toEqual({ Web: [] });
  });

  it('starts everything once, each after those it is connected to, and never more at once than allowed, whatever the connections', async () => {
    const durations = fc.array(fc.nat(9), { minLength: 12, maxLength: 12 });
    const edges = fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(edges, fc.integer({ min: 1, max: 5 }), durations, async (connections, atOnce, turns) => {
        const names = Array.from({ length: 12 }, (_, index) => `Server_${index}`);
        const targets = (from: number) => [...new Set(connections.filter(([one]) => one === from).map(([, to]) => to))];
        const estate = anEstateOf(
          ...names.map((name, index) =>
            anApplication(
              name,
              targets(index).map((to) => `Server_${to}`),
            ),
          ),
        );
        const planned = startOrder(estate);
        const running: string[] = [];
        const starting = new Set<string>();

        await startInOrder(planned, atOnce, async ({ name }: Application) => {
          const { after } = planned.find(({ application }) => application.name === name)!;
          expect(running).toEqual(expect.arrayContaining([...after]));
          starting.add(name);
          expect(starting.size).toBeLessThanOrEqual(atOnce);
          for (let turn = turns[names.indexOf(name)] ?? 0; turn >= 0; turn--) await Promise.resolve();
          starting.delete(name);
          running.push(name);
        });

        expect(running.sort()).toEqual(names.sort());
      }),
      { numRuns: 60 },
    );
  });

  it('starts nothing more after a failure, and tells it', async () => {
    const planned = startOrder(anEstateOf(anApplication('Web', ['Chat']), anApplication('Chat')));
    const started: string[] = [];

    const all = startInOrder(planned, 4, ({ name }) => {
      started.push(name);
      return Promise.reject(new Error(`${name} fails`));
    });

    await expect(all).rejects.toThrow('Chat fails');
    expect(started).toEqual(['Chat']);
  });
});
