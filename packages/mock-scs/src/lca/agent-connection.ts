import type { Clock } from '@eservices-lb/sdk';
import { WebSocket } from 'ws';
import { decodeAgentMessage, silenceLimitMs } from './decode-agent-message.js';
import type { AgentMessage, Report } from './messages.js';

const firstWordLimitMs = 5000;
const closingLimitMs = 500;
/** A timer this much behind says that we were asleep, not that the agent was silent. ms */
const lagMs = 250;

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
      const message = decodeAgentMessage(data);
      if (message?.type === 'registered') this.#silenceLimitMs = silenceLimitMs(message);
      this.#heard();
      if (message !== undefined) onMessage(message);
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
    const due = this.#clock.now() + this.#silenceLimitMs;
    this.#cancelWatch = this.#clock.after(this.#silenceLimitMs, () => {
      if (this.#clock.now() - due > lagMs) this.#readWhatCame();
      else this.#socket.terminate();
    });
  }

  /** Where this process itself stood still, what waits in the socket is read before the agent is declared dead (R26). */
  #readWhatCame(): void {
    this.#cancelWatch = this.#clock.after(lagMs, () => {
      this.#socket.terminate();
    });
  }
}

function linkAddress(scs: string): URL {
  const address = new URL('/api/v1/lca', scs);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  return address;
}
