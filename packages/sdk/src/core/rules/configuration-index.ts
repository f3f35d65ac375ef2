import type { Application, Connection, Host, Tenant } from '../../wire/application.js';
import type { Database, Strategy, Switch, TrainingJob } from '../../wire/surroundings.js';
import type { Path } from './rule.js';

/** The objects of a configuration where they stand in it; `undefined` where one could not be read. */
export interface JudgedConfiguration {
  readonly tenants?: readonly (Tenant | undefined)[];
  readonly hosts?: readonly (Host | undefined)[];
  readonly switches?: readonly (Switch | undefined)[];
  readonly databases?: readonly (Database | undefined)[];
  readonly strategies?: readonly (Strategy | undefined)[];
  readonly trainingJobs?: readonly (TrainingJob | undefined)[];
  readonly applications: readonly (Application | undefined)[];
}

/** An object, and its place in its list. */
export interface Placed<T> {
  readonly object: T;
  readonly at: number;
}
export type PlacedApplication = Placed<Application>;

/** A connection to a server, with the place where it is written: in the application's own list, or in that of an Application Cluster. */
export interface Reach {
  readonly to: PlacedApplication;
  readonly connection: Connection;
  readonly path: Path;
  readonly cluster: PlacedApplication | undefined;
}

/** A configuration as the rules look at it: by name, by type, by tenant. Built once, in one pass over objects and connections. */
export class ConfigurationIndex {
  readonly applications: readonly PlacedApplication[];
  readonly switches: readonly Placed<Switch>[];
  readonly tenantNames: ReadonlySet<string>;
  readonly #byName = new Map<string, PlacedApplication>();
  readonly #byType = new Map<string, PlacedApplication[]>();
  readonly #primaries = new Map<string, PlacedApplication[]>();
  readonly #clients = new Map<string, PlacedApplication[]>();
  readonly #byTypeAndTenant = new Map<string, ReadonlyMap<string, readonly PlacedApplication[]>>();
  readonly #switchesOfTenant = new Map<string, Placed<Switch>[]>();
  readonly #strategiesOfTenant = new Map<string, Placed<Strategy>[]>();
  readonly #switchesOfApplication = new Map<string, Placed<Switch>[]>();
  readonly #databases = new Map<string, Placed<Database>>();

  constructor(configuration: JudgedConfiguration) {
    this.applications = placed(configuration.applications);
    this.switches = placed(configuration.switches);
    this.tenantNames = new Set(placed(configuration.tenants).map(({ object }) => object.name));
    for (const application of this.applications) {
      const { name, type, backup, connections } = application.object;
      if (!this.#byName.has(name)) this.#byName.set(name, application);
      push(this.#byType, type, application);
      if (backup !== undefined && backup !== name) push(this.#primaries, backup, application);
      for (const target of new Set(connections.map((connection) => connection.application))) {
        push(this.#clients, target, application);
      }
    }
    for (const each of this.switches) {
      const { type, tenant, application } = each.object;
      if (type === 'multimedia') push(this.#switchesOfTenant, tenant, each);
      if (application !== undefined) push(this.#switchesOfApplication, application, each);
    }
    for (const strategy of placed(configuration.strategies))
      push(this.#strategiesOfTenant, strategy.object.tenant, strategy);
    for (const database of placed(configuration.databases)) this.#databases.set(database.object.name, database);
  }

  application(name: string): PlacedApplication | undefined {
    return this.#byName.get(name);
  }

  ofType(type: string): readonly PlacedApplication[] {
    return this.#byType.get(type) ?? [];
  }

  /** Those of a type that are assigned to a tenant; of a warm standby pair only the primary. */
  ofTypeAndTenant(type: string, tenant: string): readonly PlacedApplication[] {
    return this.byTenant(type).get(tenant) ?? [];
  }

  /** Those of a type by the names of their tenants; of a warm standby pair only the primary. */
  byTenant(type: string): ReadonlyMap<string, readonly PlacedApplication[]> {
    const known = this.#byTypeAndTenant.get(type);
    if (known !== undefined) return known;
    const byTenant = this.groupByTenant(this.ofType(type));
    this.#byTypeAndTenant.set(type, byTenant);
    return byTenant;
  }

  groupByTenant(applications: readonly PlacedApplication[]): ReadonlyMap<string, readonly PlacedApplication[]> {
    const byTenant = new Map<string, PlacedApplication[]>();
    for (const application of applications) {
      if (this.isLinkedBackup(application)) continue;
      for (const tenant of new Set(application.object.tenants)) push(byTenant, tenant, application);
    }
    return byTenant;
  }

  /** The applications that name this one as their backup; more than one is an error (BK-4). */
  primariesOf({ object }: PlacedApplication): readonly PlacedApplication[] {
    return this.#primaries.get(object.name) ?? [];
  }

  isLinkedBackup(application: PlacedApplication): boolean {
    return this.#primaries.has(application.object.name);
  }

  /** The other one of its pair, where it is a primary. */
  backupOf({ object }: PlacedApplication): PlacedApplication | undefined {
    const { backup, name } = object;
    return backup === undefined || backup === name ? undefined : this.application(backup);
  }

  /** The application that says tenants and connections of this one: its primary, where it is a linked backup (LB-14). */
  configuredBy(application: PlacedApplication): PlacedApplication {
    return this.primariesOf(application)[0] ?? application;
  }

  /** Those that have a connection to this application or cluster. */
  clientsOf(name: string): readonly PlacedApplication[] {
    return this.#clients.get(name) ?? [];
  }

  /** What the Connections of an application reach, directly or through an Application Cluster, of which only one level counts (LB-2, LB-9). */
  reachOf(application: PlacedApplication): readonly Reach[] {
    const own = this.directReachOf(application);
    return own.flatMap((reach) => {
      if (!isCluster(reach.to)) return [reach];
      return this.directReachOf(reach.to)
        .filter(({ to }) => !isCluster(to))
        .map((member) => ({ ...member, cluster: reach.to }));
    });
  }

  /** The connections that an application's own list holds, clusters included. */
  directReachOf({ object, at }: PlacedApplication): readonly Reach[] {
    return object.connections.flatMap((connection, position): Reach[] => {
      const to = this.application(connection.application);
      const path = ['applications', at, 'connections', position, 'application'];
      return to === undefined ? [] : [{ to, connection, path, cluster: undefined }];
    });
  }

  /** Those that reach this application, directly or through an Application Cluster. */
  reachedBy({ object }: PlacedApplication): readonly PlacedApplication[] {
    const direct = this.clientsOf(object.name);
    const behindClusters = direct.filter(isCluster).flatMap((cluster) => this.clientsOf(cluster.object.name));
    return [...new Set([...direct, ...behindClusters])].filter((client) => !isCluster(client));
  }

  /** The switches that name an application. */
  switchesOf(application: string): readonly Placed<Switch>[] {
    return this.#switchesOfApplication.get(application) ?? [];
  }

  strategiesOf(tenant: string): readonly Placed<Strategy>[] {
    return this.#strategiesOfTenant.get(tenant) ?? [];
  }

  multimediaSwitchesOf(tenant: string): readonly Placed<Switch>[] {
    return this.#switchesOfTenant.get(tenant) ?? [];
  }

  database(name: string): Placed<Database> | undefined {
    return this.#databases.get(name);
  }
}

export const isCluster = ({ object }: PlacedApplication): boolean => object.type === 'ApplicationCluster';

function placed<T>(list: readonly (T | undefined)[] = []): readonly Placed<T>[] {
  return list.flatMap((object, at) => (object === undefined ? [] : [{ object, at }]));
}

function push<K, T>(lists: Map<K, T[]>, key: K, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
