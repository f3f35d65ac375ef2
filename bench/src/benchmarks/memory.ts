import type { Benchmark, Finding } from '../benchmark.js';
import { anEstate, tenantName } from '../estate/an-estate.js';
import { estateUnderTest } from '../estate/estate-under-test.js';
import { settledHeap } from '../measure/heap.js';

interface Size {
  readonly instances: number;
  readonly tenants: number;
}

/** What an instance more and a tenant more cost, in a load balancer that has selected once for each tenant. */
export const memory: Benchmark = {
  name: 'memory',
  title: 'Memory of the load balancer',
  async run({ progress }) {
    progress('instances');
    const perInstance = await growth({ instances: 1_000, tenants: 1 }, { instances: 10_000, tenants: 1 });
    progress('tenants');
    const perTenant = await growth({ instances: 10, tenants: 100 }, { instances: 10, tenants: 1_000 });
    const finding = (at: string, value: number): Finding => ({
      ...{ at, contender: 'eservices-lb', value: value / 1_024, unit: 'KiB' },
    });
    return {
      findings: [finding('per instance', perInstance / 9_000), finding('per tenant, of 10 instances', perTenant / 900)],
      verdicts: [],
      notes: ['The configuration that the control server sent is counted, for the load balancer keeps it.'],
    };
  },
};

const growth = async (small: Size, large: Size): Promise<number> => (await bytesOf(large)) - (await bytesOf(small));

async function bytesOf(size: Size): Promise<number> {
  const before = settledHeap();
  const { loadBalancer, close } = await estateUnderTest(anEstate(size));
  for (let tenant = 0; tenant < size.tenants; tenant += 1) {
    loadBalancer.select({ tenant: tenantName(tenant), type: 'ChatServer' });
  }
  const bytes = settledHeap() - before;
  await close();
  return bytes;
}
