import { createRequire } from 'node:module';
import { connectivityState } from '@grpc/grpc-js';
import { kept } from '../measure/kept.js';
import { hostOf } from './host-of.js';
import type { Peer } from './peer.js';

interface Picker {
  pick(request: object): { readonly subchannel: unknown };
}
interface Balancer {
  updateAddressList(endpoints: object, config: object, options: object, note: string): boolean;
  destroy(): void;
}
interface Helper {
  createSubchannel(address: { readonly host: string }): Subchannel;
  updateState(state: connectivityState, picker: Picker): void;
  requestReresolution(): void;
  addChannelzChild(): void;
  removeChannelzChild(): void;
}
type Listener = (
  subchannel: Subchannel,
  before: connectivityState,
  after: connectivityState,
  keepalive: number,
) => void;

const internal = createRequire(__filename);
const { RoundRobinLoadBalancer } = internal('@grpc/grpc-js/build/src/load-balancer-round-robin') as {
  RoundRobinLoadBalancer: new (helper: Helper) => Balancer;
};
const { parseLoadBalancingConfig } = internal('@grpc/grpc-js/build/src/load-balancer') as {
  readonly parseLoadBalancingConfig: (config: object) => object;
};

/** Stands for a connection; says that it is ready, or not, as it is told. */
class Subchannel {
  readonly #listeners = new Set<Listener>();
  #state = connectivityState.READY;

  constructor(readonly address: { readonly host: string }) {}

  turn(state: connectivityState): void {
    const before = this.#state;
    this.#state = state;
    for (const listener of [...this.#listeners]) listener(this, before, state, 0);
  }

  getConnectivityState = (): connectivityState => this.#state;
  addConnectivityStateListener = (listener: Listener): unknown => this.#listeners.add(listener);
  removeConnectivityStateListener = (listener: Listener): unknown => this.#listeners.delete(listener);
  getAddress = (): string => this.address.host;
  getChannelzRef = (): object => ({});
  isHealthy = (): boolean => true;
  realSubchannelEquals = (other: unknown): boolean => other === this;
  startConnecting = nothing;
  addHealthStateWatcher = nothing;
  removeHealthStateWatcher = nothing;
  ref = nothing;
  unref = nothing;
}

function nothing(): void {
  // What only a real connection does.
}

/** grpc-js's own round_robin and pick_first balancers and pickers, over connections that are ready at once. */
export const grpc: Peer = {
  name: 'grpc-js round_robin',
  tracksLiveness: true,
  create(instances) {
    const subchannels = new Map<string, Subchannel>();
    const addresses = Array.from({ length: instances }, (_, index) => ({ host: hostOf(index), port: 80 }));
    for (const address of addresses) subchannels.set(address.host, new Subchannel(address));
    const subchannelOf = ({ host }: { readonly host: string }): Subchannel => {
      const subchannel = subchannels.get(host);
      if (subchannel === undefined) throw new Error(`There is no connection to ${host}.`);
      return subchannel;
    };
    let picker: Picker = { pick: () => ({ subchannel: undefined }) };
    const balancer = new RoundRobinLoadBalancer({
      createSubchannel: subchannelOf,
      updateState: (_state, newest) => {
        picker = newest;
      },
      requestReresolution: nothing,
      addChannelzChild: nothing,
      removeChannelzChild: nothing,
    });
    const endpoints = { ok: true, value: addresses.map((address) => ({ addresses: [address] })) };
    balancer.updateAddressList(endpoints, parseLoadBalancingConfig({ round_robin: {} }), {}, '');
    const request = {};
    return {
      pick(times) {
        for (let time = 0; time < times; time += 1) kept.value = picker.pick(request).subchannel;
      },
      change(instance, isUp) {
        subchannelOf({ host: hostOf(instance) }).turn(isUp ? connectivityState.READY : connectivityState.IDLE);
        kept.value = picker.pick(request).subchannel;
      },
      close() {
        balancer.destroy();
        return Promise.resolve();
      },
    };
  },
};
