import { listOfKind } from '../configuration/configuration.js';
import type { Configuration, ObjectKind } from '../configuration/configuration.js';
import { decodeConfiguration } from '../configuration/decode-configuration.js';
import { ConfigurationRefusedError } from './configuration-refused-error.js';

interface Named {
  readonly name: string;
  readonly dbid: number;
}

/**
 * The configuration with one object in place of the one of the same name, or added at the end.
 * @throws ConfigurationRefusedError
 */
export function withObject(configuration: Configuration, kind: ObjectKind, object: Named): Configuration {
  const list: readonly Named[] = configuration[listOfKind[kind]];
  const isKnown = list.some(({ name }) => name === object.name);
  const changed = isKnown ? list.map((each) => (each.name === object.name ? object : each)) : [...list, object];
  return checked({ ...configuration, [listOfKind[kind]]: changed });
}

/**
 * The configuration without the object of that name.
 * @throws ConfigurationRefusedError where others refer to it
 */
export function withoutObject(configuration: Configuration, kind: ObjectKind, name: string): Configuration {
  const list: readonly Named[] = configuration[listOfKind[kind]];
  return checked({ ...configuration, [listOfKind[kind]]: list.filter((each) => each.name !== name) });
}

function checked(configuration: Configuration): Configuration {
  const decoded = decodeConfiguration(configuration);
  if (!decoded.isUsable) throw new ConfigurationRefusedError(decoded.findings);
  return decoded.configuration;
}
