import type { Random } from '../../packages/sdk/src/time/random.js';
import type { VirtualTime } from './virtual-time.js';

/** What a server sees when it answers. */
export interface Moment {
  /** Requests it is busy with, this one included. */
  readonly active: number;
  readonly endpoint: number;
  readonly random: Random;
}

/** How a server behaves until a moment. */
export interface Phase {
  /** Ms from the start of the run; the last phase has none. */
  readonly untilMs?: number;
  /** The HTTP status, decided when the answer is sent. */
  readonly status: (moment: Moment) => number;
  /** Ms until the answer, decided when the request arrives. */
  readonly responseMs: (moment: Moment) => number;
}

export interface ServerPlan {
  readonly name: string;
  /** When it joins, ms from the start of the run. */
  readonly fromMs?: number;
  readonly phases: readonly Phase[];
}

/** Answers on virtual time; nothing listens anywhere. */
export class SimulatedServer {
  #active = 0;

  constructor(
    readonly plan: ServerPlan,
    readonly time: VirtualTime,
    readonly random: Random,
  ) {}

  request(endpoint: number, onAnswer: (status: number) => void): void {
    this.#active += 1;
    const { time, random } = this;
    const phase = this.plan.phases.find(({ untilMs = Infinity }) => time.now() < untilMs);
    if (phase === undefined) throw new Error(`The last phase of ${this.plan.name} must have no end.`);
    time.at(time.now() + phase.responseMs({ active: this.#active, endpoint, random }), () => {
      const status = phase.status({ active: this.#active, endpoint, random });
      this.#active -= 1;
      onAnswer(status);
    });
  }
}
