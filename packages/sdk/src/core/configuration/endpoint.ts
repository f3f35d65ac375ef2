import { LoadBalancerError } from '../../errors/load-balancer-error.js';
import type { Application } from '../../wire/application.js';
import type { Configuration } from '../directory/snapshot.js';
import type { Endpoint } from '../model/service.js';
import { choosePort } from './port.js';

/** The address of an application over a connection, or the configuration error that stands in the way. */
export type EndpointOrProblem = Endpoint | LoadBalancerError;

export function endpointOf(
  application: Application,
  portId: string | undefined,
  hosts: Configuration['hosts'],
): EndpointOrProblem {
  try {
    const { port, secure } = choosePort(application, portId);
    const host = addressOf(application.host, hosts);
    const authority = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
    return Object.freeze({ host, port, secure, url: `${secure ? 'https' : 'http'}://${authority}` });
  } catch (error) {
    if (error instanceof LoadBalancerError) return error;
    throw error;
  }
}

/** The address of the host object, or the name itself where the configuration has no such object. */
function addressOf(host: string | undefined, hosts: Configuration['hosts']): string {
  for (const candidate of hosts.values()) if (candidate.name === host) return candidate.address;
  return host ?? 'localhost';
}
