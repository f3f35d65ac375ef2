import { randomBytes } from 'node:crypto';
import type { KnownDatabase } from '@eservices-lb/mock-scs/lca';
import type { Statements } from '../../database/statements.js';
import { fenceOf, isSuperseded, unfenced } from '../standby/primary-generation.js';
import type { FenceValues } from '../standby/primary-generation.js';
import type { ShownAccessPoint } from './access-point.js';
import { AccessPoints, NoAccessError } from './access-points.js';
import { accessPointsOf } from './access-points-of.js';
import { writeIdentity } from './database-identity.js';
import { problemOf, refusalOf } from './database-problem.js';
import type { DatabaseSituation } from './database-problem.js';
import { ExpectedDatabase } from './expected-database.js';
import type { InteractionDatabaseOptions } from './interaction-database-options.js';
import { judgeDatabases } from './judge-databases.js';
import type { Judgement } from './judge-databases.js';
import { prepareDatabase } from './prepare-database.js';
import type { Working } from './prepare-database.js';
import { ProblemLog } from './problem-log.js';
import { RepeatedLook } from './repeated-look.js';

/** How often every Database Access Point is asked where it leads, ms. */
const lookMs = 1_000;

/**
 * The one database of an Interaction Server (IXN-8): knows it by its identity, works with no other unless an operator says so (IXN-9), and only as the primary of its
 * pair. A backup looks where its Database Access Points lead, and writes nothing.
 */
export class InteractionDatabase implements Statements {
  readonly #options: InteractionDatabaseOptions;
  readonly #points: AccessPoints;
  #working: Working | undefined;
  readonly #expected = new ExpectedDatabase();
  #judgement: Judgement = { type: 'lost' };
  #isSuperseded = false;
  #reported = '';
  readonly #problems: ProblemLog;
  /** How often its role has changed. */
  #roles = 0;
  readonly #looks: RepeatedLook;
  #isClosed = false;

  constructor(options: InteractionDatabaseOptions) {
    this.#options = options;
    this.#problems = new ProblemLog(options.log);
    const { clock, random, log } = options;
    this.#points = new AccessPoints({
      random,
      onLost: (application, error) => {
        log.warn({ application, err: error }, 'a Database Access Point is lost; statements go another way');
        this.#report();
        void this.#looks.now();
      },
    });
    this.#looks = new RepeatedLook({ clock, pauseMs: lookMs, look: () => this.#look() });
    this.#configure();
  }

  /** Resolves when some database has answered; it may still be one to be confirmed. */
  async open(): Promise<void> {
    for (;;) {
      await this.#looks.now();
      if (this.#judgement.type !== 'lost' || this.#isClosed) return;
      this.#options.log.info({ problem: this.problem }, 'waiting for the database');
      await new Promise<void>((resolve) => {
        this.#options.clock.after(lookMs / 4, resolve, { keepAlive: true });
      });
    }
  }

  /** This server may write. */
  get isWorking(): boolean {
    return this.#working !== undefined;
  }

  /** Why it does not work with a database, in a sentence that says what to do. */
  get problem(): string | undefined {
    return problemOf(this.#situation);
  }

  /** Another server of the pair took over, and this one was not told yet. */
  get isSuperseded(): boolean {
    return this.#isSuperseded;
  }

  /** It waits for somebody to say which database is meant. */
  get isUnconfirmed(): boolean {
    const isStuck = this.#working === undefined || !this.#points.isUsable;
    return isStuck && (this.#judgement.type === 'unconfirmed' || this.#judgement.type === 'different');
  }

  /** What `primary_only` takes. */
  get fence(): FenceValues {
    return this.#working === undefined ? unfenced : fenceOf(this.#working.generation);
  }

  /** @throws RequestError 503 that says why, DatabaseError where the statement itself is to blame */
  async query(text: string, values: unknown[] = []): Promise<{ readonly rows: readonly unknown[] }> {
    const working = this.#working;
    if (working === undefined) throw refusalOf(this.#situation);
    try {
      return await this.#points.query(text, values);
    } catch (error) {
      if (isSuperseded(error) && this.#working === working) this.#superseded();
      if (isSuperseded(error) || error instanceof NoAccessError) throw refusalOf(this.#situation);
      throw error;
    }
  }

  becomePrimary(): void {
    this.#isSuperseded = false;
    this.#roles += 1;
    void this.#looks.now();
  }

  /** Writes nothing from now on, and follows the configuration as it is (LB-14). */
  becomeBackup(): void {
    this.#isSuperseded = false;
    this.#roles += 1;
    this.#leave();
    void this.#looks.now();
  }

  configurationChanged(): void {
    this.#configure();
    void this.#looks.now();
  }

  /** The operator says that the database found is the one to work with. */
  confirm(): void {
    if (this.#judgement.type !== 'unconfirmed' || !this.isUnconfirmed) return;
    const { found } = this.#judgement;
    this.#working = undefined;
    this.#expected.accept(found);
    this.#options.log.warn({ database: found }, 'an operator confirmed another database (IXN-9)');
    void this.#looks.now();
  }

  shown(): { readonly database: object; readonly databaseAccessPoints: readonly ShownAccessPoint[] } {
    const database = this.#databaseToWorkWith();
    const { problem } = this;
    return {
      database: {
        ...(database !== undefined && { name: database.name, identity: database.identity }),
        ...{ isConfirmed: !this.isUnconfirmed, ...(problem !== undefined && { problem }) },
      },
      databaseAccessPoints: this.#points.shown(database),
    };
  }

  close(): void {
    this.#isClosed = true;
    this.#looks.close();
    this.#points.close();
  }

  #databaseToWorkWith(): KnownDatabase | undefined {
    return this.#working?.database ?? this.#expected.current;
  }

  #configure(): void {
    const { registration, log } = this.#options;
    this.#expected.told(registration().workedWith);
    try {
      this.#points.configure(accessPointsOf(registration()));
    } catch (error) {
      log.error(error, 'the configuration has no way to the database any more; the former one is used on');
    }
  }

  async #look(): Promise<void> {
    await this.#points.probe();
    this.#judge();
    await this.#prepare();
    this.#report();
  }

  #judge(): void {
    this.#judgement = judgeDatabases(this.#points.findings, this.#databaseToWorkWith());
    if (this.#working !== undefined) this.#points.use(this.#working.database);
    else this.#points.use(this.#judgement.type === 'usable' ? this.#judgement.database : undefined);
    this.#tellProblems();
  }

  /** Each is an error in the log, once (IXN-9). */
  #tellProblems(): void {
    const elsewhere = this.#points
      .shown(this.#databaseToWorkWith())
      .filter(({ state }) => state === 'another database');
    const problems = new Set(elsewhere.flatMap(({ problem = '' }) => [problem]));
    if (this.isUnconfirmed) problems.add(this.problem ?? '');
    this.#problems.tell(problems);
  }

  /** Makes everything ready to write, where this server is the primary and knows its database. */
  async #prepare(): Promise<void> {
    const { isBackup, schema, registration, log, onReady } = this.#options;
    if (this.#judgement.type !== 'usable' || this.#working !== undefined || this.#isSuperseded || isBackup()) return;
    const { database } = this.#judgement;
    try {
      if (database.identity === '') {
        const identity = await writeIdentity(this.#points, database.name, randomBytes(8).toString('hex'));
        if (this.#expected.current !== undefined) this.#expected.accept({ ...database, identity });
        void this.#looks.now();
        return;
      }
      const roles = this.#roles;
      const isStillPrimary = (): boolean => roles === this.#roles && !isBackup() && !this.#isClosed;
      const working = await prepareDatabase(this.#points, {
        ...{ database, schema, registration: registration(), isStillPrimary },
      });
      if (working === undefined || !isStillPrimary()) return;
      this.#working = working;
      this.#expected.worksWith(database);
      const { generation } = working.generation;
      log.info({ database, generation }, 'primary, with this database');
      onReady();
    } catch (error) {
      log.warn(error, 'the database cannot be prepared; it will be tried again');
    }
  }

  #report(): void {
    const { isBackup, reportAbility, reportDatabase } = this.#options;
    const workedWith = this.#working?.database;
    const unconfirmed = this.#judgement.type === 'unconfirmed' && this.isUnconfirmed && this.#judgement.found;
    const report = { ...(workedWith && { workedWith }), ...(unconfirmed && { unconfirmed }) };
    const text = JSON.stringify(report);
    if (text !== this.#reported) reportDatabase(report);
    this.#reported = text;
    reportAbility(this.#points.isUsable && (this.#working !== undefined || isBackup()));
  }

  #superseded(): void {
    this.#options.log.error('another server of the pair took over while this one stood still; it writes no more');
    this.#leave();
    this.#isSuperseded = true;
    this.#report();
    this.#options.onSuperseded();
    void this.#looks.now();
  }

  #leave(): void {
    if (this.#working !== undefined) this.#expected.worksWith(this.#working.database);
    this.#working = undefined;
  }

  get #situation(): DatabaseSituation {
    return {
      ...{ judgement: this.#judgement, isUsable: this.#points.isUsable },
      ...{ isSuperseded: this.#isSuperseded, isBackup: this.#options.isBackup() },
    };
  }
}
