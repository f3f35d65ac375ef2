import { aliasKeysOf } from './alias-keys.js';
import type { AliasKeys } from './alias-keys.js';
import { onInstanceGoneByDefault } from './core/eligibility/session-bound.js';
import type { OnInstanceGone } from './core/eligibility/session-bound.js';
import { adaptive } from './core/policy/adaptive.js';
import type { SelectionPolicy } from './core/policy/selection-policy.js';
import { resolveDataPathOptions } from './edge/data-path-options.js';
import type { DataPathOptions } from './edge/data-path-options.js';
import { scsDefaults } from './edge/scs-source-options.js';
import { checkMilliseconds, checkOption } from './errors/check-option.js';
import type { LoadBalancerOptions } from './options.js';
import type { DirectorySource } from './source/directory-source.js';
import type { Clock } from './time/clock.js';
import { systemRandom } from './time/random.js';
import type { Random } from './time/random.js';
import { systemClock } from './time/system-clock.js';

/** The options, complete and checked; nobody downstream has a default of its own. */
export interface ResolvedOptions {
  readonly application: string;
  readonly source: DirectorySource | undefined;
  readonly scs: readonly string[];
  readonly token: string | undefined;
  readonly aliasKeys: AliasKeys;
  readonly policy: SelectionPolicy;
  readonly maxConcurrency: number | undefined;
  readonly onInstanceGone: (type: string) => OnInstanceGone;
  readonly gracePeriodMs: number;
  readonly failbackDelayMs: number;
  readonly silenceLimitMs: number;
  readonly connectLimitMs: number;
  readonly maxConnectionAgeMs: number;
  readonly emptySnapshotGuardMs: number;
  readonly viewFile: string | undefined;
  readonly maxAliases: number;
  readonly dataPath: DataPathOptions;
  readonly onWarning: (warning: string) => void;
  readonly clock: Clock;
  readonly random: Random;
}

/** @throws InvalidOptionError that names the option, what was expected, and what was given */
export function resolveOptions(input: LoadBalancerOptions): ResolvedOptions {
  checkOption(typeof input === 'object' && (input as unknown) !== null, 'options', 'an object', input);
  const { application, source, scs = [], token, policy = adaptive(), onInstanceGone = {} } = input;
  const { gracePeriodMs = 60_000, failbackDelayMs = 10_000, maxConcurrency, maxAliases = 10_000 } = input;
  const { silenceLimitMs = scsDefaults.silenceLimitMs, connectLimitMs = scsDefaults.connectLimitMs } = input;
  const { maxConnectionAgeMs = scsDefaults.maxConnectionAgeMs, viewFile } = input;
  const { emptySnapshotGuardMs = scsDefaults.emptySnapshotGuardMs } = input;
  const { clock = systemClock, random = systemRandom, onWarning = emitWarning } = input;
  const warn = harmless(onWarning);

  checkOption(
    typeof application === 'string' && application !== '',
    'application',
    'the name of an application',
    application,
  );
  checkSource(source, scs);
  checkOption(
    token === undefined || (typeof token === 'string' && /^[\x21-\x7e]+$/.test(token)),
    'token',
    'a bearer token',
    '(hidden)',
  );
  checkOption(hasMethods(policy, 'createPicker'), 'policy', 'a selection policy such as adaptive()', policy);
  checkOption(
    maxConcurrency === undefined || (Number.isSafeInteger(maxConcurrency) && maxConcurrency > 0),
    'maxConcurrency',
    'a positive integer',
    maxConcurrency,
  );
  checkOption(
    hasMethods(onInstanceGone),
    'onInstanceGone',
    'an object such as { EmailServer: "reselect" }',
    onInstanceGone,
  );
  for (const [type, action] of Object.entries(onInstanceGone)) {
    checkOption(action === 'fail' || action === 'reselect', `onInstanceGone.${type}`, '"fail" or "reselect"', action);
  }
  checkMilliseconds('gracePeriodMs', gracePeriodMs, 1);
  checkMilliseconds('failbackDelayMs', failbackDelayMs, 1);
  checkMilliseconds('silenceLimitMs', silenceLimitMs, 1);
  checkMilliseconds('connectLimitMs', connectLimitMs, 1);
  checkMilliseconds('maxConnectionAgeMs', maxConnectionAgeMs, 1_000);
  checkMilliseconds('emptySnapshotGuardMs', emptySnapshotGuardMs, 0);
  checkViewFile(viewFile, source);
  checkOption(Number.isInteger(maxAliases) && maxAliases > 0, 'maxAliases', 'a positive integer', maxAliases);
  checkOption(typeof onWarning === 'function', 'onWarning', 'a function', onWarning);
  checkOption(hasMethods(clock, 'now', 'after'), 'clock', 'a clock', clock);
  checkOption(typeof random === 'function', 'random', 'a function', random);

  return Object.freeze({
    ...{ application, source, scs, token, policy, gracePeriodMs, silenceLimitMs, connectLimitMs, maxAliases },
    ...{ maxConnectionAgeMs, emptySnapshotGuardMs, viewFile, failbackDelayMs, maxConcurrency },
    ...{ clock, random },
    onWarning: warn,
    dataPath: resolveDataPathOptions(input),
    aliasKeys: aliasKeysOf(input.aliasKeys, warn),
    onInstanceGone: (type: string) =>
      (Object.hasOwn(onInstanceGone, type) ? onInstanceGone[type] : undefined) ?? onInstanceGoneByDefault(type),
  });
}

/** Whether it is an object, which null is not, with these methods. */
const hasMethods = (value: unknown, ...methods: readonly string[]): boolean =>
  typeof value === 'object' &&
  value !== null &&
  methods.every((method) => typeof (value as Readonly<Record<string, unknown>>)[method] === 'function');

function checkSource(source: DirectorySource | undefined, scs: readonly string[]): void {
  if (source !== undefined) {
    checkOption(hasMethods(source, 'events'), 'source', 'a DirectorySource', source);
    return;
  }
  checkOption(
    Array.isArray(scs) && scs.length > 0,
    'scs',
    'a list of URLs of Solution Control Server (or give `source`)',
    scs,
  );
  scs.forEach((url, index) => {
    checkOption(isHttpUrl(url), `scs[${index}]`, 'an absolute http or https URL', url);
  });
}

function checkViewFile(viewFile: unknown, source: DirectorySource | undefined): void {
  const isPath = typeof viewFile === 'string' && viewFile !== '' && !viewFile.includes('\0');
  const isUsable = viewFile === undefined || (isPath && source === undefined);
  checkOption(isUsable, 'viewFile', 'the path of a file, and given with `scs` only', viewFile);
}

const isHttpUrl = (url: unknown): boolean =>
  typeof url === 'string' && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);

const emitWarning = (warning: string): void => {
  process.emitWarning(warning, 'LoadBalancerWarning');
};

/** Whoever is warned must not be able to stop what warns. */
const harmless =
  (onWarning: (warning: string) => unknown) =>
  (warning: string): void => {
    try {
      const result = onWarning(warning);
      if (result instanceof Promise) result.catch(nobodyIsLeftToTell);
    } catch {
      nobodyIsLeftToTell();
    }
  };

const nobodyIsLeftToTell = (): void => undefined;
