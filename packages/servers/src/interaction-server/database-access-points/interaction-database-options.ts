import type { Registration, ReportedDatabase } from '@eservices-lb/mock-scs/lca';
import type { Clock, Random } from '@eservices-lb/sdk';
import type { Logger } from 'pino';

export interface InteractionDatabaseOptions {
  readonly registration: () => Registration;
  readonly isBackup: () => boolean;
  /** What makes the tables; each can be carried out again. */
  readonly schema: readonly string[];
  readonly reportAbility: (isAble: boolean) => void;
  readonly reportDatabase: (database: ReportedDatabase) => void;
  /** This server is the primary of its pair, in the database too, and may work. */
  readonly onReady: () => void;
  /** Another server of the pair took its place in the database. */
  readonly onSuperseded: () => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}
