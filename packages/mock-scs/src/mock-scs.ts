import type { Clock, Random } from '@eservices-lb/sdk';
import type { EstateConfiguration } from '@eservices-lb/sdk/rules';
import type { Logger } from 'pino';
import type { Access } from './access/access.js';
import type { EstateSecrets } from './agent/child-environment.js';
import type { LocalControlAgent } from './agent/local-control-agent.js';
import type { StateDirectory } from './agent/state-directory.js';
import type { Durability } from './control/durability.js';
import type { WorkBoard } from './control/work-board.js';
import type { World } from './control/world.js';
import type { Faults } from './faults/faults.js';
import type { LocalControlAgentLinks } from './lca-server/local-control-agent-links.js';
import type { PairConfiguration } from './pair/pair-of.js';
import type { PairRole } from './pair/pair-role.js';
import type { ConfigurationStore } from './persistence/configuration-store.js';
import type { SimulatedApplications } from './simulated/simulated-applications.js';

/** What a control server bears. */
export interface Limits {
  /** Connections at a time, streams and links included; one more is closed at once. @defaultValue 4096 */
  readonly connections: number;
  /** Event streams at a time; one more is answered 503. @defaultValue 1024 */
  readonly eventStreams: number;
}

export interface MockScsOptions {
  readonly configuration: EstateConfiguration;
  /** @defaultValue 127.0.0.1 */
  readonly host?: string;
  /** @defaultValue 0, any free port */
  readonly port?: number;
  /** The operator's bearer token, with the role `configure`; made up where not given. */
  readonly token?: string;
  /** Where the tokens are that operators made by command. @defaultValue a file in the state directory */
  readonly tokensFile?: string;
  /** Those that are not given are made up. */
  readonly secrets?: Partial<EstateSecrets>;
  /** How often streams and links are told that we are still there, ms. @defaultValue 3000 */
  readonly heartbeatMs?: number;
  /** Where changes of the configuration survive the end; is closed with the control server. @defaultValue nowhere */
  readonly store?: ConfigurationStore;
  /** Begins from `configuration` whatever is stored, and sets that aside. @defaultValue false */
  readonly fresh?: boolean;
  /** Must be higher at every start; is made so where there is a store. @defaultValue the wall clock's milliseconds */
  readonly epoch?: number;
  /** How long a primary must be lost or unavailable before its warm standby takes over where no Solution Control Server of the configuration says it (`disconnect-switchover-timeout`), ms. @defaultValue 2000 */
  readonly switchoverTimeoutMs?: number;
  /** How many events a client can at least resume from. @defaultValue 1000 */
  readonly historyLimit?: number;
  /** What it bears at most. */
  readonly limits?: Partial<Limits>;
  /** The other control server of a pair. Both need the same master secret. @defaultValue none */
  readonly pair?: PairConfiguration;
  /** Where logs and the list of processes are kept. @defaultValue a temporary directory, deleted at the end */
  readonly state?: StateDirectory;
  /** @defaultValue the machine's clock */
  readonly clock?: Clock;
  /** A number in [0, 1), for faults that happen now and then. @defaultValue the machine's own */
  readonly random?: Random;
  /** @defaultValue errors, to stdout */
  readonly log?: Logger;
}

/** A running control server. */
export interface MockScs extends AsyncDisposable {
  readonly url: string;
  /** Of both control servers where there is a pair, the primary by configuration first. */
  readonly addresses: readonly string[];
  readonly port: number;
  /** May do everything. */
  readonly token: string;
  /** Tokens, sessions of the console, the audit trail. */
  readonly access: Access;
  /** What it does badly, on purpose. */
  readonly faults: Faults;
  readonly secrets: EstateSecrets;
  /** The estate itself: report statuses, enable and disable, change the configuration. */
  readonly world: World;
  /** What must have happened to a change of the configuration before it is answered. */
  readonly durability: Durability;
  readonly links: LocalControlAgentLinks;
  /** What applications show of their work. */
  readonly work: WorkBoard;
  /** Starts and ends processes. */
  readonly agent: LocalControlAgent;
  /** Which one of a pair it is; `primary` where it is alone. */
  readonly pair: PairRole;
  /** Plays the applications that have no process. */
  readonly simulated: SimulatedApplications;
  /** What the application of this name must show on the link. */
  secretOf(application: string): string;
  /** Ends every process it started, then itself. May be called more than once. */
  close(): Promise<void>;
}
