import type { z } from 'zod';
import type { DirectoryEvent } from '../core/directory/directory-event.js';
import { MalformedMessageError } from '../errors/malformed-message-error.js';
import { configurationChangeSchema, statusChangeSchema, surroundingKinds } from '../wire/event.js';
import { versionSchema } from '../wire/snapshot.js';
import type { Version } from '../wire/snapshot.js';
import { decodeSnapshot } from './decode-snapshot.js';
import { malformed } from './malformed.js';

/** One server-sent message. `id` is `<epoch>.<revision>`, where the control server gives it. */
export interface ServerSentMessage {
  readonly name: string;
  readonly data: string;
  readonly id?: string | undefined;
}

/**
 * The events in one server-sent message. Names that we do not know yield none. A malformed object is rejected by itself; what tells its version
 * neither in its body nor in its id cannot be placed and is thrown.
 * @throws MalformedMessageError
 */
export function decodeEvent(message: ServerSentMessage): readonly DirectoryEvent[] {
  switch (message.name) {
    case 'snapshot':
      return decodeSnapshot(parseJson(message));
    case 'configuration':
      return decodeChange(message, configurationChangeSchema, (change) => ({ type: 'configuration', change }));
    case 'status':
      return decodeChange(message, statusChangeSchema, (change) => ({ type: 'status', change }));
    case 'host-status':
      return [{ type: 'unrelated', version: decodeVersion(message, parseJson(message)) }];
    case 'heartbeat':
      return [{ type: 'heartbeat', version: decodeVersion(message, parseJson(message)) }];
    default:
      return [];
  }
}

function parseJson({ name, data }: ServerSentMessage): unknown {
  try {
    return JSON.parse(data) as unknown;
  } catch {
    throw new MalformedMessageError(name, '', 'it is not JSON');
  }
}

/** The version in the body, or else in the id. */
function decodeVersion({ name, id }: ServerSentMessage, body: unknown): Version {
  const decoded = versionSchema.safeParse(body);
  if (decoded.success) return decoded.data;
  const [, epoch, revision] = /^(\d{1,15})\.(\d{1,15})$/.exec(id ?? '') ?? [];
  if (epoch === undefined) throw malformed(name, decoded.error);
  return { epoch: Number(epoch), revision: Number(revision) };
}

/** Whether it is a change of something that load balancing does not look at. */
function isOfSurroundings(body: unknown): boolean {
  if (typeof body !== 'object' || body === null || !('kind' in body)) return false;
  return (surroundingKinds as readonly unknown[]).includes(body.kind);
}

function decodeChange<T>(
  message: ServerSentMessage,
  schema: z.ZodType<T>,
  toEvent: (change: T) => DirectoryEvent,
): readonly DirectoryEvent[] {
  const rejected = (body: unknown, problem: MalformedMessageError): readonly DirectoryEvent[] => [
    { type: 'rejected', version: decodeVersion(message, body), problem },
  ];
  let body: unknown;
  try {
    body = parseJson(message);
  } catch (error) {
    if (error instanceof MalformedMessageError) return rejected(undefined, error);
    throw error;
  }
  if (isOfSurroundings(body)) return [{ type: 'unrelated', version: decodeVersion(message, body) }];
  const decoded = schema.safeParse(body);
  return decoded.success ? [toEvent(decoded.data)] : rejected(body, malformed(message.name, decoded.error));
}
