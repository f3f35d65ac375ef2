export interface StreamRequest {
  /** The base URL of the control server. */
  readonly url: string;
  /** Of the events, beginning with a slash. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Ends the request, and the stream after it. */
  readonly signal: AbortSignal;
}

/** The answer to a request for a stream, as it begins. */
export interface OpenedStream {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, unknown>>;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Frees the connection, whether or not anything of the stream was read. */
  destroy(): void;
}

/**
 * Opens a stream of events, whatever it is answered; what comes then is nobody's business here. Redirections are answers. This is all that stands between
 * the source and the network.
 * @throws where no answer came
 */
export type OpenStream = (request: StreamRequest) => Promise<OpenedStream>;
