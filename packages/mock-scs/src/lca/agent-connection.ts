import type { Clock } from '@eservices-lb/sdk';
import { WebSocket } from 'ws';
import { agentMessageSchema } from './messages.js';
import type { AgentMessage, Report } from './messages.js';

const firstWordLimitMs = 5000;
const closingLimitMs = 500;

export interface AgentConnectionOptions {
  /** Base URL of Solution Control Server. */
  readonly scs: string;
  readonly clock: Clock;
  readonly onOpen: (connection: AgentConnection) => void;
  readonly onMessage: (message: AgentMessage) => void;
  /** Called once, however the connection ends, also when it never opened. */
  readonly onClosed: () => void;
}

/**
 * One connection to the agent, watched: it is given up when the agent says nothing for three of its heartbeats, or nothing at all
 * at the beginning.
 */
export class AgentConnection {
  readonly #socket: WebSocket;
  readonly #clock: Clock;
  #silenceLimitMs = firstWordLimitMs;
  #cancelWatch: () => void = () => undefined;

  constructor({ scs, clock, onOpen, onMessage, onClosed }: AgentConnectionOptions) {
    this.#clock = clock;
    this.#socket = new WebSocket(linkAddress(scs), { handshakeTimeout: firstWordLimitMs, maxPayload: 1024 * 1024 });
    this.#socket.on('open', () => {
      this.#heard();
      onOpen(this);
    });
    this.#socket.on('ping', () => {
      this.#heard();
    });
    this.#socket.on('message', (data: Buffer) => {
      this.#heard();
      const message = decode(data);
      if (message === undefined) return;
      if (message.type === 'registered') this.#silenceLimitMs = 3 * message.heartbeatMs;
      onMessage(message);
    });
    this.#socket.on('error', () => undefined); // 'close' follows, and says all that matters
    this.#socket.on('close', () => {
      this.#cancelWatch();
      onClosed();
    });
  }

  send(report: Report): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(report));
  }

  close(): void {
    this.#cancelWatch();
    this.#socket.close(1000);
    const cancel = this.#clock.after(closingLimitMs, () => {
      this.#socket.terminate();
    });
    this.#socket.once('close', cancel);
  }

  #heard(): void {
    this.#cancelWatch();
    this.#cancelWatch = this.#clock.after(this.#silenceLimitMs, () => {
      this.#socket.terminate();
    });
  }
}

function linkAddress(scs: string): URL {
  const address = new URL('/api/v1/lca', scs);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  return address;
}

/** A message that this release does not know is none of its business. */
function decode(data: Buffer): AgentMessage | undefined {
  try {
    return agentMessageSchema.safeParse(JSON.parse(data.toString())).data;
  } catch {
    return undefined;
  }
}
