import type { Endpoint } from '../core/model/service.js';
import { abortWith } from '../time/abort-with.js';
import type { Clock } from '../time/clock.js';
import { delay } from '../time/delay.js';
import type { Random } from '../time/random.js';
import { nextWithin, tooLate } from './next-within.js';

/** Whether somebody answers there. Stops when the signal aborts; may reject, which counts as no. */
export type Probe = (endpoint: Endpoint, signal: AbortSignal) => Promise<boolean>;

export interface ProbeRhythm {
  /** From the end of a probe to the beginning of the next, give or take a tenth, ms. */
  readonly intervalMs: number;
  /** A probe that takes longer has failed, ms. */
  readonly timeoutMs: number;
  /** So many successes in a row make a stopped application running. */
  readonly rise: number;
  /** So many failures in a row make a running application stopped. */
  readonly fall: number;
}

export interface ProberOptions extends ProbeRhythm {
  readonly probe: Probe;
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal;
  readonly onVerdict: (application: string, isUp: boolean) => void;
}

/** First probes are spread over this time, so that they do not all go out in the same instant. ms */
const firstSpreadMs = 100;
/** A time limit that is noticed this late says that we were asleep, not that the other side was. ms */
const lagMs = 250;

interface Target {
  readonly url: string;
  readonly ending: AbortController;
  readonly firstVerdict: Promise<void>;
}

/** Probes applications, each in a rhythm of its own; a probe never overlaps the next one of the same application (R26). */
export class Prober {
  readonly #options: ProberOptions;
  readonly #targets = new Map<string, Target>();

  constructor(options: ProberOptions) {
    this.#options = options;
  }

  /** Probes these applications from now on, and no others. Resolves when there is a first verdict on each: the first probe decides at once. */
  async watch(endpoints: ReadonlyMap<string, Endpoint>): Promise<void> {
    for (const [application, { url, ending }] of this.#targets) {
      if (endpoints.get(application)?.url === url) continue;
      ending.abort();
      this.#targets.delete(application);
    }
    for (const [application, endpoint] of endpoints) {
      if (!this.#targets.has(application)) this.#targets.set(application, this.#begin(application, endpoint));
    }
    await Promise.all([...this.#targets.values()].map(({ firstVerdict }) => firstVerdict));
  }

  #begin(application: string, endpoint: Endpoint): Target {
    const ending = new AbortController();
    const unlink = abortWith(ending, this.#options.signal);
    const firstVerdict = new Promise<void>((resolve) => {
      void this.#keepProbing(endpoint, ending.signal, (isUp) => {
        this.#options.onVerdict(application, isUp);
        resolve();
      })
        .finally(unlink)
        .then(resolve);
    });
    return { url: endpoint.url, ending, firstVerdict };
  }

  async #keepProbing(endpoint: Endpoint, signal: AbortSignal, onVerdict: (isUp: boolean) => void): Promise<void> {
    const { clock, random, intervalMs, rise, fall } = this.#options;
    let verdict: boolean | undefined;
    let streak = 0;
    await delay(clock, random() * firstSpreadMs, signal);
    while (!signal.aborted) {
      const isUp = await this.#probe(endpoint, signal);
      if (isAborted(signal)) return;
      streak = isUp === undefined || isUp === verdict ? 0 : streak + 1;
      if (isUp !== undefined && streak >= (verdict === undefined ? 1 : isUp ? rise : fall)) {
        verdict = isUp;
        streak = 0;
        onVerdict(isUp);
      }
      await delay(clock, intervalMs * (0.9 + random() * 0.2), signal);
    }
  }

  /** Undefined where it was this process that slept, so that nothing is known. A probe that hangs is left behind. */
  async #probe(endpoint: Endpoint, signal: AbortSignal): Promise<boolean | undefined> {
    const { probe, clock, timeoutMs } = this.#options;
    const ending = new AbortController();
    const due = clock.now() + timeoutMs;
    const unlink = abortWith(ending, signal);
    const answer = probe(endpoint, ending.signal).catch(() => false);
    const result = await nextWithin(answer, timeoutMs, clock);
    ending.abort();
    unlink();
    if (result !== tooLate) return result;
    return clock.now() - due > lagMs ? undefined : false;
  }
}

/** A call, because the signal may have aborted since the loop looked at it. */
const isAborted = (signal: AbortSignal): boolean => signal.aborted;
