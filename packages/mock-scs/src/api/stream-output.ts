import type { Frame } from './event-frames.js';

/** What goes to one client. */
export interface StreamOutput {
  send(frame: Frame): void;
  /** Breaks the connection, without a word. */
  cut(): void;
}
