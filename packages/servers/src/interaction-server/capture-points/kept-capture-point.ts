import { CapturePointOptionError } from './capture-point-options.js';
import type { CapturePointSurroundings, RunningCapturePoint, StartCapturePoint } from './kind-of-capture-point.js';
import { Pause } from './pause.js';
import { reasonOf } from './reason-of.js';

/** What operators see of a Capture Point. */
export interface ShownCapturePoint {
  readonly application: string;
  readonly type: string;
  /** `failed`: somebody must mend its configuration. `waiting`: it is tried again and again. */
  readonly state: 'running' | 'waiting' | 'failed';
  readonly captured: number;
  readonly setAside: number;
  readonly problem?: string;
}

export interface KeptCapturePointOptions {
  readonly type: string;
  readonly start: StartCapturePoint;
  readonly surroundings: CapturePointSurroundings;
  /** What must be mended before it may be started. */
  readonly obstacles: readonly string[];
}

const shortestPauseMs = 500;
const longestPauseMs = 30_000;

/** A Capture Point that is to run: it is started again and again until it does, and whenever it is lost. */
export class KeptCapturePoint {
  readonly #options: KeptCapturePointOptions;
  readonly #pause: Pause;
  readonly #closing: Promise<void>;
  readonly #ended: Promise<void>;
  #close: () => void = () => undefined;
  #running: RunningCapturePoint | undefined;
  #defect: string | undefined;
  #isClosed = false;

  constructor(options: KeptCapturePointOptions) {
    this.#options = options;
    this.#pause = new Pause(options.surroundings.clock);
    this.#closing = new Promise((resolve) => {
      this.#close = resolve;
    });
    const [obstacle] = options.obstacles;
    if (obstacle === undefined) this.#ended = this.#keep();
    else {
      this.#fail(options.obstacles.join(' '));
      this.#ended = Promise.resolve();
    }
  }

  shown(): ShownCapturePoint {
    const { type, surroundings } = this.#options;
    const { captured, setAside, problem: hindrance } = surroundings.tally;
    const problem = this.#defect ?? hindrance;
    const isRunning = this.#running !== undefined && problem === undefined;
    const state = this.#defect !== undefined ? 'failed' : isRunning ? 'running' : 'waiting';
    const { name } = surroundings.application;
    return {
      application: name,
      type,
      state,
      captured,
      setAside,
      ...(problem !== undefined && { problem: shortened(problem) }),
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#close();
    this.#pause.wake();
    await this.#ended;
  }

  async #keep(): Promise<void> {
    for (let attempt = 0; !this.#isClosed; attempt++) {
      const reason = await this.#run();
      if (this.#isOver()) return;
      const { tally, log } = this.#options.surroundings;
      tally.waits(reasonOf(reason));
      log.warn({ reason: reasonOf(reason) }, 'the Capture Point is started again soon');
      await this.#pause.for(Math.min(longestPauseMs, shortestPauseMs * 2 ** Math.min(attempt, 10)));
    }
  }

  /** @returns why it runs no more */
  async #run(): Promise<unknown> {
    const { start, surroundings } = this.#options;
    try {
      const running = await start(surroundings);
      surroundings.tally.goesOn();
      this.#running = running;
      surroundings.log.info('the Capture Point runs');
      const reason = await Promise.race([running.lost ?? never, this.#closing]);
      this.#running = undefined;
      await running.close();
      return reason;
    } catch (error) {
      this.#running = undefined;
      if (error instanceof CapturePointOptionError) this.#fail(error.message);
      return error;
    }
  }

  #isOver(): boolean {
    return this.#isClosed || this.#defect !== undefined;
  }

  #fail(problem: string): void {
    this.#defect = problem;
    this.#options.surroundings.log.error({ problem }, 'the Capture Point is not started');
  }
}

/** Operators see all Capture Points at once; the log has the rest. */
const shortened = (problem: string): string => (problem.length > 500 ? `${problem.slice(0, 500)}…` : problem);

const never = new Promise<never>(() => undefined);
