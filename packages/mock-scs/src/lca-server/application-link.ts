import type { Clock } from '@eservices-lb/sdk';
import type { Status } from '@eservices-lb/sdk/wire';
import { WebSocket } from 'ws';
import { reportSchema } from '../lca/messages.js';
import type { AgentMessage, Report } from '../lca/messages.js';
import { PacedReports } from './paced-reports.js';

const missedHeartbeatsAllowed = 3;

/** What an application said of itself. */
export interface ReportedState {
  readonly status: Status;
  readonly load?: number | undefined;
  readonly sessions?: number | undefined;
}

export interface LinkEvents {
  onReport(report: Report): void;
  /** Nothing was heard for three heartbeats; the socket is kept. */
  onSilent(): void;
  /** Something was heard again. */
  onHeardAgain(): void;
  /** Called once. */
  onClosed(): void;
}

export interface LinkTiming {
  readonly clock: Clock;
  readonly heartbeatMs: number;
}

/** The agent's end of the link of one application server. */
export class ApplicationLink {
  readonly #socket: WebSocket;
  readonly #timing: LinkTiming;
  readonly #events: LinkEvents;
  readonly #reports: PacedReports;
  #missed = 0;
  #isOver = false;
  #cancelHeartbeat: () => void = () => undefined;
  /** The last status it reported, which returns when it is heard again after a silence. */
  lastReported: ReportedState | undefined;

  constructor(socket: WebSocket, timing: LinkTiming, events: LinkEvents) {
    this.#socket = socket;
    this.#timing = timing;
    this.#events = events;
    this.#reports = new PacedReports({
      clock: timing.clock,
      onReport: (report) => {
        this.#heard();
        events.onReport(report);
      },
      stopReading: () => {
        socket.pause();
      },
      goOnReading: () => {
        socket.resume();
      },
    });
    socket.on('message', (data: Buffer, isBinary) => {
      this.#heard();
      const report = isBinary ? undefined : decode(data);
      if (report === undefined) socket.close(1008, 'not a report that this agent understands');
      else this.#reports.add(report);
    });
    socket.on('pong', () => {
      this.#heard();
    });
    socket.on('error', () => undefined); // 'close' follows
    socket.on('close', () => {
      this.over();
    });
  }

  get isSilent(): boolean {
    return this.#missed >= missedHeartbeatsAllowed;
  }

  /** Pings from now on, and judges silence. */
  watch(): void {
    this.#cancelHeartbeat = this.#timing.clock.after(this.#timing.heartbeatMs, () => {
      this.#beat();
    });
  }

  send(message: AgentMessage): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  /** Takes the link as lost, now; called by whoever notices first. */
  over(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cancelHeartbeat();
    this.#reports.close();
    this.#events.onClosed();
  }

  close(code: number, reason: string): void {
    this.#cancelHeartbeat();
    this.#socket.close(code, reason);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  #beat(): void {
    this.#missed += 1;
    if (this.#missed === missedHeartbeatsAllowed) this.#events.onSilent();
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.ping();
    this.watch();
  }

  #heard(): void {
    const wasSilent = this.isSilent;
    this.#missed = 0;
    if (wasSilent) this.#events.onHeardAgain();
  }
}

function decode(data: Buffer): Report | undefined {
  try {
    return reportSchema.safeParse(JSON.parse(data.toString())).data;
  } catch {
    return undefined;
  }
}
