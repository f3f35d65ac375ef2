import type { Clock } from '@eservices-lb/sdk';
import type { Logger } from 'pino';
import { keyText } from '../interaction.js';
import type { Interaction, InteractionKey } from '../interaction.js';
import type { WantedQueue } from '../interaction-store.js';

/** How often the database is asked for what nobody told us of, ms. */
const usualPauseMs = 2_000;
/** The pause while the database has more than was asked for, or memory has no room, ms. */
const shortPauseMs = 100;

export interface QueueScanOptions {
  /** The queues that there is room for, and whether there are others for which there is none. */
  readonly wanted: () => { readonly queues: readonly WantedQueue[]; readonly isFull: boolean };
  readonly find: (queues: readonly WantedQueue[]) => Promise<readonly Interaction[]>;
  /** Says whether it was not known yet. */
  readonly onFound: (interaction: Interaction) => boolean;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Finds what arrived in a queue while nobody looked: before we started, by the reconciliation, and beyond what memory holds. */
export class QueueScan {
  readonly #options: QueueScanOptions;
  /** Of the scan that is under way: what left its queue meanwhile, and may be found there all the same. */
  #left: Set<string> | undefined;
  /** Every start and every stop ends the scans of before. */
  #round: object | undefined;
  #cancel: () => void = () => undefined;

  constructor(options: QueueScanOptions) {
    this.#options = options;
  }

  /** Looks at once, and again and again. */
  start(): void {
    this.stop();
    const round = {};
    this.#round = round;
    this.#later(0, round);
  }

  stop(): void {
    this.#round = undefined;
    this.#cancel();
  }

  /** The interaction is not in the queue any more in which it was. */
  left(key: InteractionKey): void {
    this.#left?.add(keyText(key));
  }

  #later(delayMs: number, round: object): void {
    this.#cancel = this.#options.clock.after(delayMs, () => {
      void this.#scan(round).then((pauseMs) => {
        if (this.#round === round) this.#later(pauseMs, round);
      });
    });
  }

  async #scan(round: object): Promise<number> {
    const { wanted, find, onFound, log } = this.#options;
    const { queues, isFull } = wanted();
    if (queues.length === 0) return isFull ? shortPauseMs : usualPauseMs;
    const left = new Set<string>();
    this.#left = left;
    try {
      const found = await find(queues);
      if (this.#round !== round) return usualPauseMs;
      const added = found.filter((one) => !left.has(keyText(one)) && onFound(one)).length;
      const most = Math.min(...queues.map((queue) => queue.most));
      return isFull || (added > 0 && found.length >= most) ? shortPauseMs : usualPauseMs;
    } catch (error) {
      const reason = error instanceof Error ? error.message : error;
      log.warn({ reason }, 'what is to be routed cannot be read; it will be tried again');
      return usualPauseMs;
    }
  }
}
