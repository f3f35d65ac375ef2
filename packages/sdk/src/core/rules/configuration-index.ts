import type { Application, Connection, Host, Tenant } from '../../wire/application.js';
import type { Database, Strategy, Switch, TrainingJob } from '../../wire/surroundings.js';
import type { Path } from './path.js';

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

/** An application with what the configuration links it to. */
export interface PlacedApplication extends Placed<Application> {
  /** The other one of its pair, where it is a primary. */
  readonly backup: PlacedApplication | undefined;
  /** The applications that name this one as their backup; more than one is an error (BK-4). */
  readonly primaries: readonly PlacedApplication[];
  /** Those whose own list has a connection to this application or cluster. */
  readonly clients: readonly PlacedApplication[];
  /** The connections of its own list, clusters included. */
  readonly connections: readonly Reach[];
}

/** A connection to a server, with the place where it is written: in the application's own list, or in that of an Application Cluster. */
export interface Reach {
  readonly to: PlacedApplication;
  readonly connection: Connection;
  /** The application or cluster whose list holds it. */
  readonly holder: PlacedApplication;
  /** Its place in that list. */
  readonly position: number;
  readonly cluster: PlacedApplication | undefined;
}

/** Where a connection names its target. */
export const pathOf = ({ holder, position }: Reach): Path => [
  'applications',
  holder.at,
  'connections',
  position,
  'application',
];

/** A configuration as the rules look at it: by name, by type, by tenant. Built once, in one pass over objects and connections. */
export class ConfigurationIndex {
  readonly applications: readonly PlacedApplication[];
  readonly switches: readonly Placed<Switch>[];
  readonly tenantNames: ReadonlySet<string>;
  readonly #byName = new Map<string, LinkedApplication>();
  readonly #byType = new Map<string, PlacedApplication[]>();
  readonly #byTypeAndTenant = new Map<string, ReadonlyMap<string, readonly PlacedApplication[]>>();
  readonly #switchesOfTenant = new Map<string, Placed<Switch>[]>();
  readonly #reach = new Map<PlacedApplication, readonly Reach[]>();
  readonly #strategiesOfTenant = new Map<string, Placed<Strategy>[]>();
  readonly #switchesOfApplication = new Map<string, Placed<Switch>[]>();
  readonly #databases = new Map<string, Placed<Database>>();

  constructor(configuration: JudgedConfiguration) {
    const applications: LinkedApplication[] = [];
    for (const [at, object] of configuration.applications.entries()) {
      if (object !== undefined) applications.push(unlinked(object, at));
    }
    this.applications = applications;
    this.switches = placed(configuration.switches);
    this.tenantNames = new Set(placed(configuration.tenants).map(({ object }) => object.name));
    for (const application of applications) {
      const { name, type } = application.object;
      if (!this.#byName.has(name)) this.#byName.set(name, application);
      push(this.#byType, type, application);
    }
    for (const application of applications) this.#link(application);
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
      for (const tenant of application.object.tenants) pushOnce(byTenant, tenant, application);
    }
    return byTenant;
  }

  isLinkedBackup({ primaries }: PlacedApplication): boolean {
    return primaries.length > 0;
  }

  /** The application that says tenants and connections of this one: its primary, where it is a linked backup (LB-14). */
  configuredBy(application: PlacedApplication): PlacedApplication {
    return application.primaries[0] ?? application;
  }

  /** What the Connections of an application reach, directly or through an Application Cluster, of which only one level counts (LB-2, LB-9). */
  reachOf(application: PlacedApplication): readonly Reach[] {
    const own = application.connections;
    if (!own.some(({ to }) => isCluster(to))) return own;
    const known = this.#reach.get(application);
    if (known !== undefined) return known;
    const reach = own.flatMap(membersOf);
    this.#reach.set(application, reach);
    return reach;
  }

  #link(application: LinkedApplication): void {
    const { name, backup, connections } = application.object;
    const other = backup === undefined || backup === name ? undefined : this.#byName.get(backup);
    if (other !== undefined) {
      application.backup = other;
      other.primaries = appended(other.primaries, application);
    }
    for (const [position, connection] of connections.entries()) {
      const to = this.#byName.get(connection.application);
      if (to === undefined) continue;
      const reach = { to, connection, holder: application, position, cluster: undefined };
      application.connections = appended(application.connections, reach);
      if (to.clients.at(-1) !== application) to.clients = appended(to.clients, application);
    }
  }

  /** Those that reach this application, directly or through an Application Cluster. */
  reachedBy({ clients }: PlacedApplication): readonly PlacedApplication[] {
    if (!clients.some(isCluster)) return clients;
    const behindClusters = clients.filter(isCluster).flatMap((cluster) => cluster.clients);
    return [...new Set([...clients, ...behindClusters])].filter((client) => !isCluster(client));
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

/** Lists begin as one and the same empty one: most applications have no pair, and 10,000 small arrays would cost more than everything else. */
interface LinkedApplication extends PlacedApplication {
  backup: LinkedApplication | undefined;
  primaries: LinkedApplication[];
  clients: LinkedApplication[];
  connections: Reach[];
}

const none: never[] = [];

const unlinked = (object: Application, at: number): LinkedApplication => ({
  object,
  at,
  backup: undefined,
  primaries: none,
  clients: none,
  connections: none,
});

function appended<T>(list: T[], item: T): T[] {
  if (list.length === 0) return [item];
  list.push(item);
  return list;
}

export const isCluster = ({ object }: PlacedApplication): boolean => object.type === 'ApplicationCluster';

function membersOf(reach: Reach): readonly Reach[] {
  if (!isCluster(reach.to)) return [reach];
  return reach.to.connections.filter(({ to }) => !isCluster(to)).map((member) => ({ ...member, cluster: reach.to }));
}

function placed<T>(list: readonly (T | undefined)[] = []): readonly Placed<T>[] {
  const result: Placed<T>[] = [];
  for (const [at, object] of list.entries()) if (object !== undefined) result.push({ object, at });
  return result;
}

function push<K, T>(lists: Map<K, T[]>, key: K, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

/** For items that come one after the other, all of one before the next. */
function pushOnce<K, T>(lists: Map<K, T[]>, key: K, item: T): void {
  if (lists.get(key)?.at(-1) !== item) push(lists, key, item);
}
