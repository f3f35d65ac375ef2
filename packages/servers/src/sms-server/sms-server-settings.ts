import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ConnectedApplication, Registration } from '@eservices-lb/mock-scs/lca';
import type { SmsCenterAddress } from './sms-center-link.js';

/** What an SMS Server does where its options say nothing else. */
const defaults = { partTimeoutSeconds: 300, service: 'sms' };
const longestAddressRange = 40;
const shortestPartTimeoutSeconds = 1;

export interface SmsServerSettings {
  /** Section `channel`, `country`: where numbers without international prefix are (two letters, ISO 3166). */
  readonly country: string;
  /** `service`: the service of the interactions. @defaultValue sms */
  readonly service: string;
  /** `part-timeout`: so many seconds after its last part a longer message is submitted although parts are missing. @defaultValue 300 */
  readonly partTimeoutSeconds: number;
}

export function settingsOf({ application }: Registration): SmsServerSettings {
  const { channel = {} } = application.options;
  const seconds = Number(channel['part-timeout']);
  return {
    country: channel.country ?? '',
    service: channel.service ?? defaults.service,
    partTimeoutSeconds: seconds >= shortestPartTimeoutSeconds ? seconds : defaults.partTimeoutSeconds,
  };
}

/**
 * The SMS Center among the Connections: the Third Party Server that option `application` of section `sms-center` names, else the first one.
 * @throws Error that says which connection to add
 */
export function smsCenterOf(registration: Registration, serviceSecret: string): SmsCenterAddress {
  const { application, connections } = registration;
  const { 'sms-center': options = {}, channel = {} } = application.options;
  const center = connectionTo(registration.application.name, connections, options.application);
  const authority = options['ca-file'];
  const numbers = channel.numbers ?? '';
  return {
    ...{ host: center.host, port: center.port, secure: center.secure },
    ...(authority !== undefined && { certificateAuthority: readFileSync(authority, 'utf8') }),
    systemId: options['system-id'] ?? application.name.slice(0, 15),
    password: options.password ?? usualPassword(serviceSecret),
    // A list that is longer is not announced: what the SMS Center then delivers to the wrong server is rejected.
    addressRange: numbers.length <= longestAddressRange ? numbers : '',
  };
}

function connectionTo(
  name: string,
  connections: readonly ConnectedApplication[],
  wanted: string | undefined,
): ConnectedApplication {
  const found = connections.find(({ application, type }) =>
    wanted === undefined ? type === 'ThirdPartyServer' : application === wanted,
  );
  if (found !== undefined) return found;
  const missing = wanted === undefined ? 'a Third Party Server that is the SMS Center' : `"${wanted}", its SMS Center`;
  throw new Error(`${name} has no connection to ${missing}: add one to its Connections, with the port for SMPP.`);
}

/** What the estate's own SMS Center expects where no password is configured: eight characters, all that SMPP 3.4 has room for. */
export const usualPassword = (serviceSecret: string): string =>
  createHash('sha256').update(`sms-center ${serviceSecret}`).digest('base64url').slice(0, 8);
