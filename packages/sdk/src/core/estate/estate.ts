import { earliestDeparture, nextDepartures } from '../configuration/departures.js';
import { emptyScope, nextScope } from '../configuration/scope.js';
import type { Scope } from '../configuration/scope.js';
import type { DirectoryEvent } from '../directory/directory-event.js';
import { emptySnapshot } from '../directory/snapshot.js';
import type { Snapshot } from '../directory/snapshot.js';
import { isServedAnew } from '../eligibility/served-anew.js';
import { nextStanding } from '../eligibility/standing.js';
import type { Standing } from '../eligibility/standing.js';
import { Journal } from './journal.js';

export interface EstateOptions {
  /** The name of the balancing application. */
  readonly application: string;
  /** Monotonic ms. */
  readonly now: () => number;
  /** Runs the task once, that many ms from now. */
  readonly after: (delayMs: number, task: () => void) => void;
  readonly gracePeriodMs: number;
  readonly failbackDelayMs: number;
  readonly onWarning: (warning: string) => void;
  /** Called when what is within reach, or remembered, has changed. */
  readonly onScope: (scope: Scope) => void;
  /** Called when another process serves for the server of this DBID: it was started again, or its pair changed over. */
  readonly onServedAnew: (dbid: number) => void;
}

/**
 * The estate as the balancing application sees it: the snapshot, what of it is within reach, and how each server stands. A status change
 * touches the one server it is about; a change of the configuration is worked out when somebody next looks, so that a burst costs once.
 */
export class Estate {
  readonly #journal = new Journal();
  readonly #options: EstateOptions;
  readonly #standings = new Map<number, Standing>();
  /** How those stood that departed. */
  readonly #departed = new Map<number, Standing>();
  #snapshot: Snapshot = emptySnapshot;
  #scope: Scope = emptyScope;
  #scoped = emptySnapshot.configuration;
  #configuredAt = 0;
  #willForget = false;

  constructor(options: EstateOptions) {
    this.#options = options;
  }

  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  get scope(): Scope {
    this.#workOut();
    return this.#scope;
  }

  get journal(): Journal {
    this.#workOut();
    return this.#journal;
  }

  /** How the server of this DBID stands, where it is within reach. */
  standing(dbid: number): Standing | undefined {
    this.#workOut();
    return this.#standings.get(dbid);
  }

  /** How a server stood when it departed, for as long as the departure is remembered. */
  departed(dbid: number): Standing | undefined {
    this.#workOut();
    return this.#departed.get(dbid);
  }

  /** Takes the snapshot that the event led to. */
  apply(snapshot: Snapshot, event: DirectoryEvent): void {
    const before = this.#snapshot;
    this.#snapshot = snapshot;
    if (snapshot.configuration !== before.configuration) this.#configuredAt = this.#options.now();
    if (event.type === 'snapshot') this.#workOut();
    else if (this.#scoped === snapshot.configuration) this.#statusChanged(event);
  }

  #workOut(): void {
    if (this.#scoped !== this.#snapshot.configuration) this.#rescope();
  }

  #statusChanged(event: DirectoryEvent): void {
    if (event.type !== 'status') return;
    const dbid = this.#scope.serverOf.get(event.change.application);
    if (dbid !== undefined) this.#review(dbid);
  }

  #rescope(): void {
    const { application, gracePeriodMs, onScope, onWarning } = this.#options;
    const { configuration } = this.#snapshot;
    const before = this.#scope;
    this.#scoped = configuration;
    this.#scope = nextScope(before, configuration, { application, at: this.#configuredAt, gracePeriodMs });
    for (const problem of this.#scope.problems) if (!before.problems.includes(problem)) onWarning(problem);
    this.#reviewAll();
    onScope(this.#scope);
    this.#forgetInTime();
  }

  /** What departed is remembered for the grace period, and not until the configuration happens to change again. */
  #forgetInTime(): void {
    const { now, after, gracePeriodMs, onScope } = this.#options;
    const earliest = earliestDeparture(this.#scope.departures);
    if (this.#willForget || earliest === undefined) return;
    this.#willForget = true;
    after(Math.max(1, earliest + gracePeriodMs + 1 - now()), () => {
      this.#willForget = false;
      const { reachable } = this.#scope;
      this.#scope = {
        ...this.#scope,
        departures: nextDepartures(this.#scope, reachable, { at: now(), gracePeriodMs }),
      };
      this.#forgetDeparted();
      onScope(this.#scope);
      this.#forgetInTime();
    });
  }

  #forgetDeparted(): void {
    for (const dbid of this.#departed.keys())
      if (!this.#scope.departures.servers.has(dbid)) this.#departed.delete(dbid);
  }

  #reviewAll(): void {
    const { reachable } = this.#scope;
    for (const [dbid, standing] of this.#standings) {
      if (reachable.has(dbid)) continue;
      this.#standings.delete(dbid);
      this.#departed.set(dbid, standing);
    }
    this.#forgetDeparted();
    for (const dbid of reachable.keys()) this.#stand(dbid);
    this.#journal.restart();
  }

  #review(dbid: number): void {
    this.#stand(dbid);
    this.#journal.add(dbid);
  }

  #stand(dbid: number, { isReview = false } = {}): void {
    const server = this.#scope.reachable.get(dbid);
    if (server === undefined) return;
    const { now, after, gracePeriodMs, failbackDelayMs, onWarning, onServedAnew } = this.#options;
    const before = this.#standings.get(dbid);
    const at = now();
    const standing = nextStanding(server, this.#snapshot, { at, gracePeriodMs, failbackDelayMs, before });
    this.#standings.set(dbid, standing);
    if (isServedAnew(before, standing)) onServedAnew(dbid);
    const { reviewAt } = standing;
    // A timer may fire a little early; then there is another one.
    const isPlanned = reviewAt === before?.reviewAt && !isReview;
    if (reviewAt !== undefined && !isPlanned) {
      after(Math.max(1, reviewAt - at), () => {
        this.#stand(dbid, { isReview: true });
        this.#journal.add(dbid);
      });
    }
    if (standing.role.isFlapping && standing.role !== before?.role && standing.role.since === at) {
      onWarning(flapping(standing));
    }
  }
}

const flapping = ({ server: { application, backup } }: Standing): string =>
  `The warm standby pair ${application.name} and ${backup?.application.name ?? ''} changed roles again within 10 s (BK-5): it is flapping. Look at the connection of both hosts to Solution Control Server.`;
