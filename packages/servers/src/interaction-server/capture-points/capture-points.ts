import type { LoadBalancer } from '@eservices-lb/sdk';
import { capturePointsOf } from '@eservices-lb/sdk/rules';
import type { CapturePointOfServer } from '@eservices-lb/sdk/rules';
import type { AskDatabase } from '../../database/asking-database.js';
import type { InteractionMethods } from '../interaction-methods.js';
import type { FenceValues } from '../standby/primary-generation.js';
import { CaptureTally } from './capture-tally.js';
import { CaptureClaims } from './intake/capture-claims.js';
import { intakeOf, typeOf } from './intake-of-capture-point.js';
import { KeptCapturePoint } from './kept-capture-point.js';
import type { ShownCapturePoint } from './kept-capture-point.js';
import type { CapturePointSurroundings } from './kind-of-capture-point.js';
import { reasonOf } from './reason-of.js';
import { startCapturePoint } from './start-capture-point.js';

export interface CapturePointsOptions extends Omit<
  CapturePointSurroundings,
  'application' | 'pair' | 'intake' | 'tally'
> {
  readonly loadBalancer: Pick<LoadBalancer, 'configuration' | 'subscribe'>;
  /** The name of the Interaction Server. */
  readonly application: string;
  /** Its tenants at this moment. */
  readonly tenants: () => readonly string[];
  readonly askDatabase: AskDatabase;
  readonly submit: InteractionMethods['submit'];
  /** As whom the server writes, at this moment. */
  readonly fence: () => FenceValues;
}

interface Kept {
  /** What it was started with, as text. */
  readonly configuration: string;
  readonly capturePoint: KeptCapturePoint;
}

const oldClaimsPauseMs = 3_600_000;

/**
 * The Capture Points of an Interaction Server, inside its process (CP-1): they run while it serves, each as the configuration says at the
 * moment. One whose configuration changes is started anew; one that is disabled, or no longer connected, ends.
 */
export class CapturePoints {
  readonly #options: CapturePointsOptions;
  readonly #claims: CaptureClaims;
  readonly #unsubscribe: () => void;
  readonly #kept = new Map<string, Kept>();
  #configuration: unknown;
  #isServing = false;
  #following: Promise<void> = Promise.resolve();
  #cancelForgetting: () => void = () => undefined;

  constructor(options: CapturePointsOptions) {
    this.#options = options;
    this.#claims = new CaptureClaims(options.database, options.fence);
    this.#unsubscribe = options.loadBalancer.subscribe(({ configuration }) => {
      if (configuration === this.#configuration) return;
      this.#configuration = configuration;
      void this.follow();
    });
  }

  /** The server is the primary from now on. */
  start(): void {
    this.#isServing = true;
    this.#forgetOld();
    void this.follow();
  }

  /** Resolves when all have ended. */
  stop(): Promise<void> {
    this.#isServing = false;
    this.#cancelForgetting();
    return this.follow();
  }

  close(): Promise<void> {
    this.#unsubscribe();
    return this.stop();
  }

  /** Looks at the configuration, after whatever is being done about an earlier one. */
  follow(): Promise<void> {
    this.#following = this.#following
      .then(() => this.#bringAbout(this.#isServing ? this.#wanted() : []))
      .catch((error: unknown) => {
        this.#options.log.error(error, 'the Capture Points could not be started');
      });
    return this.#following;
  }

  shown(): readonly ShownCapturePoint[] {
    return [...this.#kept.values()].map(({ capturePoint }) => capturePoint.shown());
  }

  #wanted(): readonly CapturePointOfServer[] {
    const { configuration } = this.#options.loadBalancer;
    if (configuration.applications({ type: 'CapturePoint' }).length === 0) return [];
    const estate = { applications: configuration.applications(), tenants: configuration.tenants() };
    return capturePointsOf(estate, this.#options.application).filter(
      // What is only modelled has no inputs.
      ({ application }) => application.state === 'enabled' && !application.simulated,
    );
  }

  async #bringAbout(wanted: readonly CapturePointOfServer[]): Promise<void> {
    const configurations = new Map(wanted.map((each) => [each.application.name, this.#textOf(each)]));
    const ending = [...this.#kept].filter(([name, { configuration }]) => configurations.get(name) !== configuration);
    for (const [name] of ending) this.#kept.delete(name);
    await Promise.all(ending.map(([, { capturePoint }]) => capturePoint.close()));
    if (!this.#isServing) return;
    for (const each of wanted) {
      const { name } = each.application;
      if (this.#kept.has(name)) continue;
      const configuration = configurations.get(name) ?? '';
      this.#kept.set(name, { configuration, capturePoint: this.#start(each) });
    }
  }

  /** All that a Capture Point depends on. */
  #textOf({ application, primary, obstacles }: CapturePointOfServer): string {
    const { options, ports, dbid, type } = application;
    const tenants = this.#options.tenants();
    return JSON.stringify([options, ports, dbid, type, primary.dbid, primary.tenants, tenants, obstacles]);
  }

  #start(each: CapturePointOfServer): KeptCapturePoint {
    const { tenants, askDatabase, submit } = this.#options;
    const { database, directory, environment, clock, random } = this.#options;
    const { application, obstacles } = each;
    const intake = intakeOf(each, { tenants, askDatabase, submit, claims: this.#claims });
    const log = this.#options.log.child({ capturePoint: application.name });
    return new KeptCapturePoint({
      ...{ type: typeOf(application), start: startCapturePoint, obstacles },
      surroundings: {
        ...{ application, pair: each.primary.dbid, intake, tally: new CaptureTally(), log },
        ...{ database, directory, environment, clock, random },
      },
    });
  }

  #forgetOld(): void {
    const { askDatabase, clock, log } = this.#options;
    this.#cancelForgetting();
    this.#cancelForgetting = clock.after(oldClaimsPauseMs, () => {
      this.#forgetOld();
    });
    askDatabase(() => this.#claims.forgetOld()).catch((error: unknown) => {
      log.warn({ reason: reasonOf(error) }, 'old captures could not be forgotten; it will be tried again');
    });
  }
}
