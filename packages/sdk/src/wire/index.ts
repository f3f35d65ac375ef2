export { isKnownServerType, serverTypeCodes, serverTypesWithoutCode } from './server-type.js';
export type { KnownServerType, ServerType } from './server-type.js';
export {
  applicationStatusSchema,
  executionModeSchema,
  hostRunStateSchema,
  hostStatusSchema,
  statusCodes,
  statusSchema,
} from './status.js';
export type { ApplicationStatus, ExecutionMode, HostRunState, HostStatus, Status } from './status.js';
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
export { databaseSchema, strategySchema, switchSchema, trainingJobSchema } from './surroundings.js';
export type { Database, Strategy, Switch, TrainingJob } from './surroundings.js';
export { listOfKind, objectKindSchema, objectReferenceSchema } from './object-kind.js';
export type { ObjectKind, ObjectReference } from './object-kind.js';
export { noticeSchema } from './notice.js';
export type { Notice } from './notice.js';
export { estateSnapshotSchema, snapshotSchema, versionSchema } from './snapshot.js';
export type { EstateSnapshot, SnapshotMessage, Version } from './snapshot.js';
export {
  configurationChangeSchema,
  eventSchemas,
  hostStatusChangeSchema,
  noticeEventSchema,
  statusChangeSchema,
  surroundingChangeSchema,
  surroundingKinds,
} from './event.js';
export type {
  ConfigurationChange,
  EventName,
  HostStatusChange,
  NoticeEvent,
  StatusChange,
  SurroundingChange,
} from './event.js';
