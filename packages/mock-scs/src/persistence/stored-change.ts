import type { ConfigurationObject } from '@eservices-lb/sdk/rules';
import { schemaOfKind } from '@eservices-lb/sdk/rules';
import { objectKindSchema } from '@eservices-lb/sdk/wire';
import type { ObjectKind } from '@eservices-lb/sdk/wire';
import { z } from 'zod';
import type { WorldEvent } from '../control/world-event.js';

/** One step of a configuration, as it is kept. An epoch changes nothing but the number that the next one must exceed. */
export type StoredChange =
  | { readonly change: 'put'; readonly kind: ObjectKind; readonly object: ConfigurationObject }
  | { readonly change: 'deleted'; readonly kind: ObjectKind; readonly dbid: number }
  | { readonly change: 'epoch'; readonly epoch: number };

const frameSchema = z.discriminatedUnion('change', [
  z.object({ change: z.literal('put'), kind: objectKindSchema, object: z.unknown() }),
  z.object({ change: z.literal('deleted'), kind: objectKindSchema, dbid: z.int().positive() }),
  z.object({ change: z.literal('epoch'), epoch: z.number().nonnegative() }),
]);

/** @throws ZodError where it is none */
export function storedChangeOf(value: unknown): StoredChange {
  const frame = frameSchema.parse(value);
  return frame.change === 'put' ? { ...frame, object: schemaOfKind[frame.kind].parse(frame.object) } : frame;
}

/** What of an event must survive a restart; run states must not. */
export function changeOfEvent(event: WorldEvent): StoredChange | undefined {
  switch (event.name) {
    case 'configuration': {
      const { body } = event;
      return body.change === 'deleted'
        ? { change: 'deleted', kind: body.kind, dbid: body.dbid }
        : { change: 'put', kind: body.kind, object: body.object };
    }
    case 'snapshot':
      return { change: 'epoch', epoch: event.body.epoch };
    case 'status':
    case 'host-status':
    case 'notice':
      return undefined;
  }
}
