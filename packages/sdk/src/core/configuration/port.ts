import { PortNotConfiguredError } from '../../errors/port-not-configured-error.js';
import type { Application, Port } from '../../wire/application.js';

/**
 * The port that a connection leads to (LB-13): the one the connection names, else for Chat Server the one with id `webapi` or
 * protocol `chat-flex`, else `default`.
 * @throws PortNotConfiguredError instead of any fallback
 */
export function choosePort(application: Application, portId: string | undefined): Port {
  const port = portOf(application, portId);
  if (port === undefined) throw new PortNotConfiguredError(application.name, portId ?? usualPortIdOf(application));
  return port;
}

/** The same, for those who can do without; `undefined` where there is none. */
export const portOf = (application: Application, portId: string | undefined): Port | undefined =>
  portId === undefined ? usualPort(application) : portWithId(application, portId);

/** The id that a port should have to be found by connections that name none. */
export const usualPortIdOf = ({ type }: Application): string => (type === 'ChatServer' ? 'webapi' : 'default');

const portWithId = ({ ports }: Application, id: string): Port | undefined => ports.find((port) => port.id === id);

function usualPort(application: Application): Port | undefined {
  const webApiPort =
    application.type === 'ChatServer'
      ? (portWithId(application, 'webapi') ?? application.ports.find(({ protocol }) => protocol === 'chat-flex'))
      : undefined;
  return webApiPort ?? portWithId(application, 'default');
}
