import {
  applicationSchema,
  connectionSchema,
  hostSchema,
  portSchema,
  startInfoSchema,
  tenantSchema,
} from '@eservices-lb/sdk/wire';
import { z } from 'zod';

/** The wire's application, but unknown fields are refused: in a configuration written by hand they are spelling mistakes. */
export const strictApplicationSchema = z.strictObject({
  ...applicationSchema.shape,
  ports: z.array(z.strictObject(portSchema.shape)).default([]),
  connections: z.array(z.strictObject(connectionSchema.shape)).default([]),
  startInfo: z.strictObject(startInfoSchema.shape).optional(),
});
export const strictTenantSchema = z.strictObject(tenantSchema.shape);
export const strictHostSchema = z.strictObject(hostSchema.shape);

/** A configuration file. */
export const configurationSchema = z.strictObject({
  tenants: z.array(strictTenantSchema).default([]),
  hosts: z.array(strictHostSchema).default([]),
  applications: z.array(strictApplicationSchema),
});

export const schemaOfKind = {
  tenant: strictTenantSchema,
  host: strictHostSchema,
  application: strictApplicationSchema,
} as const;
