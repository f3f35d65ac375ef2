import type { LoadBalancer, SelectionRequest, Service } from '@eservices-lb/sdk';

/** The application as the load balancer gives it out for the request. @throws where it does not */
export function serviceOf(loadBalancer: LoadBalancer, request: SelectionRequest, application: string): Service {
  const others = loadBalancer.explain(request).map((candidate) => candidate.application);
  return loadBalancer.select({ ...request, exclude: others.filter((name) => name !== application) });
}
