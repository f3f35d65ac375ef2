import type { ConfigurationObject } from '@eservices-lb/sdk/rules';
import type { ObjectKind } from '@eservices-lb/sdk/wire';
import type { WorldEvent } from './world-event.js';

type ConfigurationBody = (WorldEvent & { readonly name: 'configuration' })['body'];

/** Kind and object belong together, which no type of a generic kind can say. */
export function configurationEvent(body: {
  readonly epoch: number;
  readonly revision: number;
  readonly kind: ObjectKind;
  readonly change: 'added' | 'changed' | 'deleted';
  readonly object?: ConfigurationObject;
  readonly dbid?: number;
}): WorldEvent {
  return { name: 'configuration', body: body as ConfigurationBody };
}
