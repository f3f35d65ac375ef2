import type { StartedWith } from '@eservices-lb/sdk/rules';
import type { Application } from '@eservices-lb/sdk/wire';
import { keepsTenants } from './keeps-tenants.js';
import type { World } from './world.js';

/**
 * Remembers what running instances found in the configuration at their start and do not read again: the databases of Interaction Server (IXN-9), and
 * the tenants of those that read them at their start only (MT-4).
 */
export class StartRecord {
  readonly #world: World;
  readonly #databases = new Map<string, readonly string[]>();

  /** Follows the world for as long as it exists. */
  constructor(world: World) {
    this.#world = world;
    world.subscribe((event) => {
      if (event.name === 'status') this.#follow(event.body.application, event.body.status);
      if (event.name === 'snapshot') for (const each of world.statuses) this.#follow(each.application, each.status);
    });
  }

  get all(): ReadonlyMap<string, StartedWith> {
    const record = new Map<string, StartedWith>();
    for (const application of this.#world.configuration.applications) {
      const databases = this.#databases.get(application.name);
      const tenants = this.#tenantsOf(application);
      if (databases === undefined && tenants === undefined) continue;
      record.set(application.name, { ...(tenants && { tenants }), ...(databases && { databases }) });
    }
    return record;
  }

  #follow(name: string, status: string): void {
    if (status === 'stopped') this.#databases.delete(name);
    else if (status !== 'unknown' && !this.#databases.has(name)) this.#remember(name);
  }

  #remember(name: string): void {
    if (!this.#world.has('application', name)) return;
    const application = this.#world.object('application', name);
    if (application.type !== 'InteractionServer' && application.type !== 'TServer') return;
    this.#databases.set(name, databasesOf(application, this.#world));
  }

  #tenantsOf(application: Application): readonly string[] | undefined {
    if (!keepsTenants(application, this.#world.configuration.switches)) return undefined;
    if (this.#world.heard(application.name).status === 'stopped') return undefined;
    return this.#world.inForce(application.name).tenants;
  }
}

/** A linked backup takes its connections from its primary (LB-14). */
function databasesOf(application: Application, world: World): readonly string[] {
  const { applications } = world.configuration;
  const configuredBy = applications.find(({ backup }) => backup === application.name) ?? application;
  const targetsOf = ({ connections }: Application): readonly Application[] =>
    connections.flatMap(({ application: name }) =>
      world.has('application', name) ? [world.object('application', name)] : [],
    );
  const reached = targetsOf(configuredBy).flatMap((target) =>
    target.type === 'ApplicationCluster' ? targetsOf(target) : [target],
  );
  const databases = reached.flatMap(({ type, database }) =>
    type === 'DatabaseAccessPoint' && database !== undefined ? [database] : [],
  );
  return [...new Set(databases)];
}
