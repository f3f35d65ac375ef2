import { checkMilliseconds, checkOption } from '../errors/check-option.js';
import type { ProbeRhythm } from '../source/prober.js';
import type { Clock } from '../time/clock.js';
import { systemRandom } from '../time/random.js';
import type { Random } from '../time/random.js';
import { systemClock } from '../time/system-clock.js';

/** How the applications of a file are looked after, instead of by Solution Control Server. */
export interface ProbeOptions extends Partial<ProbeRhythm> {
  /** `tcp`: a connection is accepted. `http`: a GET is answered with a status from 200 to 399. */
  readonly kind: 'tcp' | 'http';
  /** With `http`: what to GET. @defaultValue `/` */
  readonly path?: string;
  /** From the end of a probe to the beginning of the next, give or take a tenth, ms, at least 10. @defaultValue 5,000 */
  readonly intervalMs?: number;
  /** A probe that takes longer has failed, ms. @defaultValue 1,000 */
  readonly timeoutMs?: number;
  /** So many successes in a row make a stopped application running; the first probe of all decides at once. @defaultValue 2 */
  readonly rise?: number;
  /** So many failures in a row make a running application stopped. @defaultValue 3 */
  readonly fall?: number;
}

export interface FileSourceOptions {
  /** Probes every application that has a port and no status in the file. @defaultValue none */
  readonly probe?: ProbeOptions;
  /**
   * An application is taken for running where neither the file nor a probe says otherwise. Say `false` where a control server, merged with this source,
   * is to say who runs.
   * @defaultValue true
   */
  readonly assumeRunning?: boolean;
  /** @defaultValue the machine's own */
  readonly clock?: Clock;
  /** A number in [0, 1). @defaultValue `Math.random` */
  readonly random?: Random;
}

export interface ResolvedFileSourceOptions {
  readonly probe: Required<ProbeOptions> | undefined;
  readonly assumeRunning: boolean;
  readonly clock: Clock;
  readonly random: Random;
}

/** @throws InvalidOptionError that names the option, what was expected, and what was given */
export function resolveFileSourceOptions(path: string, input: FileSourceOptions): ResolvedFileSourceOptions {
  const { probe, assumeRunning = true, clock = systemClock, random = systemRandom } = input;
  checkOption(typeof path === 'string' && path !== '' && !path.includes('\0'), 'path', 'the path of a file', path);
  checkOption(typeof assumeRunning === 'boolean', 'assumeRunning', 'true or false', assumeRunning);
  return { probe: probe && resolveProbeOptions(probe), assumeRunning, clock, random };
}

function resolveProbeOptions(input: ProbeOptions): Required<ProbeOptions> {
  const { kind, path = '/', intervalMs = 5_000, timeoutMs = 1_000, rise = 2, fall = 3 } = input;
  checkOption(['tcp', 'http'].includes(kind), 'probe.kind', '"tcp" or "http"', kind);
  checkOption(typeof path === 'string' && path.startsWith('/'), 'probe.path', 'a path that begins with "/"', path);
  checkMilliseconds('probe.intervalMs', intervalMs, 10);
  checkMilliseconds('probe.timeoutMs', timeoutMs, 1);
  for (const [option, value] of Object.entries({ rise, fall })) {
    checkOption(Number.isInteger(value) && value > 0, `probe.${option}`, 'a positive integer', value);
  }
  return { kind, path, intervalMs, timeoutMs, rise, fall };
}
