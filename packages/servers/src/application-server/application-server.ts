import type { Clock, Random } from '@eservices-lb/sdk';
import type { Registration, ReportedDatabase, ShownWork } from '@eservices-lb/mock-scs/lca';
import type { Logger } from 'pino';

export interface Work {
  /** How much it has to do, in its own unit. */
  readonly load?: number;
  /** How many sessions it has begun since its start. */
  readonly sessions?: number;
}

/** What an application server finds around itself when it starts. */
export interface Surroundings {
  /** Its own configuration and the addresses of what it is connected to, as of this moment. */
  readonly registration: () => Registration;
  /** Base URLs of Solution Control Server, primary first. */
  readonly scs: readonly string[];
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** New work may be taken: neither suspended, nor unavailable, nor stopping, nor the backup of a primary (BK-4). */
  readonly isAccepting: () => boolean;
  /** It is the backup of a primary, and serves no clients (BK-4). */
  readonly isBackup: () => boolean;
  /** Reports what it does; what is left out stays as it was. */
  readonly reportWork: (work: Work) => void;
  /** Says that a training job, one of those of the registration, is finished (BK-3). */
  readonly finishJob: (name: string) => void;
  /** Says whether everything it needs is there; without it the server reports Service Unavailable. */
  readonly reportAbility: (isAble: boolean) => void;
  /** Says which database it works with, for the other member of its pair (IXN-9). */
  readonly reportDatabase: (database: ReportedDatabase) => void;
}

/** A server that works. */
export interface ApplicationServer {
  /** Resolves when nothing is left to finish; called at a graceful stop. */
  readonly whenIdle: () => Promise<void>;
  /** Drops the work in hand, at once: clients are led to the new primary from now on, which does not have it (BK-4). */
  readonly becomeBackup?: () => void;
  /** It is the primary from now on, and serves clients. */
  readonly becomePrimary?: () => void;
  /** The database that it has found is the one to work with, although it expected another (IXN-9). */
  readonly confirmDatabase?: () => void;
  /** The configuration of the application, its connections or its strategies have changed. */
  readonly configurationChanged?: () => void;
  /** What operators see of it, asked for once a second, at most 48 KiB as JSON. `kind` says which shape it has. */
  readonly shownWork?: () => (ShownWork & { readonly kind: string }) | Promise<ShownWork & { readonly kind: string }>;
  /** Ends everything, within 5 s. */
  readonly close: () => Promise<void>;
}

/** Starts the server proper; it listens when the promise resolves. */
export type StartServer = (surroundings: Surroundings) => Promise<ApplicationServer>;
