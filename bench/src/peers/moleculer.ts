import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { kept } from '../measure/kept.js';
import type { Peer } from './peer.js';

interface EndpointList {
  next(context: object): unknown;
  add(node: object, service: object, action: object): unknown;
  removeByNodeID(id: string): void;
}
type EndpointListClass = new (
  ...given: [
    registry: object,
    broker: object,
    name: string,
    group: string,
    endpoint: unknown,
    strategy: unknown,
    options: object,
  ]
) => EndpointList;

const internal = createRequire(__filename);
const source = join(dirname(internal.resolve('moleculer')), 'src');
const EndpointListOf = internal(join(source, 'registry/endpoint-list')) as EndpointListClass;
const ActionEndpoint = internal(join(source, 'registry/endpoint-action')) as unknown;
const RoundRobinStrategy = internal(join(source, 'strategies/round-robin')) as unknown;

/** moleculer's own list of the endpoints of an action, with its round-robin strategy. */
export const moleculer: Peer = {
  name: 'moleculer RoundRobin',
  tracksLiveness: true,
  create(instances) {
    const [registry, broker] = [{ opts: { preferLocal: false }, logger: {} }, { nodeID: 'here' }];
    const [service, action, context] = [{ name: 'chat' }, { name: 'chat.open' }, {}];
    const list = new EndpointListOf(registry, broker, 'chat.open', '', ActionEndpoint, RoundRobinStrategy, {});
    const nodes = Array.from({ length: instances }, (_, index) => ({ id: `node-${index}` }));
    for (const node of nodes) list.add(node, service, action);
    return {
      pick(times) {
        for (let time = 0; time < times; time += 1) kept.value = list.next(context);
      },
      change(instance, isUp) {
        const node = nodes[instance];
        if (node === undefined) return;
        if (isUp) list.add(node, service, action);
        else list.removeByNodeID(node.id);
        kept.value = list.next(context);
      },
    };
  },
};
