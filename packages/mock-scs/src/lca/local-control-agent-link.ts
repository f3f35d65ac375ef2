import type { Application, ExecutionMode, Status } from '@eservices-lb/sdk/wire';
import type { Command, ConnectedApplication } from './messages.js';

/** What the agent told of this application when it accepted it. */
export interface Registration {
  readonly application: Application;
  readonly mode: ExecutionMode;
  readonly connections: readonly ConnectedApplication[];
}

export interface LinkOptions {
  /** The name of the application in the configuration. */
  readonly application: string;
  /** Base URLs of Solution Control Server, primary first. */
  readonly scs: readonly string[];
  readonly secret: string;
  onCommand(command: Command): void;
  onConfiguration?(registration: Registration): void;
}

/** An application server's link to the Local Control Agent of its host; it reconnects by itself and repeats the last status. */
export interface LocalControlAgentLink {
  /** Resolves at the first registration; rejects if the agent refuses (unknown name, wrong secret). */
  readonly registered: Promise<Registration>;
  report(status: Status, load?: number): void;
  /** Closes the link for good. */
  close(): Promise<void>;
}

export declare function connectToLocalControlAgent(options: LinkOptions): LocalControlAgentLink;
