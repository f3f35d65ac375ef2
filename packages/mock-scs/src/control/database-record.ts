import type { KnownDatabase } from '../lca/messages.js';
import type { World } from './world.js';

/** What an Interaction Server said of its database. */
export interface DatabaseReport {
  readonly workedWith?: KnownDatabase | undefined;
  readonly unconfirmed?: KnownDatabase | undefined;
}

interface Remembered {
  readonly database: KnownDatabase;
  /** The members of the pair that run with this knowledge, or died with it. */
  readonly holders: Set<string>;
}

/**
 * Remembers which database each pair of Interaction Servers worked with, so that whoever takes over or is started again knows which one to expect
 * (IXN-9). A crash forgets nothing; when those who knew have been stopped in order, a new database may be given to them.
 */
export class DatabaseRecord {
  readonly #world: Pick<World, 'configuration' | 'subscribe' | 'notify'>;
  readonly #remembered = new Map<string, Remembered>();
  readonly #unconfirmed = new Map<string, KnownDatabase>();

  /** Follows the world for as long as it exists. */
  constructor(world: Pick<World, 'configuration' | 'subscribe' | 'notify'>) {
    this.#world = world;
    world.subscribe((event) => {
      if (event.name === 'status') this.#follow(event.body.application, event.body.status);
    });
  }

  report(application: string, { workedWith, unconfirmed }: DatabaseReport): void {
    if (unconfirmed === undefined) this.#unconfirmed.delete(application);
    else this.#find(application, unconfirmed);
    if (workedWith === undefined) return;
    const pair = this.primaryOf(application) ?? application;
    const holders = this.#remembered.get(pair)?.holders ?? new Set();
    this.#remembered.set(pair, { database: workedWith, holders: holders.add(application) });
  }

  /** The database that the application, or the other member of its pair, worked with last. */
  workedWith(application: string): KnownDatabase | undefined {
    return this.#remembered.get(this.primaryOf(application) ?? application)?.database;
  }

  /** The database that the application has found, and does not work with until an operator confirms it. */
  unconfirmed(application: string): KnownDatabase | undefined {
    return this.#unconfirmed.get(application);
  }

  /** The application whose backup this one is. */
  primaryOf(application: string): string | undefined {
    return this.#world.configuration.applications.find(({ backup }) => backup === application)?.name;
  }

  #find(application: string, found: KnownDatabase): void {
    const known = this.#unconfirmed.get(application);
    this.#unconfirmed.set(application, found);
    if (known?.name === found.name && known.identity === found.identity) return;
    const expected = this.workedWith(application);
    const instead = expected === undefined ? '' : `, but its pair worked with ${named(expected)}`;
    this.#world.notify({
      ...{ level: 'error', code: 'DATABASE_NOT_CONFIRMED', rule: 'IXN-9' },
      message: `"${application}" finds the database ${named(found)}${instead}: it writes nothing and takes no role over until the Database Access Points lead there again, or somebody confirms the database`,
      objects: [{ kind: 'application', name: application }],
    });
  }

  #follow(application: string, status: string): void {
    if (status === 'stopped') this.#unconfirmed.delete(application);
    if (this.#remembered.size === 0) return;
    const pair = this.primaryOf(application) ?? application;
    const holders = this.#remembered.get(pair)?.holders;
    if (status === 'stop-pending') {
      holders?.delete(application);
      if (holders?.size === 0) this.#remembered.delete(pair);
    } else if (status !== 'stopped' && status !== 'unknown') holders?.add(application);
  }
}

const named = ({ name, identity }: KnownDatabase): string => `"${name}" (${identity === '' ? 'new' : identity})`;
