import { World } from '@eservices-lb/mock-scs';
import { applicationStatusSchema, statusSchema } from '@eservices-lb/sdk/wire';
import type { Status } from '@eservices-lb/sdk/wire';
import fc from 'fast-check';
import { anEstate } from './small-estate.js';

const hosts = ['host-1', 'host-2'];
const applications = ['chat-1', 'chat-2', 'chat-3'];
const configuration = anEstate({
  hosts: hosts.map((name, index) => ({ dbid: index + 1, name, address: '127.0.0.1' })),
  applications: applications.map((name, index) => ({ name, host: hosts[index % 2], simulated: true })),
});

type Step =
  | { readonly type: 'report'; readonly application: string; readonly status: Status }
  | { readonly type: 'host'; readonly host: string; readonly isLost: boolean }
  | { readonly type: 'move'; readonly application: string; readonly host: string };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    type: fc.constant('report' as const),
    application: fc.constantFrom(...applications),
    status: fc.constantFrom(...statusSchema.options),
  }),
  fc.record({ type: fc.constant('host' as const), host: fc.constantFrom(...hosts), isLost: fc.boolean() }),
  fc.record({
    type: fc.constant('move' as const),
    application: fc.constantFrom(...applications),
    host: fc.constantFrom(...hosts),
  }),
);

function take(world: World, each: Step): void {
  if (each.type === 'report') world.report(each.application, each.status);
  else if (each.type === 'host') world.reportHost(each.host, each.isLost ? 'disconnected' : 'running');
  else world.put('application', { ...world.object('application', each.application), host: each.host });
}

describe('run states', () => {
  it('show what was last reported, and unknown exactly while the host is lost, whatever happens in whatever order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const world = new World({ configuration, epoch: 1 });
        const reported = new Map<string, Status>(applications.map((name) => [name, 'stopped']));

        for (const each of steps) {
          take(world, each);
          if (each.type === 'report') reported.set(each.application, each.status);
          for (const name of applications) {
            const isLost = world.hostStatus(world.object('application', name).host ?? '') !== 'running';
            expect(world.status(name).status).toBe(isLost ? 'unknown' : reported.get(name));
          }
        }
      }),
    );
  });

  it('make one revision for each event, and the events lead from the first snapshot to the last', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const world = new World({ configuration, epoch: 1 });
        const seen = new Map(world.snapshot.statuses.map((status) => [status.application, status]));
        let { revision } = world.version;
        world.subscribe(({ name, body }) => {
          expect(body.revision).toBe(++revision);
          if (name !== 'status') return;
          seen.set(body.application, applicationStatusSchema.parse(body));
        });

        for (const each of steps) take(world, each);

        expect([...seen.values()]).toEqual(world.snapshot.statuses);
      }),
    );
  });
});
