import { readFile } from 'node:fs/promises';
import { connect, isIP } from 'node:net';
import type { Socket } from 'node:net';
import { resolve } from 'node:path';
import { connect as connectSecured } from 'node:tls';
import type { ConnectionOptions as TlsOptions } from 'node:tls';
import type { ConnectionDetails } from 'rhea';
import type { JmsSettings } from './jms-settings.js';

/** How to reach the broker, by TLS where its URL says so. */
export interface BrokerAddress {
  /** For rhea, which calls it when it connects. */
  readonly details: () => ConnectionDetails;
  /** Ends the connection below AMQP, at once. */
  readonly cut: () => void;
}

const usualPorts = { 'amqp:': 5672, 'amqps:': 5671 };

export async function brokerAddress(settings: JmsSettings, directory: string): Promise<BrokerAddress> {
  const { protocol, hostname, port } = new URL(settings.broker);
  const isSecured = protocol === 'amqps:';
  const host = hostname.replace(/^\[|\]$/g, '');
  const file = settings['ca-file'];
  const ca = file === undefined ? undefined : await readFile(resolve(directory, file), 'utf8');
  const options: TlsOptions = { ...(isIP(host) === 0 && { servername: host }), ...(ca !== undefined && { ca }) };
  let socket: Socket | undefined;
  const open = (at: number, of: string, _options: unknown, connected: () => void): Socket => {
    socket = isSecured ? connectSecured(at, of, options, connected) : connect(at, of, connected);
    return socket;
  };
  const at = port === '' ? usualPorts[isSecured ? 'amqps:' : 'amqp:'] : Number(port);
  return {
    details: () => ({ host, port: at, connect: open }),
    cut: () => socket?.destroy(new Error('The connection is ended.')),
  };
}
