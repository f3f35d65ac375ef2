import type { Clock } from '@eservices-lb/sdk';
import { z } from 'zod';
import type { Frame } from '../api/event-frames.js';
import { durationSchema } from './disturbance.js';
import type { Disturbance, FaultTools, Link, LinkPlace } from './disturbance.js';

export const delayParameters = z.strictObject({ durationMs: durationSchema, delayMs: z.int().min(1).max(600_000) });

/** Says everything on streams so much later, in the same order. */
export const delay = ({ delayMs }: z.infer<typeof delayParameters>, { clock }: FaultTools): Disturbance => ({
  effect: `everything on event streams comes ${delayMs} ms late`,
  link: (place) => new DelayingLink(place, delayMs, clock),
});

class DelayingLink implements Link {
  readonly #next: LinkPlace['next'];
  readonly #delayMs: number;
  readonly #clock: Clock;
  /** When each is due, monotonic ms. */
  #waiting: { readonly frame: Frame; readonly at: number }[] = [];
  #cancel: () => void = () => undefined;

  constructor({ next }: LinkPlace, delayMs: number, clock: Clock) {
    this.#next = next;
    this.#delayMs = delayMs;
    this.#clock = clock;
  }

  send(frame: Frame): void {
    this.#waiting.push({ frame, at: this.#clock.now() + this.#delayMs });
    if (this.#waiting.length === 1) this.#schedule();
  }

  release(): void {
    this.#cancel();
    for (const { frame } of this.#waiting.splice(0)) this.#next(frame);
  }

  #schedule(): void {
    const [first] = this.#waiting;
    if (first === undefined) return;
    this.#cancel = this.#clock.after(Math.max(0, first.at - this.#clock.now()), () => {
      const due = this.#waiting.filter(({ at }) => at <= this.#clock.now());
      this.#waiting = this.#waiting.slice(due.length);
      for (const { frame } of due) this.#next(frame);
      this.#schedule();
    });
  }
}
