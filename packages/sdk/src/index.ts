export { createLoadBalancer } from './create-load-balancer.js';
export type { LoadBalancerOptions } from './options.js';
export type { Health, LoadBalancer, ServiceInfo } from './load-balancer.js';
export type { SelectionRequest } from './core/model/selection-request.js';
export type { AliasState, Endpoint, ResolvedService, Service } from './core/model/service.js';
export type { ConfigurationReader } from './core/configuration/configuration-reader.js';
export type { Configuration, RunState, Snapshot } from './core/directory/snapshot.js';
export type { DirectoryEvent, UnreadableObject, WarningSubject } from './core/directory/directory-event.js';
export type { CandidateReport } from './core/eligibility/explain.js';
export type { Outcome } from './core/failure-memory.js';
export type { OnInstanceGone } from './core/eligibility/session-bound.js';
export { adaptive } from './core/policy/adaptive.js';
export { preferLocal } from './core/policy/prefer-local.js';
export type { PreferLocalOptions } from './core/policy/prefer-local.js';
export { random } from './core/policy/random.js';
export { rendezvous } from './core/policy/rendezvous.js';
export { Rotation } from './core/policy/rotation.js';
export { roundRobin } from './core/policy/round-robin.js';
export { slowStart } from './core/policy/slow-start.js';
export type { SlowStartOptions } from './core/policy/slow-start.js';
export { weighted } from './core/policy/weighted.js';
export type { Place } from './core/policy/place.js';
export type { Candidates, Picker, PolicyEnvironment, SelectionPolicy } from './core/policy/selection-policy.js';
export type { TlsOptions } from './edge/connections/connection-options.js';
export type { DataPathInput } from './edge/data-path-options.js';
export type { DirectorySource, SourcePart } from './source/directory-source.js';
export type { Clock } from './time/clock.js';
export { fileSource } from './edge/file-source.js';
export type { FileSourceOptions, ProbeOptions } from './edge/file-source-options.js';
export { scsSource } from './edge/scs-source.js';
export type { ScsSourceOptions } from './edge/scs-source-options.js';
export type { SourceCounts } from './source/source-counts.js';
export { merge } from './source/merge.js';
export type { Random } from './time/random.js';
export { systemClock } from './time/system-clock.js';
export {
  AliasInvalidError,
  AliasTenantMismatchError,
  AllDrainingError,
  ClosedError,
  ConcurrencyLimitError,
  DirectoryUnavailableError,
  InstanceGoneError,
  InstanceStoppedError,
  InvalidOptionError,
  LoadBalancerError,
  MalformedMessageError,
  NoInstanceError,
  PortNotConfiguredError,
  TenantNotServedError,
  TenantRequiredError,
  UnknownServerTypeError,
  UnknownTenantError,
} from './errors/index.js';
export type { LoadBalancerErrorCode } from './errors/index.js';
