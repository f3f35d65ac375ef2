import { once } from 'node:events';
import type { AddressInfo, ListenOptions, Server, Socket } from 'node:net';
import { create_container, message as messages } from 'rhea';
import type { Connection, Delivery, EventContext, Message, Sender, ServerConnectionOptions } from 'rhea';

interface Queued {
  readonly message: Message;
  /** To whom it was given and who has not settled it. */
  holder?: Connection;
}

/** A small AMQP 1.0 broker: it gives a message again when whoever had it is gone without settling it. */
export class Broker {
  readonly #container = create_container();
  readonly #queue: Queued[] = [];
  /** With how many messages each may still be sent. */
  readonly #senders = new Map<Sender, number>();
  readonly #connections = new Set<Connection>();
  readonly #held = new Map<Delivery, Queued>();
  readonly #deadLetters: Message[] = [];
  readonly #server: Server;
  readonly #scheme: string;
  #settles = 0;

  constructor(secured: Partial<ServerConnectionOptions> = {}) {
    this.#scheme = secured.transport === 'tls' ? 'amqps' : 'amqp';
    const container = this.#container;
    container.on('connection_open', ({ connection }: EventContext) => this.#connections.add(connection));
    container.on('sender_open', ({ sender }: EventContext) => {
      if (sender === undefined) return;
      sender.set_source({ address: 'captures' });
      this.#senders.set(sender, 0);
    });
    container.on('sendable', ({ sender }: EventContext) => {
      if (sender === undefined) return;
      this.#senders.set(sender, (sender as unknown as { readonly credit: number }).credit);
      this.#give();
    });
    container.on('accepted', ({ delivery }: EventContext) => {
      const taken = delivery === undefined ? undefined : this.#held.get(delivery);
      if (delivery === undefined || taken === undefined) return;
      this.#held.delete(delivery);
      this.#settles += 1;
      this.#queue.splice(this.#queue.indexOf(taken), 1);
    });
    container.on('message', ({ message }: EventContext) => {
      if (message !== undefined) this.#deadLetters.push(message);
    });
    container.on('disconnected', ({ connection }: EventContext) => this.#lost(connection));
    container.on('connection_close', ({ connection }: EventContext) => this.#lost(connection));
    for (const event of ['error', 'protocol_error', 'connection_error']) container.on(event, () => undefined);
    this.#server = container.listen({ port: 0, host: '127.0.0.1', ...secured } as ListenOptions &
      ServerConnectionOptions);
  }

  async url(): Promise<string> {
    if (!this.#server.listening) await once(this.#server, 'listening');
    return `${this.#scheme}://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  get settled(): number {
    return this.#settles;
  }

  get deadLetters(): readonly Message[] {
    return this.#deadLetters;
  }

  /** How many messages somebody has and has not settled. */
  get held(): number {
    return this.#queue.filter(({ holder }) => holder !== undefined).length;
  }

  put(message: object): void {
    this.#queue.push({ message: message as Message });
    this.#give();
  }

  /** Cuts every connection, as the death of the other side does. */
  cut(): void {
    for (const connection of this.#connections) {
      const { socket } = connection as unknown as { readonly socket: Socket };
      socket.destroy(new Error('cut'));
    }
  }

  async stop(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #give(): void {
    for (const [sender, granted] of this.#senders) {
      let credit = granted;
      for (const queued of this.#queue) {
        if (queued.holder !== undefined || credit <= 0) continue;
        credit -= 1;
        queued.holder = sender.connection;
        this.#held.set(sender.send(messages.encode(queued.message), undefined, 0), queued);
      }
      this.#senders.set(sender, credit);
    }
  }

  #lost(connection: Connection): void {
    this.#connections.delete(connection);
    for (const sender of this.#senders.keys()) if (sender.connection === connection) this.#senders.delete(sender);
    for (const queued of this.#queue) if (queued.holder === connection) delete queued.holder;
    this.#give();
  }
}
