import { createLoadBalancer } from '@eservices-lb/sdk';
import type { LoadBalancer, LoadBalancerOptions } from '@eservices-lb/sdk';
import { ManualSource } from '@eservices-lb/sdk/testing';
import type { SnapshotMessage, Status } from '@eservices-lb/sdk/wire';
import { balancingApplication } from './an-estate.js';

/** Every load balancer of the benchmarks has it, so that they know each other's aliases. */
const aliasKey = Buffer.alloc(32, 7).toString('base64');

/** A load balancer with its full view, over a source that says what it is told. */
export interface EstateUnderTest {
  readonly loadBalancer: LoadBalancer;
  /** Says the status and waits until it is applied. */
  readonly report: (application: string, status: Status) => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function estateUnderTest(
  snapshot: SnapshotMessage,
  options: Partial<LoadBalancerOptions> = {},
): Promise<EstateUnderTest> {
  const source = new ManualSource();
  const loadBalancer = createLoadBalancer({
    ...{ application: balancingApplication, source, aliasKeys: [aliasKey] },
    ...options,
  });
  source.say({ type: 'snapshot', snapshot });
  await loadBalancer.ready();

  const { epoch } = snapshot;
  let { revision } = snapshot;
  let applied = (): void => undefined;
  loadBalancer.subscribe(() => applied());
  return {
    loadBalancer,
    report: (application, status) =>
      new Promise((resolve) => {
        applied = resolve;
        revision += 1;
        source.say({ type: 'status', change: { epoch, revision, application, status, mode: 'primary' } });
      }),
    close: () => loadBalancer.close(),
  };
}
