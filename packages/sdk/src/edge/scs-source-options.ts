import { checkMilliseconds, checkOption } from '../errors/check-option.js';
import type { Clock } from '../time/clock.js';
import { systemRandom } from '../time/random.js';
import type { Random } from '../time/random.js';
import { systemClock } from '../time/system-clock.js';

/** How to reach Solution Control Server, and when to stop believing it. */
export interface ScsSourceOptions {
  /** Base URLs of Solution Control Server, primary first, then its backup. */
  readonly urls: readonly string[];
  /** The bearer token. */
  readonly token?: string | undefined;
  /** A control server silent for longer is taken for lost, ms; raise it where heartbeats are rarer than every 3 s. @defaultValue 10,000 */
  readonly silenceLimitMs?: number;
  /** An attempt to connect that takes longer is given up, ms. @defaultValue 5,000 */
  readonly connectLimitMs?: number;
  /**
   * A connection is replaced by a new one, with a fresh snapshot, at an age between half of this and all of it, ms, at least 1,000. Lower it where changes
   * are lost on the way without a trace. @defaultValue 600,000
   */
  readonly maxConnectionAgeMs?: number;
  /**
   * How long a later snapshot that mentions no application, no status or only a small part of the known ones is held before what it leaves out is
   * dropped, ms; 0 turns this off. @defaultValue 10,000
   */
  readonly emptySnapshotGuardMs?: number;
  /**
   * A file that keeps the last view for a start while the control server is down. Made with mode 0600, without annexes and secrets.
   * @defaultValue none
   */
  readonly viewFile?: string | undefined;
  /** @defaultValue the machine's own */
  readonly clock?: Clock;
  /** A number in [0, 1). @defaultValue `Math.random` */
  readonly random?: Random;
}

/** Complete and checked; nobody downstream has a default of its own. */
export interface ResolvedScsSourceOptions extends Required<Omit<ScsSourceOptions, 'token' | 'viewFile'>> {
  readonly token: string | undefined;
  readonly viewFile: string | undefined;
}

export const scsDefaults = {
  silenceLimitMs: 10_000,
  connectLimitMs: 5_000,
  maxConnectionAgeMs: 600_000,
  emptySnapshotGuardMs: 10_000,
} as const;

/** @throws InvalidOptionError that names the option, what was expected, and what was given */
export function resolveScsSourceOptions(input: ScsSourceOptions): ResolvedScsSourceOptions {
  const { urls, token, viewFile } = input;
  const { silenceLimitMs = scsDefaults.silenceLimitMs, connectLimitMs = scsDefaults.connectLimitMs } = input;
  const { maxConnectionAgeMs = scsDefaults.maxConnectionAgeMs } = input;
  const { emptySnapshotGuardMs = scsDefaults.emptySnapshotGuardMs } = input;
  const { clock = systemClock, random = systemRandom } = input;

  checkOption(Array.isArray(urls) && urls.length > 0, 'urls', 'a list of URLs of Solution Control Server', urls);
  urls.forEach((url, index) => {
    checkOption(isHttpUrl(url), `urls[${index}]`, 'an absolute http or https URL', url);
  });
  checkOption(isToken(token), 'token', 'a bearer token', '(hidden)');
  checkOption(viewFile === undefined || isPath(viewFile), 'viewFile', 'the path of a file', viewFile);
  checkMilliseconds('silenceLimitMs', silenceLimitMs, 1);
  checkMilliseconds('connectLimitMs', connectLimitMs, 1);
  checkMilliseconds('maxConnectionAgeMs', maxConnectionAgeMs, 1_000);
  checkMilliseconds('emptySnapshotGuardMs', emptySnapshotGuardMs, 0);
  return Object.freeze({
    ...{ urls, token, viewFile, silenceLimitMs, connectLimitMs, maxConnectionAgeMs, emptySnapshotGuardMs },
    ...{ clock, random },
  });
}

const isHttpUrl = (url: unknown): boolean =>
  typeof url === 'string' && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);

const isToken = (token: unknown): boolean =>
  token === undefined || (typeof token === 'string' && /^[\x21-\x7e]+$/.test(token));

const isPath = (path: unknown): boolean => typeof path === 'string' && path !== '' && !path.includes('\0');
