import type { OnInstanceGone } from './core/eligibility/session-bound.js';
import type { SelectionPolicy } from './core/policy/selection-policy.js';
import type { DataPathInput } from './edge/data-path-options.js';
import type { DirectorySource } from './source/directory-source.js';
import type { Clock } from './time/clock.js';
import type { Random } from './time/random.js';
import type { ServerType } from './wire/server-type.js';

export interface LoadBalancerOptions extends DataPathInput {
  /** The name of the application whose Connections and Tenants scope everything: the Web API Server that this process is. */
  readonly application: string;
  /** Base URLs of Solution Control Server, primary first. Either this or `source`. */
  readonly scs?: readonly string[];
  /** Another source of the estate's view than Solution Control Server. */
  readonly source?: DirectorySource;
  /** The bearer token of Solution Control Server. */
  readonly token?: string;
  /**
   * Keys that seal aliases, each 32 bytes as base64: the first seals, all open. Give the same to every web node.
   * @defaultValue one random key, with a warning: no other node and no later start will know these aliases
   */
  readonly aliasKeys?: readonly string[];
  /** How one of several is chosen. @defaultValue `adaptive()` */
  readonly policy?: SelectionPolicy;
  /**
   * The most requests in flight at one instance: `select` passes over an instance that has as many, and throws ConcurrencyLimitError when all
   * have. Requests are counted by `http`, not by `select`.
   * @defaultValue no limit
   */
  readonly maxConcurrency?: number;
  /**
   * What becomes of an alias whose instance stopped, by type.
   * @defaultValue `fail` for Chat, Co-Browsing and Callback Server, `reselect` for every other type
   */
  readonly onInstanceGone?: Readonly<Partial<Record<ServerType, OnInstanceGone>>>;
  /** How long an alias outlives the removal of its instance, or its instance's unknown status, ms. @defaultValue 60,000 */
  readonly gracePeriodMs?: number;
  /**
   * How long the primary of a warm standby pair must serve again before new work returns to it, while its backup still serves, ms.
   * Aliases never move back by themselves. @defaultValue 10,000
   */
  readonly failbackDelayMs?: number;
  /** A control server silent for longer is taken for lost, ms; raise it where heartbeats are rarer than every 3 s. @defaultValue 10,000 */
  readonly silenceLimitMs?: number;
  /** An attempt to connect to the control server that takes longer is given up, ms. @defaultValue 5,000 */
  readonly connectLimitMs?: number;
  /** A connection to the control server is replaced at an age between half of this and all of it, ms. @defaultValue 600,000 */
  readonly maxConnectionAgeMs?: number;
  /** How long a suspiciously empty snapshot is held before what it leaves out is dropped, ms; 0: not at all. @defaultValue 10,000 */
  readonly emptySnapshotGuardMs?: number;
  /** With `scs`: a file that keeps the last view for a start while the control server is down. Mode 0600, no secrets. @defaultValue none */
  readonly viewFile?: string;
  /** How many aliases are remembered, so that the cipher need not run again. @defaultValue 10,000 */
  readonly maxAliases?: number;
  /** Told of what is not right but not fatal. @defaultValue `process.emitWarning` */
  readonly onWarning?: (warning: string) => void;
  /** @defaultValue the machine's own */
  readonly clock?: Clock;
  /** A number in [0, 1). @defaultValue `Math.random` */
  readonly random?: Random;
}
