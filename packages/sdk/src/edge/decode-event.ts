import type { z } from 'zod';
import type { DirectoryEvent } from '../core/directory/directory-event.js';
import { MalformedMessageError } from '../errors/malformed-message-error.js';
import { configurationChangeSchema, statusChangeSchema } from '../wire/event.js';
import { versionSchema } from '../wire/snapshot.js';
import { decodeSnapshot } from './decode-snapshot.js';
import { malformed } from './malformed.js';

/**
 * The events in one server-sent message. Names that we do not know yield none. A malformed object is rejected by itself; what lacks even a version
 * cannot be placed and is thrown.
 * @throws MalformedMessageError
 */
export function decodeEvent(name: string, data: string): readonly DirectoryEvent[] {
  switch (name) {
    case 'snapshot':
      return decodeSnapshot(parseJson(name, data));
    case 'configuration':
      return decodeChange(name, data, configurationChangeSchema, (change) => ({ type: 'configuration', change }));
    case 'status':
      return decodeChange(name, data, statusChangeSchema, (change) => ({ type: 'status', change }));
    case 'heartbeat':
      return [{ type: 'heartbeat', version: decodeVersion(name, parseJson(name, data)) }];
    default:
      return [];
  }
}

function parseJson(subject: string, data: string): unknown {
  try {
    return JSON.parse(data) as unknown;
  } catch {
    throw new MalformedMessageError(subject, '', 'it is not JSON');
  }
}

function decodeVersion(subject: string, body: unknown): z.infer<typeof versionSchema> {
  const decoded = versionSchema.safeParse(body);
  if (!decoded.success) throw malformed(subject, decoded.error);
  return decoded.data;
}

function decodeChange<T>(
  name: string,
  data: string,
  schema: z.ZodType<T>,
  toEvent: (change: T) => DirectoryEvent,
): readonly DirectoryEvent[] {
  const body = parseJson(name, data);
  const decoded = schema.safeParse(body);
  if (decoded.success) return [toEvent(decoded.data)];
  return [{ type: 'rejected', version: decodeVersion(name, body), problem: malformed(name, decoded.error) }];
}
