import type { Frame } from './event-frames.js';

/** What goes to one client. */
export interface StreamOutput {
  send(frame: Frame): void;
  /** Breaks the connection, without a word. */
  cut(): void;
}

/** The way to one client, from the opening of its stream to its end. */
export interface ClientStream extends StreamOutput {
  /** What the client missed has been sent. */
  begun(): void;
  /** Ends it in good order. */
  end(): void;
  /** Calls back once, when the stream is over, whoever ended it. */
  onClosed(listener: () => void): void;
}
