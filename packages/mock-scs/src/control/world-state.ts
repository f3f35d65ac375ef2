import type { EstateConfiguration } from '@eservices-lb/sdk/rules';
import type { ApplicationStatus, HostRunState, Notice, Version } from '@eservices-lb/sdk/wire';
import type { RetiredDbid } from './retired-dbid.js';

/** Everything that a world knows, for another control server to go on with. */
export interface WorldState extends Version {
  readonly configuration: EstateConfiguration;
  readonly retired: readonly RetiredDbid[];
  readonly statuses: readonly ApplicationStatus[];
  readonly hostStatuses: readonly HostRunState[];
  readonly notices: readonly Notice[];
}
