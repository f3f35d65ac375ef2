import {
  applicationSchema,
  applicationStatusSchema,
  hostSchema,
  tenantSchema,
  versionSchema,
} from '@eservices-lb/sdk/wire';
import { z } from 'zod';
import {
  strictApplicationSchema,
  strictHostSchema,
  strictTenantSchema,
} from '../configuration/configuration-schema.js';

/** An application as the API shows it: its configuration, its run state, and the revision at which it was read. */
export const applicationViewSchema = z.object({
  ...applicationSchema.shape,
  ...applicationStatusSchema.omit({ application: true }).shape,
  ...versionSchema.shape,
});
export type ApplicationView = z.infer<typeof applicationViewSchema>;

export const applicationListSchema = z.object({ ...versionSchema.shape, applications: z.array(applicationViewSchema) });
export const tenantListSchema = z.object({ ...versionSchema.shape, tenants: z.array(tenantSchema) });
export const hostListSchema = z.object({ ...versionSchema.shape, hosts: z.array(hostSchema) });

/** What a PATCH may hold: any fields but those that an object keeps for life. */
export const applicationPatchSchema = patchOf(strictApplicationSchema.omit({ name: true, dbid: true }));
export const tenantPatchSchema = patchOf(strictTenantSchema.omit({ name: true, dbid: true }));
export const hostPatchSchema = patchOf(strictHostSchema.omit({ name: true, dbid: true }));

export const findingSchema = z.object({
  path: z.array(z.union([z.string(), z.int()])),
  message: z.string(),
  rule: z.string().optional(),
});
export const validationSchema = z.object({ isUsable: z.boolean(), findings: z.array(findingSchema) });
export const healthSchema = z.object({ status: z.literal('ok'), ...versionSchema.shape });
export const errorSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    field: z.string().optional(),
    findings: z.array(findingSchema).optional(),
  }),
});

/** Fields that are absent stay absent: a default would change what nobody named. */
function patchOf<T extends z.ZodRawShape>(schema: z.ZodObject<T>): z.ZodType<Readonly<Record<string, unknown>>> {
  const fields = Object.entries(schema.shape).map(([name, field]) => [
    name,
    (field instanceof z.ZodDefault ? field.unwrap() : field) as z.ZodType,
  ]);
  return z.strictObject(Object.fromEntries(fields) as Record<string, z.ZodType>).partial();
}
