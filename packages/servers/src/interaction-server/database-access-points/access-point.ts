import type { KnownDatabase } from '@eservices-lb/mock-scs/lca';
import type { ConfiguredAccessPoint } from './access-points-of.js';
import { DatabaseConnections, keyOf } from './database-connections.js';
import type { Finding, OnLost } from './database-connections.js';
import { isSameDatabase, named } from './judge-databases.js';

/** A Database Access Point as operators see it. */
export interface ShownAccessPoint {
  readonly application: string;
  readonly state: 'in use' | 'lost' | 'another database';
  /** The database that it leads to, as the configuration is now. */
  readonly database?: string;
  readonly identity?: string;
  /** How many statements went this way. */
  readonly statements: number;
  readonly problem?: string;
}

/**
 * One Database Access Point: the way that the configuration says now, and the way in use, which is the former one where the configuration was changed to lead to
 * another database (IXN-9).
 */
export class AccessPoint {
  readonly application: string;
  statements = 0;
  readonly #onLost: OnLost;
  #configured: DatabaseConnections;
  #used: DatabaseConnections | undefined;

  constructor(configured: ConfiguredAccessPoint, onLost: OnLost) {
    this.application = configured.application;
    this.#onLost = onLost;
    this.#configured = new DatabaseConnections(configured, onLost);
  }

  /** The connections that statements may go through now. */
  get usable(): DatabaseConnections | undefined {
    return this.#used?.finding.state === 'there' ? this.#used : undefined;
  }

  get finding(): Finding {
    return this.#configured.finding;
  }

  /** The configuration has changed. What is in use stays so until `use` says otherwise. */
  configure(configured: ConfiguredAccessPoint): void {
    if (keyOf(configured) === this.#configured.key) return;
    if (this.#configured !== this.#used) this.#configured.close();
    this.#configured =
      this.#used !== undefined && keyOf(configured) === this.#used.key
        ? this.#used
        : new DatabaseConnections(configured, this.#onLost);
  }

  /** Looks at the end of both ways. */
  async probe(): Promise<void> {
    const ways = new Set([this.#configured, ...(this.#used === undefined ? [] : [this.#used])]);
    await Promise.all([...ways].map((way) => way.probe()));
  }

  /** Uses the configured way if it leads to this database, else goes on with the former one if that does. */
  use(database: KnownDatabase | undefined): void {
    const leadsThere = ({ finding }: DatabaseConnections): boolean =>
      database !== undefined && finding.state === 'there' && isSameDatabase(finding.database, database);
    const former = this.#used;
    if (leadsThere(this.#configured)) this.#used = this.#configured;
    else if (database === undefined || (former?.finding.state === 'there' && !leadsThere(former)))
      this.#used = undefined;
    if (former !== this.#used && former !== this.#configured) former?.close();
  }

  shown(working: KnownDatabase | undefined): ShownAccessPoint {
    const { application, statements } = this;
    const { finding } = this.#configured;
    const found = finding.state === 'there' ? finding.database : undefined;
    const about = {
      ...{ application, statements },
      ...(found !== undefined && { database: found.name, identity: found.identity }),
    };
    if (found !== undefined && working !== undefined && !isSameDatabase(found, working)) {
      const goesOn = this.usable === undefined ? 'it is not used' : 'its former address is used on';
      const problem = `${application} leads to ${named(found)} now, but this server works with ${named(working)}: ${goesOn}. Let it lead there again (IXN-9).`;
      return { ...about, state: 'another database', problem };
    }
    if (this.usable !== undefined && finding.state === 'there') return { ...about, state: 'in use' };
    const problem = finding.state === 'lost' ? finding.problem : 'It waits until it is known which database is meant.';
    return { ...about, state: this.usable === undefined ? 'lost' : 'in use', problem };
  }

  close(): void {
    this.#used?.close();
    this.#configured.close();
  }
}
