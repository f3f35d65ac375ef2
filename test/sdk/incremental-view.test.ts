import { createLoadBalancer } from '@eservices-lb/sdk';
import type { DirectoryEvent, LoadBalancer, Snapshot } from '@eservices-lb/sdk';
import { ManualClock, ManualSource } from '@eservices-lb/sdk/testing';
import type { Application, ApplicationStatus, SnapshotMessage, Status, Version } from '@eservices-lb/sdk/wire';
import fc from 'fast-check';
import { aChatServer, aCluster, aliasKey, anEmailServer, aSnapshot, aWebApiServer } from './an-estate.js';

const statuses: readonly Status[] = ['running', 'stopped', 'service-unavailable', 'unknown', 'initializing'];
const names = ['ChatServer_1', 'ChatServer_2', 'ChatServer_3', 'EmailServer_1', 'ClusterOfChat'];
const tenantLists = [['Environment'], ['Resources'], ['Environment', 'Resources'], []];

const anyStatus = fc.record({
  application: fc.constantFrom('ChatServer_1', 'ChatServer_2', 'ChatServer_3', 'EmailServer_1'),
  status: fc.constantFrom(...statuses),
  mode: fc.constantFrom('primary', 'backup'),
});
const anyServer = fc
  .tuple(fc.nat({ max: 2 }), fc.constantFrom('enabled', 'disabled'), fc.constantFrom(...tenantLists), fc.boolean())
  .map(([index, state, tenants, isPair]) =>
    aChatServer(index + 1, { state, tenants, ...(isPair && index === 0 && { backup: 'ChatServer_3' }) }),
  );
const anyCluster = fc.subarray(names.slice(0, 4)).map((members) => aCluster('ClusterOfChat', members));
const anyWebApiServer = fc.subarray(names).map((connections) => aWebApiServer(connections));
const anyStep = fc.oneof(
  { weight: 4, arbitrary: anyStatus.map((status) => ({ status })) },
  { weight: 2, arbitrary: fc.oneof(anyServer, anyCluster, anyWebApiServer).map((object) => ({ object })) },
  { weight: 1, arbitrary: fc.constantFrom(201, 202, 301).map((deleted) => ({ deleted })) },
  { weight: 2, arbitrary: fc.constant({ look: true }) },
);
type Step =
  | { readonly status: ApplicationStatus }
  | { readonly object: Application }
  | { readonly deleted: number }
  | { readonly look: true };

const start = aSnapshot([
  aWebApiServer(['ChatServer_1', 'ClusterOfChat', 'EmailServer_1']),
  aCluster('ClusterOfChat', ['ChatServer_2', 'ChatServer_1']),
  ...[1, 2, 3].map((number) => aChatServer(number)),
  anEmailServer(1),
]);

describe('a view that followed every event', () => {
  it('has the candidates of a cold start, whenever and however often somebody looked in between (property)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep as fc.Arbitrary<Step>, { maxLength: 25 }), async (steps) => {
        const followed = await following(start);
        let revision = 1;
        for (const step of steps) {
          if ('look' in step) candidatesOf(followed.loadBalancer);
          else await followed.say(eventOf(step, ++revision));
        }
        const cold = await following(followed.end());
        try {
          expect(candidatesOf(followed.loadBalancer)).toEqual(candidatesOf(cold.loadBalancer));
        } finally {
          await Promise.all([followed.loadBalancer.close(), cold.loadBalancer.close()]);
        }
      }),
      { numRuns: 300 },
    );
  });
});

function eventOf(step: Exclude<Step, { readonly look: true }>, revision: number): DirectoryEvent {
  const version = { epoch: 1, revision };
  if ('status' in step) return { type: 'status', change: { ...version, ...step.status } };
  const change =
    'deleted' in step
      ? ({ change: 'deleted', kind: 'application', dbid: step.deleted } as const)
      : ({ change: 'changed', kind: 'application', object: step.object } as const);
  return { type: 'configuration', change: { ...version, ...change } };
}

/** Which candidates are selectable, and which are really picked, for each thing that can be asked. */
function candidatesOf(loadBalancer: LoadBalancer): unknown {
  const requests = ['Environment', 'Resources'].flatMap((tenant) => [
    { tenant, type: 'ChatServer' },
    { tenant, type: 'ChatServer', cluster: 'ClusterOfChat' },
    { tenant, type: 'EmailServer' },
  ]);
  return requests.map((request) => {
    const picked = new Set<string>();
    for (let turn = 0; turn < 3; turn += 1) {
      try {
        const { application } = loadBalancer.select(request);
        picked.add(application);
      } catch (error) {
        picked.add((error as { code: string }).code);
      }
    }
    const selectable = loadBalancer.explain(request).filter((candidate) => candidate.selectable);
    return { picked: [...picked].sort(), selectable: selectable.map(({ application }) => application) };
  });
}

async function following(snapshot: SnapshotMessage) {
  const source = new ManualSource();
  const loadBalancer = createLoadBalancer({
    ...{ application: 'WebAPIServer_1', source, clock: new ManualClock(), aliasKeys: [aliasKey] },
    onWarning: () => undefined,
  });
  let known: Snapshot | undefined;
  loadBalancer.subscribe((next) => (known = next));
  const say = async (event: DirectoryEvent): Promise<void> => {
    source.say(event);
    const { revision } = event.type === 'snapshot' ? event.snapshot : (event as { change: Version }).change;
    while (known?.revision !== revision) await Promise.resolve();
  };
  await say({ type: 'snapshot', snapshot });
  return { loadBalancer, say, end: (): SnapshotMessage => messageOf(known!) };
}

function messageOf({ epoch, revision, configuration, statuses: runStates }: Snapshot): SnapshotMessage {
  const { tenants, hosts, applications } = configuration;
  return {
    ...{ epoch, revision },
    ...{ tenants: [...tenants.values()], hosts: [...hosts.values()], applications: [...applications.values()] },
    statuses: [...runStates].map(([application, { status, mode }]) => ({ application, status, mode })),
  };
}
