import type { Application, Host, Tenant } from '../../wire/application.js';
import type { ObjectKind } from '../../wire/object-kind.js';
import type { Database, Strategy, Switch, TrainingJob } from '../../wire/surroundings.js';

/** The type of the objects of each kind. */
export interface ObjectOfKind {
  readonly tenant: Tenant;
  readonly host: Host;
  readonly switch: Switch;
  readonly database: Database;
  readonly strategy: Strategy;
  readonly trainingJob: TrainingJob;
  readonly application: Application;
}

/** What Configuration Server holds. */
export interface EstateConfiguration {
  readonly tenants: readonly Tenant[];
  readonly hosts: readonly Host[];
  readonly switches: readonly Switch[];
  readonly databases: readonly Database[];
  readonly strategies: readonly Strategy[];
  readonly trainingJobs: readonly TrainingJob[];
  readonly applications: readonly Application[];
}

/** An object whose kind is not known beforehand. */
export type ConfigurationObject = ObjectOfKind[ObjectKind];
