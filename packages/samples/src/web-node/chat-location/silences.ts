import type { Clock } from '@eservices-lb/sdk';

/** For so long after a first request got no answer, which itself took 2 s, its chats are not looked for elsewhere, ms. */
const longestSilenceMs = 2_500;
/** So long after the last attempt the server is tried again, ms. */
const trialAfterMs = 3_000;

interface Silence {
  readonly sinceMs: number;
  lastMs: number;
}

/**
 * Which servers take requests and answer none. A process that hangs is not seen to end, so the control server may go on calling it
 * running; one answer ends the silence.
 */
export class Silences {
  readonly #silences = new Map<string, Silence>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  heard(application: string): void {
    if (this.#silences.size > 0) this.#silences.delete(application);
  }

  unheard(application: string): void {
    const now = this.#clock.now();
    const known = this.#silences.get(application);
    if (known === undefined) this.#silences.set(application, { sinceMs: now, lastMs: now });
    else known.lastMs = now;
  }

  /** The server has been silent for so long, and so lately, that asking it is in vain. */
  isSilent(application: string): boolean {
    const silence = this.#silences.get(application);
    if (silence === undefined) return false;
    const now = this.#clock.now();
    return now - silence.sinceMs >= longestSilenceMs && now - silence.lastMs < trialAfterMs;
  }
}
