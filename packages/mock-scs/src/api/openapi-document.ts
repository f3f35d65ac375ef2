import { OpenAPIRegistry, OpenApiGeneratorV31, zodToOpenAPIRegistry } from '@asteasolutions/zod-to-openapi';
import type { RouteConfig } from '@asteasolutions/zod-to-openapi';
import {
  applicationSchema,
  applicationStatusSchema,
  configurationChangeSchema,
  estateSnapshotSchema,
  hostSchema,
  hostStatusChangeSchema,
  noticeSchema,
  statusChangeSchema,
  surroundingChangeSchema,
  tenantSchema,
} from '@eservices-lb/sdk/wire';
import type { z } from 'zod';
import { configurationSchema, schemaOfKind } from '@eservices-lb/sdk/rules';
import { accessPaths } from '../access/access-paths.js';
import { auditEntrySchema } from '../access/audit-entry.js';
import { faultPaths } from '../faults/fault-paths.js';
import { faultSchema } from '../faults/faults.js';
import { actionPaths, controlPaths, objectPaths, reachPaths } from './openapi-paths.js';
import { applicationViewSchema, errorSchema, findingSchema } from './schemas.js';

const namedSchemas = {
  Application: applicationSchema,
  ApplicationStatus: applicationStatusSchema,
  ApplicationView: applicationViewSchema,
  ApplicationInput: schemaOfKind.application,
  AuditEntry: auditEntrySchema,
  Configuration: configurationSchema,
  ConfigurationChange: configurationChangeSchema,
  Error: errorSchema,
  Fault: faultSchema,
  Finding: findingSchema,
  Host: hostSchema,
  HostInput: schemaOfKind.host,
  HostStatusChange: hostStatusChangeSchema,
  Notice: noticeSchema,
  Database: schemaOfKind.database,
  Snapshot: estateSnapshotSchema,
  StatusChange: statusChangeSchema,
  Strategy: schemaOfKind.strategy,
  SurroundingChange: surroundingChangeSchema,
  Switch: schemaOfKind.switch,
  TrainingJob: schemaOfKind.trainingJob,
  Tenant: tenantSchema,
  TenantInput: schemaOfKind.tenant,
} satisfies Readonly<Record<string, z.ZodType>>;

type Document = ReturnType<OpenApiGeneratorV31['generateDocument']>;

/** The OpenAPI document, made of the very schemas that validate. */
export function openApiDocument(): Document {
  // Its deprecation is a warning, not an end: it is the only way to name schemas that the SDK made, without patching zod.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- a warning, not an end: only it names schemas that the SDK made, without patching zod
  const names = zodToOpenAPIRegistry;
  for (const [refId, schema] of Object.entries(namedSchemas)) {
    names.add(schema, { _internal: { refId } });
  }
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
  const paths: readonly RouteConfig[] = [
    ...controlPaths(),
    ...objectPaths(),
    ...actionPaths(),
    ...reachPaths(),
    ...accessPaths(),
    ...faultPaths(),
  ];
  for (const path of paths) registry.registerPath(path);
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'mock-scs',
      version: '1',
      description: 'Configuration Server and Solution Control Server of an estate, in one mock.',
    },
  });
}
