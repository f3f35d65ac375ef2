import { randomBytes } from 'node:crypto';
import { onInstanceGoneByDefault } from './core/eligibility/session-bound.js';
import type { OnInstanceGone } from './core/eligibility/session-bound.js';
import { adaptive } from './core/policy/adaptive.js';
import type { SelectionPolicy } from './core/policy/selection-policy.js';
import { resolveDataPathOptions } from './edge/data-path-options.js';
import type { DataPathInput, DataPathOptions } from './edge/data-path-options.js';
import { InvalidOptionError } from './errors/invalid-option-error.js';
import type { DirectorySource } from './source/directory-source.js';
import type { Clock } from './time/clock.js';
import { systemRandom } from './time/random.js';
import type { Random } from './time/random.js';
import { systemClock } from './time/system-clock.js';
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
   * What becomes of an alias whose instance stopped, by type.
   * @defaultValue `fail` for Chat, Co-Browsing and Callback Server, `reselect` for every other type
   */
  readonly onInstanceGone?: Readonly<Partial<Record<ServerType, OnInstanceGone>>>;
  /** How long an alias outlives the removal of its instance, or its instance's unknown status, ms. @defaultValue 60,000 */
  readonly gracePeriodMs?: number;
  /** A control server silent for longer is taken for lost, ms; raise it where heartbeats are rarer than every 3 s. @defaultValue 10,000 */
  readonly silenceLimitMs?: number;
  /** An attempt to connect to the control server that takes longer is given up, ms. @defaultValue 5,000 */
  readonly connectLimitMs?: number;
  /** How many aliases are remembered, so that the cipher need not run again. @defaultValue 10,000 */
  readonly maxAliases?: number;
  /** Told of what is not right but not fatal. @defaultValue `process.emitWarning` */
  readonly onWarning?: (warning: string) => void;
  /** @defaultValue the machine's own */
  readonly clock?: Clock;
  /** A number in [0, 1). @defaultValue `Math.random` */
  readonly random?: Random;
}

/** The options, complete and checked; nobody downstream has a default of its own. */
export interface ResolvedOptions {
  readonly application: string;
  readonly source: DirectorySource | undefined;
  readonly scs: readonly string[];
  readonly token: string | undefined;
  readonly aliasKeys: readonly [Uint8Array, ...Uint8Array[]];
  readonly policy: SelectionPolicy;
  readonly onInstanceGone: (type: string) => OnInstanceGone;
  readonly gracePeriodMs: number;
  readonly silenceLimitMs: number;
  readonly connectLimitMs: number;
  readonly maxAliases: number;
  readonly dataPath: DataPathOptions;
  readonly onWarning: (warning: string) => void;
  readonly clock: Clock;
  readonly random: Random;
}

/** @throws InvalidOptionError that names the option, what was expected, and what was given */
export function resolveOptions(input: LoadBalancerOptions): ResolvedOptions {
  check(typeof input === 'object' && (input as unknown) !== null, 'options', 'an object', input);
  const { application, source, scs = [], token, policy = adaptive(), onInstanceGone = {} } = input;
  const { gracePeriodMs = 60_000, silenceLimitMs = 10_000, connectLimitMs = 5_000, maxAliases = 10_000 } = input;
  const { clock = systemClock, random = systemRandom, onWarning = emitWarning } = input;

  check(
    typeof application === 'string' && application !== '',
    'application',
    'the name of an application',
    application,
  );
  checkSource(source, scs);
  check(
    token === undefined || (typeof token === 'string' && /^[\x21-\x7e]+$/.test(token)),
    'token',
    'a bearer token',
    '(hidden)',
  );
  check(typeof policy.createPicker === 'function', 'policy', 'a selection policy such as adaptive()', policy);
  for (const [type, action] of Object.entries(onInstanceGone)) {
    check(action === 'fail' || action === 'reselect', `onInstanceGone.${type}`, '"fail" or "reselect"', action);
  }
  checkPositive('gracePeriodMs', gracePeriodMs);
  checkPositive('silenceLimitMs', silenceLimitMs);
  checkPositive('connectLimitMs', connectLimitMs);
  check(Number.isInteger(maxAliases) && maxAliases > 0, 'maxAliases', 'a positive integer', maxAliases);
  check(typeof onWarning === 'function', 'onWarning', 'a function', onWarning);
  check(typeof clock.now === 'function' && typeof clock.after === 'function', 'clock', 'a clock', clock);
  check(typeof random === 'function', 'random', 'a function', random);

  return Object.freeze({
    ...{ application, source, scs, token, policy, gracePeriodMs, silenceLimitMs, connectLimitMs, maxAliases },
    ...{ onWarning, clock, random },
    dataPath: resolveDataPathOptions(input),
    aliasKeys: aliasKeysOf(input.aliasKeys, onWarning),
    onInstanceGone: (type: string) =>
      (Object.hasOwn(onInstanceGone, type) ? onInstanceGone[type] : undefined) ?? onInstanceGoneByDefault(type),
  });
}

function check(holds: boolean, option: string, expected: string, received: unknown): void {
  if (!holds) throw new InvalidOptionError(option, expected, received);
}

function checkPositive(option: string, value: unknown): void {
  check(typeof value === 'number' && Number.isFinite(value) && value > 0, option, 'a positive number of ms', value);
}

function checkSource(source: DirectorySource | undefined, scs: readonly string[]): void {
  if (source !== undefined) {
    check(typeof source.events === 'function', 'source', 'a DirectorySource', source);
    return;
  }
  check(
    Array.isArray(scs) && scs.length > 0,
    'scs',
    'a list of URLs of Solution Control Server (or give `source`)',
    scs,
  );
  scs.forEach((url, index) => {
    check(isHttpUrl(url), `scs[${index}]`, 'an absolute http or https URL', url);
  });
}

const isHttpUrl = (url: unknown): boolean =>
  typeof url === 'string' && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);

const keyBytes = 32;

function aliasKeysOf(
  keys: readonly string[] | undefined,
  onWarning: (warning: string) => void,
): readonly [Uint8Array, ...Uint8Array[]] {
  if (keys === undefined) {
    onWarning(
      'No aliasKeys are given, so a random key is used: other web nodes and the next start will not know these aliases.',
    );
    return [randomBytes(keyBytes)];
  }
  check(Array.isArray(keys) && keys.length > 0, 'aliasKeys', 'a list of at least one key', keys);
  const [first, ...others] = keys.map((key, index) => {
    const bytes = typeof key === 'string' ? Buffer.from(key, 'base64') : Buffer.alloc(0);
    check(bytes.length === keyBytes, `aliasKeys[${index}]`, '32 bytes in base64 (openssl rand -base64 32)', '(hidden)');
    return bytes;
  });
  return first === undefined ? [randomBytes(keyBytes)] : [first, ...others];
}

const emitWarning = (warning: string): void => {
  process.emitWarning(warning, 'LoadBalancerWarning');
};
