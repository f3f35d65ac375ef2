import { z } from 'zod';
import type { DirectoryEvent } from '../core/directory/directory-event.js';
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
 * The event `snapshot`, followed by one `rejected` for each object that had to be left out: one malformed object does not take the others with it (F12).
 * @throws MalformedMessageError when the frame itself is malformed
 */
export function decodeSnapshot(body: unknown): readonly DirectoryEvent[] {
  const frame = frameSchema.safeParse(body);
  if (!frame.success) throw malformed('snapshot', frame.error);
  const { epoch, revision } = frame.data;
  const problems: MalformedMessageError[] = [];
  const keep = <T>(kind: string, schema: z.ZodType<T>, items: readonly unknown[]): T[] =>
    items.flatMap((item) => {
      const decoded = schema.safeParse(item);
      if (decoded.success) return [decoded.data];
      problems.push(malformed(`${kind}${nameOf(item)}`, decoded.error));
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
  return [{ type: 'snapshot', snapshot }, ...rejected];
}

function nameOf(item: unknown): string {
  const named = z.object({ name: z.string().max(255) }).safeParse(item);
  return named.success ? ` ${JSON.stringify(named.data.name)}` : '';
}
