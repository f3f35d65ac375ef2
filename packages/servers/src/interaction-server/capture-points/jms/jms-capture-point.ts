import type { Delivery, EventContext, Message, Receiver } from 'rhea';
import { settingsOf } from '../capture-point-options.js';
import type { CapturePointSurroundings, StartCapturePoint } from '../kind-of-capture-point.js';
import { Pause } from '../pause.js';
import { reasonOf } from '../reason-of.js';
import { UnusableCaptureError } from '../unusable-capture-error.js';
import { connectToBroker } from './broker-connection.js';
import { DeadLetters } from './dead-letters.js';
import { jmsSettings } from './jms-settings.js';
import { inputOfMessage } from './message-input.js';

/**
 * Captures the messages of a queue. A message is settled when its interaction is stored, or when it lies in the queue for those that are set
 * aside; until then the broker has it, and delivers it again when we are gone.
 */
export const startJmsCapturePoint: StartCapturePoint = async (surroundings) => {
  const settings = settingsOf(jmsSettings, surroundings.application);
  const broker = await connectToBroker(settings, surroundings);
  const deadLetters = new DeadLetters(broker.deadLetters);
  const capture = new MessageCapture(deadLetters, settings['longest-bytes'], surroundings);
  void broker.lost.then((reason) => {
    deadLetters.end(reason);
  });
  captureFrom(broker.receiver, settings.concurrency, capture);
  return {
    lost: broker.lost,
    async close() {
      capture.close();
      await broker.close();
      deadLetters.end(new Error('The Capture Point has been closed.'));
    },
  };
};

/**
 * Asks for as many messages as are worked on at once, and for more only when all have come that were asked for: RabbitMQ 3 counts from each
 * request anew, and would send those twice over that are on their way.
 */
function captureFrom(receiver: Receiver, concurrency: number, capture: MessageCapture): void {
  let inHand = 0;
  let due = 0;
  const askForMore = (): void => {
    if (due > 0 || inHand >= concurrency || !receiver.is_open()) return;
    due = concurrency - inHand;
    receiver.add_credit(due);
  };
  receiver.on('message', ({ message, delivery }: EventContext) => {
    if (message === undefined || delivery === undefined) return;
    inHand += 1;
    due = Math.max(0, due - 1);
    void capture.work(message, delivery).then(() => {
      inHand -= 1;
      askForMore();
    });
    askForMore();
  });
  askForMore();
}

const shortestRetryMs = 250;
const longestRetryMs = 10_000;

/** Works on messages until they can be settled. */
class MessageCapture {
  readonly #deadLetters: Pick<DeadLetters, 'add'>;
  readonly #longestBytes: number;
  readonly #surroundings: Pick<CapturePointSurroundings, 'intake' | 'tally' | 'clock' | 'log'>;
  readonly #pauses = new Set<Pause>();
  #isClosed = false;

  constructor(
    deadLetters: Pick<DeadLetters, 'add'>,
    longestBytes: number,
    surroundings: Pick<CapturePointSurroundings, 'intake' | 'tally' | 'clock' | 'log'>,
  ) {
    this.#deadLetters = deadLetters;
    this.#longestBytes = longestBytes;
    this.#surroundings = surroundings;
  }

  /** What is not settled goes back to the broker. */
  close(): void {
    this.#isClosed = true;
    for (const pause of this.#pauses) pause.wake();
  }

  async work(message: Message, delivery: Delivery): Promise<void> {
    const { tally, clock, log } = this.#surroundings;
    const pause = new Pause(clock);
    this.#pauses.add(pause);
    for (let attempt = 0; !this.#isClosed; attempt++) {
      try {
        await this.#attempt(message, delivery);
        break;
      } catch (error) {
        tally.waits(reasonOf(error));
        if (attempt === 0) log.warn(error, 'a message cannot be captured at the moment; it will be tried again');
        await pause.for(Math.min(longestRetryMs, shortestRetryMs * 2 ** Math.min(attempt, 10)));
      }
    }
    this.#pauses.delete(pause);
  }

  /** On a connection that is closed nothing can be settled any more: the message comes again. */
  #settle(delivery: Delivery): boolean {
    if (!this.#isClosed) delivery.accept();
    return !this.#isClosed;
  }

  async #attempt(message: Message, delivery: Delivery): Promise<void> {
    const { intake, tally, log } = this.#surroundings;
    try {
      await intake.take(inputOfMessage(message, this.#longestBytes));
      if (this.#settle(delivery)) tally.addCaptured();
    } catch (error) {
      if (!(error instanceof UnusableCaptureError)) throw error;
      await this.#deadLetters.add(message, error);
      if (!this.#settle(delivery)) return;
      tally.addSetAside();
      log.warn({ code: error.code, field: error.field, reason: error.message }, 'a message is set aside');
    }
  }
}
