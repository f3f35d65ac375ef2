import { schemaOfKind } from '@eservices-lb/sdk/rules';
import {
  applicationSchema,
  applicationStatusSchema,
  listOfKind,
  noticeSchema,
  objectReferenceSchema,
  versionSchema,
} from '@eservices-lb/sdk/wire';
import type { ObjectKind } from '@eservices-lb/sdk/wire';
import { z } from 'zod';
import { workSchema } from '../lca/messages.js';

/** An application as the API shows it: its configuration, its run state, and the revision at which it was read. */
export const applicationViewSchema = z.object({
  ...applicationSchema.shape,
  ...applicationStatusSchema.omit({ application: true, tenants: true }).shape,
  /** The tenants of the running instance, where a change waits for its restart (MT-4). */
  effectiveTenants: z.array(z.string()).optional(),
  ...versionSchema.shape,
});
export type ApplicationView = z.infer<typeof applicationViewSchema>;

/** What the API tells of an object of a kind. */
export const viewSchemaOf = (kind: ObjectKind): z.ZodObject =>
  kind === 'application' ? applicationViewSchema : schemaOfKind[kind];

export const listSchemaOf = (kind: ObjectKind): z.ZodType =>
  z.object({ ...versionSchema.shape, [listOfKind[kind]]: z.array(viewSchemaOf(kind)) });

/** What a PATCH may hold: any fields but those that an object keeps for life. */
export const patchSchemaOf = (kind: ObjectKind): z.ZodType<Readonly<Record<string, unknown>>> => {
  const fields = Object.entries(schemaOfKind[kind].shape).filter(([field]) => field !== 'name' && field !== 'dbid');
  return patchOf(fields);
};

export const workListSchema = z.object({
  applications: z.array(z.object({ application: z.string(), shownUtc: z.number(), work: workSchema })),
});
export const noticeListSchema = z.object({ notices: z.array(noticeSchema) });
export const findingSchema = z.object({
  path: z.array(z.union([z.string(), z.int()])),
  message: z.string(),
  rule: z.string().optional(),
  severity: z.enum(['error', 'warning']).optional(),
  objects: z.array(objectReferenceSchema).optional(),
  remedy: z.string().optional(),
});
export const validationSchema = z.object({ isUsable: z.boolean(), findings: z.array(findingSchema) });
export const findingListSchema = z.object({ ...versionSchema.shape, findings: z.array(findingSchema) });

/** What a change of an object answers. */
export const changedSchemaOf = (kind: ObjectKind): z.ZodType =>
  viewSchemaOf(kind).extend({ warnings: z.array(findingSchema).optional() });

export const healthSchema = z.object({
  status: z.literal('ok'),
  ...versionSchema.shape,
  role: z.enum(['primary', 'backup']),
  /** Whether the backup of the pair has everything; false where there is no pair. */
  isInStep: z.boolean(),
});
export const errorSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    field: z.string().optional(),
    findings: z.array(findingSchema).optional(),
  }),
});

/** Fields that are absent stay absent: a default would change what nobody named. */
function patchOf(shape: readonly (readonly [string, z.ZodType])[]): z.ZodType<Readonly<Record<string, unknown>>> {
  const fields = shape.map(([name, field]) => [
    name,
    (field instanceof z.ZodDefault ? field.unwrap() : field) as z.ZodType,
  ]);
  return z.strictObject(Object.fromEntries(fields) as Record<string, z.ZodType>).partial();
}
