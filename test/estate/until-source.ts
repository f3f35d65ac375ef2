import type { Health, LoadBalancer } from '@eservices-lb/sdk';
import { eventually } from './eventually.js';

/** Resolves with the health of the load balancer as soon as it says that its view is so. */
export const untilSource = (
  loadBalancer: LoadBalancer,
  source: Health['source'],
  options?: { readonly withinMs?: number },
): Promise<Health> =>
  eventually(
    `a view that is ${source}`,
    () => {
      const health = loadBalancer.health();
      return health.source === source ? health : undefined;
    },
    options,
  );
