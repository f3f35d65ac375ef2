import { checkReferences } from '@eservices-lb/sdk/rules';
import type { ConfigurationObject, EstateConfiguration } from '@eservices-lb/sdk/rules';
import { listOfKind } from '@eservices-lb/sdk/wire';
import type { ObjectKind } from '@eservices-lb/sdk/wire';
import { ConfigurationRefusedError } from './configuration-refused-error.js';

/**
 * The configuration with one object in place of the one of the same name, or added at the end.
 * @throws ConfigurationRefusedError
 */
export function withObject(
  configuration: EstateConfiguration,
  kind: ObjectKind,
  object: ConfigurationObject,
): EstateConfiguration {
  const list: readonly ConfigurationObject[] = configuration[listOfKind[kind]];
  const isKnown = list.some(({ name }) => name === object.name);
  const changed = isKnown ? list.map((each) => (each.name === object.name ? object : each)) : [...list, object];
  return checkedConfiguration({ ...configuration, [listOfKind[kind]]: changed });
}

/**
 * The configuration without the object of that name.
 * @throws ConfigurationRefusedError where others refer to it
 */
export function withoutObject(configuration: EstateConfiguration, kind: ObjectKind, name: string): EstateConfiguration {
  const list: readonly ConfigurationObject[] = configuration[listOfKind[kind]];
  return checkedConfiguration({ ...configuration, [listOfKind[kind]]: list.filter((each) => each.name !== name) });
}

/**
 * The configuration, which holds together.
 * @throws ConfigurationRefusedError where it does not
 */
export function checkedConfiguration(
  configuration: EstateConfiguration,
  refused: 'change' | 'configuration' = 'change',
): EstateConfiguration {
  const [first, ...others] = checkReferences(configuration);
  if (first !== undefined) throw new ConfigurationRefusedError([first, ...others], refused);
  return configuration;
}
