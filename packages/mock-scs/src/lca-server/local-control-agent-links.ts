import type { Status } from '@eservices-lb/sdk/wire';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { finishTrainingJob } from '../backup/given-jobs.js';
import type { PairMode } from '../backup/mode-control.js';
import { isLegalTransition } from '../control/status-transitions.js';
import type { DatabaseRecord } from '../control/database-record.js';
import type { WorkBoard } from '../control/work-board.js';
import type { World } from '../control/world.js';
import type { Command, Report } from '../lca/messages.js';
import { ApplicationLink } from './application-link.js';
import type { LinkTiming, ReportedState } from './application-link.js';
import { applicationSecret, isSameSecret } from './application-secret.js';
import { whatToTell } from './what-to-tell.js';

const registrationLimitMs = 5000;

export interface LinksOptions extends LinkTiming {
  readonly world: World;
  readonly masterSecret: string;
  /** Called when an application has registered, with the id of its process. */
  readonly onRegistered: (application: string, pid: number) => void;
  /** The mode of an application that registers, and what it says that it was; `undefined` where it is in no warm standby pair. */
  readonly modeFor: (application: string, claimed: PairMode | undefined) => PairMode | undefined;
  /** Called when an application has taken a mode that it was told. */
  readonly onMode: (application: string, mode: PairMode) => void;
  /** What applications show of their work. */
  readonly work: WorkBoard;
  /** What Interaction Servers say of their databases. */
  readonly databases: DatabaseRecord;
}

interface Registered {
  readonly link: ApplicationLink;
  readonly pid: number;
  /** What it was last told of its configuration, to tell it of changes only. */
  readonly told: string;
}

/** The links of all application servers to the Local Control Agents of their hosts. */
export class LocalControlAgentLinks {
  readonly #options: LinksOptions;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 });
  readonly #registered = new Map<string, Registered>();
  readonly #unsubscribe: () => void;
  #isGoingToTell = false;

  constructor(options: LinksOptions) {
    this.#options = options;
    this.#unsubscribe = options.world.subscribe(({ name }) => {
      if (name === 'configuration' || name === 'snapshot') this.#tellChangesSoon();
    });
  }

  /** Takes over a connection that asked for the WebSocket protocol. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      this.#begin(webSocket, socket);
    });
  }

  isLinked(application: string): boolean {
    return this.#registered.has(application);
  }

  pid(application: string): number | undefined {
    return this.#registered.get(application)?.pid;
  }

  /** Says whether there was a link to send the command on. */
  command(application: string, command: Command): boolean {
    const registered = this.#registered.get(application);
    registered?.link.send({ type: 'command', command });
    return registered !== undefined;
  }

  /** Drops every link without a word, and reports nobody stopped: the applications go on and look for another Solution Control Server. */
  leave(): void {
    this.#registered.clear();
    for (const socket of this.#server.clients) socket.terminate();
  }

  close(): void {
    this.#unsubscribe();
    this.leave();
    this.#server.close();
  }

  #begin(webSocket: WebSocket, socket: Duplex): void {
    let application: string | undefined;
    const { clock } = this.#options;
    const cancelLimit = clock.after(registrationLimitMs, () => {
      webSocket.close(1008, 'no registration came');
    });
    const link = new ApplicationLink(webSocket, this.#options, {
      onReport: (report) => {
        if (report.type !== 'register') {
          if (application !== undefined) this.#reported(application, link, report);
          return;
        }
        cancelLimit();
        if (application === undefined && this.#register(report, link)) application = report.application;
      },
      onSilent: () => {
        if (application !== undefined) this.#report(application, link, { status: 'unknown' });
      },
      onHeardAgain: () => {
        if (application !== undefined && link.lastReported) this.#reportStatus(application, link, link.lastReported);
      },
      onClosed: () => {
        cancelLimit();
        if (application !== undefined) this.#lost(application, link);
      },
    });
    // The end of the stream comes a little before the WebSocket's own end, and says the same.
    socket.once('end', () => {
      link.over();
    });
  }

  #register(report: Extract<Report, { type: 'register' }>, link: ApplicationLink): boolean {
    const { world, databases, masterSecret, heartbeatMs, onRegistered, modeFor } = this.#options;
    const name = report.application;
    const refusal = this.#refusal(report, masterSecret);
    if (refusal !== undefined) {
      link.send({ type: 'refused', reason: refusal });
      link.close(1008, 'refused');
      return false;
    }
    const mode = modeFor(name, report.mode) ?? world.status(name).mode;
    const told = whatToTell(name, world, databases);
    const former = this.#registered.get(name);
    this.#registered.set(name, { link, pid: report.pid, told: JSON.stringify(told) });
    former?.link.terminate();
    link.send({ type: 'registered', ...told, mode, heartbeatMs });
    const { status = 'initializing', load, sessions } = report;
    this.#reportStatus(name, link, { status, load, sessions });
    link.watch();
    onRegistered(name, report.pid);
    return true;
  }

  #refusal(
    { application, secret, pid }: Extract<Report, { type: 'register' }>,
    masterSecret: string,
  ): string | undefined {
    if (!isSameSecret(secret, applicationSecret(masterSecret, application))) {
      return `the name "${application}" and the secret (ESERVICES_LCA_SECRET) do not belong together`;
    }
    if (!this.#options.world.has('application', application))
      return `the configuration has no application of that name`;
    const former = this.#registered.get(application);
    if (former === undefined || former.link.isSilent || former.pid === pid) return undefined;
    return `it is linked already, as process ${former.pid}; stop that one first`;
  }

  #reportStatus(name: string, link: ApplicationLink, { status, load, sessions }: ReportedState): void {
    this.#noticeIllegal(name, link, status);
    link.lastReported = { status, load, sessions };
    this.#report(name, link, link.lastReported);
  }

  #report(name: string, link: ApplicationLink, { status, ...details }: ReportedState): void {
    if (this.#registered.get(name)?.link !== link || !this.#options.world.has('application', name)) return;
    this.#options.world.report(name, status, details);
  }

  /** What was said on a link that is not the application's any more counts for nothing. */
  #reported(name: string, link: ApplicationLink, report: Exclude<Report, { type: 'register' }>): void {
    if (report.type === 'status') this.#reportStatus(name, link, report);
    if (this.#registered.get(name)?.link !== link) return;
    const { onMode, work, world, databases } = this.#options;
    if (report.type === 'mode') onMode(name, report.mode);
    if (report.type === 'work') work.show(name, report.work);
    if (report.type === 'database') {
      databases.report(name, report);
      this.#tellChangesSoon();
    }
    if (report.type === 'training-job-finished') finishTrainingJob(world, { job: report.name, application: name });
  }

  /** It is taken all the same: the application knows best. But whoever writes such a server should hear of it. */
  #noticeIllegal(name: string, { lastReported }: ApplicationLink, status: Status): void {
    if (lastReported === undefined || isLegalTransition(lastReported.status, status)) return;
    this.#options.world.notify({
      level: 'warning',
      code: 'ILLEGAL_TRANSITION',
      message: `"${name}" reports ${status} after ${lastReported.status}, which no status allows`,
      objects: [{ kind: 'application', name }],
    });
  }

  #lost(name: string, link: ApplicationLink): void {
    this.#report(name, link, { status: 'stopped' });
    if (this.#registered.get(name)?.link !== link) return;
    this.#registered.delete(name);
    this.#options.work.forget(name);
  }

  /** A burst of changes is told once, when it is over. */
  #tellChangesSoon(): void {
    if (this.#isGoingToTell || this.#registered.size === 0) return;
    this.#isGoingToTell = true;
    queueMicrotask(() => {
      this.#isGoingToTell = false;
      this.#tellChanges();
    });
  }

  #tellChanges(): void {
    const { world, databases } = this.#options;
    for (const [name, { link, pid, told }] of [...this.#registered]) {
      if (!world.has('application', name)) {
        link.close(1008, 'deleted from the configuration');
        continue;
      }
      const now = whatToTell(name, world, databases);
      const described = JSON.stringify(now);
      if (described === told) continue;
      this.#registered.set(name, { link, pid, told: described });
      link.send({ type: 'configuration', ...now });
    }
  }
}
