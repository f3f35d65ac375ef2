import type { Clock } from '@eservices-lb/sdk';
import type { Logger } from 'pino';
import type { CaptureTally } from './capture-tally.js';
import type { CapturedInput } from './intake/captured-input.js';
import type { Intake } from './intake/intake.js';
import type { RunningCapturePoint } from './kind-of-capture-point.js';
import { ClaimLostError } from './claim-lost-error.js';
import { Pause } from './pause.js';
import { reasonOf } from './reason-of.js';
import { UnusableCaptureError } from './unusable-capture-error.js';

/** Where inputs lie that a Capture Point fetches: a folder, a table. */
export interface CaptureSource<TClaim> {
  /** Takes the next inputs for itself, in order; those first that were taken before and never finished. None where there are none. */
  claim(most: number): Promise<readonly TClaim[]>;
  /** Its content may throw a ClaimLostError. */
  inputOf(claim: TClaim): CapturedInput;
  /** The interaction is stored. */
  done(claim: TClaim, interactionId: string): Promise<void>;
  setAside(claim: TClaim, reason: UnusableCaptureError): Promise<void>;
}

export interface PollingOptions<TClaim> {
  readonly source: CaptureSource<TClaim>;
  readonly intake: Pick<Intake, 'take'>;
  readonly tally: CaptureTally;
  /** How many inputs are worked on at once. */
  readonly concurrency: number;
  /** The longest time between two looks, ms. */
  readonly pauseMs: () => number;
  readonly clock: Clock;
  readonly log: Logger;
}

/** So many are claimed at once. */
const batch = 100;
const shortestRetryMs = 250;
const longestRetryMs = 10_000;

/** Fetches inputs and makes each an interaction, for as long as it is not closed. */
export class PollingCapturePoint<TClaim> implements RunningCapturePoint {
  readonly #options: PollingOptions<TClaim>;
  readonly #pause: Pause;
  readonly #ended: Promise<void>;
  #isClosed = false;

  constructor(options: PollingOptions<TClaim>) {
    this.#options = options;
    this.#pause = new Pause(options.clock);
    this.#ended = this.#run();
  }

  /** There may be something new. */
  lookSoon(): void {
    this.#pause.wake();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#pause.wake();
    await this.#ended;
  }

  async #run(): Promise<void> {
    const { pauseMs, tally, log } = this.#options;
    let failures = 0;
    while (!this.#isClosed) {
      try {
        const worked = await this.#workOff();
        failures = 0;
        tally.goesOn();
        if (worked === 0) await this.#pause.for(pauseMs());
      } catch (error) {
        tally.waits(reasonOf(error));
        if (failures === 0) log.warn(error, 'nothing can be captured at the moment; it will be tried again');
        await this.#pause.for(Math.min(longestRetryMs, shortestRetryMs * 2 ** Math.min(failures++, 10)));
      }
    }
  }

  /** @returns how many inputs there were */
  async #workOff(): Promise<number> {
    const { source, concurrency } = this.#options;
    const claims = await source.claim(batch);
    const waiting = claims.values();
    const failures: unknown[] = [];
    const worker = async (): Promise<void> => {
      for (const claim of waiting) {
        if (this.#isClosed || failures.length > 0) return;
        await this.#work(claim).catch((error: unknown) => failures.push(error));
      }
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
    if (failures.length > 0) throw failures[0];
    return claims.length;
  }

  async #work(claim: TClaim): Promise<void> {
    const { source, intake, tally, log } = this.#options;
    try {
      const { submission } = await intake.take(source.inputOf(claim));
      await source.done(claim, submission.interactionId);
      tally.addCaptured();
    } catch (error) {
      if (error instanceof ClaimLostError) return;
      if (!(error instanceof UnusableCaptureError)) throw error;
      await source.setAside(claim, error);
      tally.addSetAside();
      log.warn({ code: error.code, field: error.field, reason: error.message }, 'an input is set aside');
    }
  }
}
