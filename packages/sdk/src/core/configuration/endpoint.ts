import { LoadBalancerError } from '../../errors/load-balancer-error.js';
import type { Application } from '../../wire/application.js';
import type { Endpoint } from '../model/service.js';
import { choosePort } from './port.js';

/** The address of an application over a connection, or the configuration error that stands in the way. */
export type EndpointOrProblem = Endpoint | LoadBalancerError;

/** The address of its host. `addresses` are those of the host objects, by name; a host that is none of them is taken for an address itself. */
export const hostOf = ({ host }: Application, addresses: ReadonlyMap<string, string>): string =>
  host === undefined ? 'localhost' : (addresses.get(host) ?? host);

/** Where it is reached at the port of that id, or why it is not (LB-13). */
export function endpointOf(
  application: Application,
  portId: string | undefined,
  addresses: ReadonlyMap<string, string>,
): EndpointOrProblem {
  try {
    const { port, secure } = choosePort(application, portId);
    const host = hostOf(application, addresses);
    const authority = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
    return Object.freeze({ host, port, secure, url: `${secure ? 'https' : 'http'}://${authority}` });
  } catch (error) {
    if (error instanceof LoadBalancerError) return error;
    throw error;
  }
}
