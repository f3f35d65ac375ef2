import type { MockScs } from '@eservices-lb/mock-scs';
import type { LoadBalancer, SelectionRequest } from '@eservices-lb/sdk';
import { eventually } from './eventually.js';

export interface Agreement {
  readonly loadBalancer: LoadBalancer;
  readonly scs: Pick<MockScs, 'world'>;
  /** One that starts now, straight at the control server. */
  fresh(): LoadBalancer;
  readonly request: SelectionRequest;
}

/** Resolves when the view is live and at the version of the control server; it must then be the very one of a load balancer that starts now (I5). */
export async function untilAgreed({ loadBalancer, scs, fresh, request }: Agreement): Promise<void> {
  await eventually('the version of the control server', () => {
    const { source, epoch, revision } = loadBalancer.health();
    const { version } = scs.world;
    return (source === 'live' && epoch === version.epoch && revision === version.revision) || undefined;
  });
  await using other = fresh();
  await other.ready({ timeoutMs: 20_000 });
  expect(loadBalancer.health().fingerprint).toBe(other.health().fingerprint);
  expect(loadBalancer.explain(request)).toEqual(other.explain(request));
}
