export { serverTypeCodes } from './server-type.js';
export type { KnownServerType, ServerType } from './server-type.js';
export { applicationStatusSchema, executionModeSchema, hostStatusSchema, statusCodes, statusSchema } from './status.js';
export type { ApplicationStatus, ExecutionMode, HostStatus, Status } from './status.js';
export {
  applicationSchema,
  connectionSchema,
  dbidSchema,
  hostSchema,
  nameSchema,
  optionsSchema,
  portSchema,
  startInfoSchema,
  stateSchema,
  tenantSchema,
} from './application.js';
export type { Application, Connection, Host, Options, Port, StartInfo, State, Tenant } from './application.js';
export { snapshotSchema, versionSchema } from './snapshot.js';
export type { SnapshotMessage, Version } from './snapshot.js';
export { configurationChangeSchema, eventSchemas, statusChangeSchema } from './event.js';
export type { ConfigurationChange, EventName, StatusChange } from './event.js';
