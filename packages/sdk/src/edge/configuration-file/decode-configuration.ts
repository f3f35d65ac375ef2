import { listOfKind, objectKindSchema } from '../../wire/object-kind.js';
import type { EstateConfiguration } from '../../core/rules/estate-configuration.js';
import type { Finding } from '../../core/rules/finding.js';
import { readObjects } from './read-objects.js';
import type { ReadConfiguration } from './read-objects.js';
import type { ObjectsOfKinds } from './objects-of-kinds.js';

export type DecodedConfiguration =
  | { readonly isUsable: true; readonly configuration: EstateConfiguration }
  | { readonly isUsable: false; readonly findings: readonly [Finding, ...Finding[]] };

/**
 * Makes a configuration of anything, or says everything that is wrong with it at once: fields and references together. Whether it keeps the rules of the
 * guide is another question, for `judgeConfiguration`.
 */
export function decodeConfiguration(input: unknown): DecodedConfiguration {
  return usable(readObjects(input));
}

/** What could be read as a configuration, if it holds together. */
export function usable({ objects, findings: [first, ...others] }: ReadConfiguration): DecodedConfiguration {
  if (first !== undefined) return { isUsable: false, findings: [first, ...others] };
  return { isUsable: true, configuration: configurationOf(objects) };
}

/** Every list is there, and nothing in it is undefined where there are no findings. */
const configurationOf = (objects: ObjectsOfKinds): EstateConfiguration =>
  Object.fromEntries(
    objectKindSchema.options.map((kind) => [listOfKind[kind], objects[kind]]),
  ) as unknown as EstateConfiguration;
