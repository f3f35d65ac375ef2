import { z } from 'zod';
import type { DirectoryEvent, UnreadableObject } from '../core/directory/directory-event.js';
import type { MalformedMessageError } from '../errors/malformed-message-error.js';
import { applicationSchema, hostSchema, tenantSchema } from '../wire/application.js';
import { versionSchema } from '../wire/snapshot.js';
import { applicationStatusSchema } from '../wire/status.js';
import { malformed } from './malformed.js';

const frameSchema = versionSchema.extend({
  tenants: z.array(z.unknown()),
  hosts: z.array(z.unknown()),
  applications: z.array(z.unknown()),
  statuses: z.array(z.unknown()),
});

/**
 * The event `snapshot`, followed by one `rejected` for each object that could not be decoded: one malformed object does not take the others with it
 * (F12), and the snapshot names it, so that what was known of it can stay.
 * @throws MalformedMessageError when the frame itself is malformed
 */
export function decodeSnapshot(body: unknown): readonly DirectoryEvent[] {
  const frame = frameSchema.safeParse(body);
  if (!frame.success) throw malformed('snapshot', frame.error);
  const { epoch, revision } = frame.data;
  const problems: MalformedMessageError[] = [];
  const unreadable: UnreadableObject[] = [];
  const keep = <T>(kind: UnreadableObject['kind'], schema: z.ZodType<T>, items: readonly unknown[]): T[] =>
    items.flatMap((item) => {
      const decoded = schema.safeParse(item);
      if (decoded.success) return [decoded.data];
      const object = identify(kind, item);
      unreadable.push(object);
      problems.push(malformed(nameOf(object), decoded.error));
      return [];
    });
  const snapshot = {
    epoch,
    revision,
    tenants: keep('tenant', tenantSchema, frame.data.tenants),
    hosts: keep('host', hostSchema, frame.data.hosts),
    applications: keep('application', applicationSchema, frame.data.applications),
    statuses: keep('status', applicationStatusSchema, frame.data.statuses),
  };
  const rejected = problems.map((problem) => ({ type: 'rejected', version: { epoch, revision }, problem }) as const);
  return [{ type: 'snapshot', snapshot, ...(unreadable.length > 0 && { unreadable }) }, ...rejected];
}

const identitySchema = z.object({
  dbid: z.number().optional().catch(undefined),
  name: z.string().max(255).optional().catch(undefined),
  application: z.string().max(255).optional().catch(undefined),
});

function identify(kind: UnreadableObject['kind'], item: unknown): UnreadableObject {
  const identity = identitySchema.safeParse(item).data ?? {};
  const name = kind === 'status' ? identity.application : identity.name;
  return { kind, ...(identity.dbid !== undefined && { dbid: identity.dbid }), ...(name !== undefined && { name }) };
}

const nameOf = ({ kind, name }: UnreadableObject): string =>
  name === undefined ? kind : `${kind} ${JSON.stringify(name)}`;
