import type { Clock } from '@eservices-lb/sdk';
import type { Version } from '@eservices-lb/sdk/wire';
import type { AccessTokens } from '../access/access-tokens.js';
import type { World } from '../control/world.js';
import type { Channel } from './channel.js';
import { readMessage, writeMessage } from './pair-message.js';
import type { PairMessage } from './pair-message.js';

/** How long a backup may take to acknowledge before the primary goes on without it, ms. */
const acknowledgementLimitMs = 2000;

export interface ReplicationOptions {
  readonly world: World;
  readonly tokens: Pick<AccessTokens, 'issued' | 'onIssued'>;
  readonly clock: Clock;
  readonly heartbeatMs: number;
}

/** The primary's side of one connection to its backup: sends everything, then every change, and knows what has arrived. */
export class Replication {
  readonly #channel: Channel;
  readonly #options: ReplicationOptions;
  readonly #undo: (() => void)[];
  readonly #waiting = new Set<() => void>();
  readonly closed: Promise<void>;
  #acknowledged: Version | undefined;
  #isOver = false;
  #cancelBeat: () => void = () => undefined;

  constructor(channel: Channel, options: ReplicationOptions) {
    this.#channel = channel;
    this.#options = options;
    const { world, tokens } = options;
    this.closed = new Promise((resolve) => {
      channel.listen({
        onMessage: (text) => {
          this.#receive(text);
        },
        onClosed: () => {
          this.#end();
          resolve();
        },
      });
    });
    this.#send({ type: 'state', state: world.state, tokens: tokens.issued });
    this.#undo = [
      world.subscribe((event) => {
        this.#send({ type: 'event', event });
      }),
      tokens.onIssued((token) => {
        this.#send({ type: 'token', token });
      }),
    ];
    this.#beat();
  }

  /** The backup has the state, and with every acknowledgement what came after. */
  get isInStep(): boolean {
    return !this.#isOver && this.#acknowledged !== undefined;
  }

  /** Resolves with true when the backup has every change so far, with false when it is lost or too slow, and was dropped. */
  async arrived(): Promise<boolean> {
    const { world, clock } = this.#options;
    const wanted = world.version;
    if (this.#has(wanted)) return true;
    return new Promise((resolve) => {
      const settle = (): void => {
        if (!this.#isOver && !this.#has(wanted)) return;
        cancel();
        this.#waiting.delete(settle);
        resolve(this.#has(wanted) && !this.#isOver);
      };
      const cancel = clock.after(acknowledgementLimitMs, () => {
        this.drop();
      });
      this.#waiting.add(settle);
      settle();
    });
  }

  /** Tells the backup to be primary. Nothing may change any more. */
  handOver(): void {
    this.#send({ type: 'take-over' });
  }

  drop(): void {
    this.#channel.destroy();
    this.#end();
  }

  #has({ epoch, revision }: Version): boolean {
    return this.#acknowledged?.epoch === epoch && this.#acknowledged.revision >= revision;
  }

  #send(message: PairMessage): void {
    if (!this.#isOver) this.#channel.send(writeMessage(message));
  }

  #receive(text: string): void {
    try {
      const message = readMessage(text);
      if (message.type === 'acknowledged') this.#acknowledged = { epoch: message.epoch, revision: message.revision };
    } catch {
      this.drop();
      return;
    }
    for (const settle of [...this.#waiting]) settle();
  }

  #beat(): void {
    const { clock, heartbeatMs } = this.#options;
    this.#cancelBeat = clock.after(heartbeatMs, () => {
      this.#send({ type: 'alive' });
      if (!this.#isOver) this.#beat();
    });
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cancelBeat();
    for (const undo of this.#undo) undo();
    for (const settle of [...this.#waiting]) settle();
  }
}
