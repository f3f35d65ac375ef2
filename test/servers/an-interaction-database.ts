import { systemClock } from '@eservices-lb/sdk';
import type { ConnectedApplication, KnownDatabase, Registration, ReportedDatabase } from '@eservices-lb/mock-scs/lca';
import { pino } from 'pino';
import { InteractionDatabase } from '../../packages/servers/src/interaction-server/database-access-points/interaction-database.js';
import { interactionSchema } from '../../packages/servers/src/interaction-server/interaction-schema.js';
import { InteractionStore } from '../../packages/servers/src/interaction-server/interaction-store.js';
import { aRegistration } from './application-surroundings.js';

/** Where the Database Access Points of a test lead: to a port, and to a database by its name. */
export type Leads = Readonly<Record<string, { readonly port: number; readonly database: string }>>;

export interface DatabaseUnderTest {
  readonly database: InteractionDatabase;
  readonly store: InteractionStore;
  /** What was logged as an error. */
  readonly errors: readonly string[];
  readonly reported: ReportedDatabase;
  readonly isAble: boolean;
  readonly isServing: boolean;
  /** Changes the configuration. */
  lead(leads: Leads): void;
  /** The control server says what the pair works with. */
  tell(workedWith: KnownDatabase): void;
  becomePrimary(): void;
  becomeBackup(): void;
}

/** The database of an Interaction Server, as the server has it. */
export function anInteractionDatabase(name: string, leads: Leads, { isBackup = false } = {}): DatabaseUnderTest {
  let registration: Registration = { ...registrationOf(name, leads), ...(isBackup && { primary: 'Primary' }) };
  let isBackupNow = isBackup;
  const errors: string[] = [];
  let reported: ReportedDatabase = {};
  let isAble = true;
  let isServing = false;
  const log = pino(
    { level: 'error' },
    { write: (line: string) => errors.push((JSON.parse(line) as { msg: string }).msg) },
  );
  const database = new InteractionDatabase({
    ...{ clock: systemClock, random: () => 0, log, schema: interactionSchema },
    registration: () => registration,
    isBackup: () => isBackupNow,
    reportAbility: (able) => (isAble = able),
    reportDatabase: (report) => (reported = report),
    onReady: () => (isServing = true),
    onSuperseded: () => (isServing = false),
  });
  return {
    ...{ database, store: new InteractionStore(database, () => database.fence), errors },
    get reported() {
      return reported;
    },
    get isAble() {
      return isAble;
    },
    get isServing() {
      return isServing;
    },
    lead(changed) {
      registration = { ...registration, connections: registrationOf(name, changed).connections };
      database.configurationChanged();
    },
    tell(workedWith) {
      registration = { ...registration, workedWith };
      database.configurationChanged();
    },
    becomePrimary() {
      isBackupNow = false;
      database.becomePrimary();
    },
    becomeBackup() {
      isBackupNow = true;
      isServing = false;
      database.becomeBackup();
    },
  };
}

function registrationOf(name: string, leads: Leads): Registration {
  const connections = Object.entries(leads).map(([application, { port, database }]): ConnectedApplication => ({
    ...{ application, type: 'DatabaseAccessPoint', host: '127.0.0.1', port, secure: false, database },
  }));
  return aRegistration({ default: 1 }, connections, { name, type: 'InteractionServer' });
}
