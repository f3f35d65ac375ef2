import { adaptive, roundRobin } from '@eservices-lb/sdk';
import type { Candidates, SelectionPolicy } from '@eservices-lb/sdk';
import { policyEnvironment } from '@eservices-lb/sdk/testing';
import { anEstate, serverName, tenantName } from '../estate/an-estate.js';
import { estateUnderTest } from '../estate/estate-under-test.js';
import { kept } from '../measure/kept.js';
import type { Peer } from './peer.js';

/** The SDK itself: `select` of a Chat Server for one tenant. */
const eservicesLb = (name: string, policy: () => SelectionPolicy): Peer => ({
  name,
  tracksLiveness: true,
  isOurs: true,
  async create(instances) {
    const { loadBalancer, report, close } = await estateUnderTest(anEstate({ instances, tenants: 1 }), {
      policy: policy(),
    });
    const request = { tenant: tenantName(0), type: 'ChatServer' };
    return {
      pick(times) {
        for (let time = 0; time < times; time += 1) kept.value = loadBalancer.select(request);
      },
      async change(instance, isUp) {
        await report(serverName(instance), isUp ? 'running' : 'service-unavailable');
        kept.value = loadBalancer.select(request);
      },
      close,
    };
  },
});

export const ours = eservicesLb('eservices-lb adaptive', adaptive);
export const oursRoundRobin = eservicesLb('eservices-lb roundRobin', roundRobin);

/** The policy without the look-up of tenant and type: what the pickers of the others do. */
export const oursPickerAlone: Peer = {
  name: 'eservices-lb adaptive, picker alone',
  tracksLiveness: true,
  isOurs: true,
  async create(instances) {
    const { loadBalancer, close } = await estateUnderTest(anEstate({ instances, tenants: 1 }), {
      policy: roundRobin(),
    });
    const request = { tenant: tenantName(0), type: 'ChatServer' };
    const candidates = Array.from({ length: instances }, () => loadBalancer.select(request)) as unknown as Candidates;
    await close();
    const picker = adaptive().createPicker(policyEnvironment({ random: Math.random }));
    const pool = {};
    return {
      pick(times) {
        for (let time = 0; time < times; time += 1) kept.value = picker.pick(candidates, pool);
      },
    };
  },
};
