import { Rotation } from '@eservices-lb/sdk';
import type { Random } from '@eservices-lb/sdk';
import type { KnownDatabase } from '@eservices-lb/mock-scs/lca';
import type { Statements } from '../../database/statements.js';
import { AccessPoint } from './access-point.js';
import type { ShownAccessPoint } from './access-point.js';
import type { ConfiguredAccessPoint } from './access-points-of.js';
import type { DatabaseConnections, Finding } from './database-connections.js';
import { isAccessLost, isCollision } from './is-access-lost.js';

/** How long a statement may take where there is another way to try, and where there is none. ms */
const limitMs = { amongSeveral: 3_000, last: 5_000 };
const mostCollisions = 3;

export interface AccessPointsOptions {
  readonly random: Random;
  /** A way to the database was lost; the statement on it goes another way, where there is one. */
  readonly onLost: (application: string, error: unknown) => void;
}

/** No Database Access Point leads to the database at the moment. */
export class NoAccessError extends Error {
  override readonly name = 'NoAccessError';
}

/**
 * The Database Access Points of an Interaction Server (IXN-8): statements are spread over those in use in turn. A statement whose way is lost under it goes
 * another way, although it may have been carried out: so every statement must be one that can be carried out again, at any later time.
 */
export class AccessPoints implements Statements {
  readonly #options: AccessPointsOptions;
  readonly #rotation: Rotation;
  #points = new Map<string, AccessPoint>();
  /** Taken off the Connections, and used until another one leads to the same database. */
  readonly #retired = new Map<string, AccessPoint>();
  #candidates: readonly { readonly dbid: number; readonly point: AccessPoint }[] = [];

  constructor(options: AccessPointsOptions) {
    this.#options = options;
    this.#rotation = new Rotation(options.random);
  }

  get findings(): readonly Finding[] {
    return [...this.#points.values()].map(({ finding }) => finding);
  }

  get isUsable(): boolean {
    return this.#candidates.length > 0;
  }

  /** Follows the configuration. One that is taken off the Connections is used until another one leads to the database. */
  configure(configured: readonly ConfiguredAccessPoint[]): void {
    const points = new Map<string, AccessPoint>();
    for (const each of configured) {
      const point = this.#points.get(each.application) ?? this.#retired.get(each.application) ?? this.#newPoint(each);
      point.configure(each);
      points.set(each.application, point);
    }
    for (const [application, point] of this.#points)
      if (!points.has(application)) this.#retired.set(application, point);
    for (const application of points.keys()) this.#retired.delete(application);
    this.#points = points;
    this.#count();
  }

  /** Asks every way where it leads. */
  async probe(): Promise<void> {
    await Promise.all([...this.#points.values(), ...this.#retired.values()].map((point) => point.probe()));
  }

  /** From now on statements go to this database, by every way that leads there; none, where there is none to work with. */
  use(database: KnownDatabase | undefined): void {
    for (const point of [...this.#points.values(), ...this.#retired.values()]) point.use(database);
    if (database === undefined || [...this.#points.values()].some(({ usable }) => usable !== undefined))
      this.#closeRetired();
    this.#count();
  }

  /** @throws NoAccessError, DatabaseError where the statement itself is to blame */
  async query(text: string, values: unknown[] = []): Promise<{ readonly rows: readonly unknown[] }> {
    const tried = new Set<DatabaseConnections>();
    let collisions = 0;
    for (;;) {
      const next = this.#next(tried);
      if (next === undefined) throw new NoAccessError('No Database Access Point leads to the database at the moment.');
      const { point, connections, isLast } = next;
      point.statements += 1;
      try {
        return await connections.query(text, values, isLast ? limitMs.last : limitMs.amongSeveral);
      } catch (error) {
        if (isAccessLost(error)) {
          tried.add(connections);
          this.#lost(point, { connections, error });
        } else if (!isCollision(error) || ++collisions === mostCollisions) throw error;
      }
    }
  }

  shown(working: KnownDatabase | undefined): readonly ShownAccessPoint[] {
    return [...this.#points.values()].map((point) => point.shown(working));
  }

  close(): void {
    for (const point of this.#points.values()) point.close();
    this.#closeRetired();
  }

  #closeRetired(): void {
    for (const point of this.#retired.values()) point.close();
    this.#retired.clear();
  }

  #newPoint(configured: ConfiguredAccessPoint): AccessPoint {
    const point: AccessPoint = new AccessPoint(configured, (connections, error) => {
      this.#lost(point, { connections, error });
    });
    return point;
  }

  #next(
    tried: ReadonlySet<DatabaseConnections>,
  ): { readonly point: AccessPoint; readonly connections: DatabaseConnections; readonly isLast: boolean } | undefined {
    const candidates = this.#candidates;
    let at = candidates.length === 0 ? 0 : this.#rotation.next(candidates, this);
    for (let seen = 0; seen < candidates.length; seen++, at = (at + 1) % candidates.length) {
      const point = candidates[at]?.point;
      const connections = point?.usable;
      if (point !== undefined && connections !== undefined && !tried.has(connections))
        return { point, connections, isLast: candidates.length === 1 };
    }
    return undefined;
  }

  #lost(point: AccessPoint, { connections, error }: { connections: DatabaseConnections; error: unknown }): void {
    // Whoever noticed it before has said so.
    if (connections.finding.state !== 'there') return;
    connections.lost(error);
    this.#count();
    this.#options.onLost(point.application, error);
  }

  /** The same array for as long as the same ones are in use, or the turn would begin anew. */
  #count(): void {
    const usable = [...this.#points.values(), ...this.#retired.values()].filter((point) => point.usable !== undefined);
    const isSame =
      usable.length === this.#candidates.length && usable.every((point, at) => this.#candidates[at]?.point === point);
    if (!isSame) this.#candidates = usable.map((point, at) => ({ dbid: at + 1, point }));
  }
}
