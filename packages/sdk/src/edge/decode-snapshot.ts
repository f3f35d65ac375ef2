import { z } from 'zod';
import type { DirectoryEvent, UnreadableObject } from '../core/directory/directory-event.js';
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
 * The event `snapshot`, which names the objects that could not be decoded: one malformed object does not take the others with it (F12), and what was
 * known of it can stay.
 * @throws MalformedMessageError when the frame itself is malformed
 */
export function decodeSnapshot(body: unknown): readonly DirectoryEvent[] {
  const frame = frameSchema.safeParse(body);
  if (!frame.success) throw malformed('snapshot', frame.error);
  const { epoch, revision } = frame.data;
  const unreadable: UnreadableObject[] = [];
  const keep = <T>(kind: UnreadableObject['kind'], schema: z.ZodType<T>, items: readonly unknown[]): T[] =>
    items.flatMap((item) => {
      const decoded = schema.safeParse(item);
      if (decoded.success) return [decoded.data];
      unreadable.push(identify(kind, item, decoded.error));
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
  return [{ type: 'snapshot', snapshot, ...(unreadable.length > 0 && { unreadable }) }];
}

const identitySchema = z.object({
  dbid: z.number().optional().catch(undefined),
  name: z.string().max(255).optional().catch(undefined),
  application: z.string().max(255).optional().catch(undefined),
});

function identify(kind: UnreadableObject['kind'], item: unknown, error: z.ZodError): UnreadableObject {
  const identity = identitySchema.safeParse(item).data ?? {};
  const name = kind === 'status' ? identity.application : identity.name;
  const problem = malformed(name === undefined ? kind : `${kind} ${JSON.stringify(name)}`, error);
  return {
    ...{ kind, problem },
    ...(identity.dbid !== undefined && { dbid: identity.dbid }),
    ...(name !== undefined && { name }),
  };
}
