import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { systemClock } from '@eservices-lb/sdk';

const lastRequestsLimitMs = 3_000;

/** A listening HTTP server. */
export interface Listening {
  /**
   * Takes no new connection and resolves when the current requests are answered, after 3 s at the latest. Whoever keeps a connection is told
   * with every answer from now on that it ends, so that no request is sent into one that is just being closed.
   */
  close(): Promise<void>;
}

/** Takes over a connection that asked for another protocol, WebSocket say. */
export type OnUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** How long a request may take to arrive: longer than whoever reads its body has a limit of his own, with an answer that says so. */
export interface RequestLimits {
  readonly headMs: number;
  readonly requestMs: number;
  /** So often it is looked who takes longer. */
  readonly lookMs: number;
}

export interface ListenOptions {
  readonly onUpgrade?: OnUpgrade;
  readonly limits?: RequestLimits;
}

const usualLimits: RequestLimits = { headMs: 15_000, requestMs: 33_000, lookMs: 2_000 };

/** @throws Error that names the port when somebody else listens on it */
export async function listen(
  listener: RequestListener,
  port: number,
  host: string,
  { onUpgrade, limits: { headMs, requestMs, lookMs } = usualLimits }: ListenOptions = {},
): Promise<Listening> {
  const limits = { headersTimeout: headMs, requestTimeout: requestMs, connectionsCheckingInterval: lookMs };
  const server = createServer(limits, listener);
  if (onUpgrade !== undefined) server.on('upgrade', onUpgrade);
  const unanswered = new Set<ServerResponse>();
  let isClosing = false;
  server.prependListener('request', (_request, response) => {
    if (isClosing) response.setHeader('connection', 'close');
    unanswered.add(response);
    response.once('close', () => unanswered.delete(response));
  });
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new Error(
      `Port ${port} on ${host} is in use or not allowed: end who listens there, or configure another port.`,
      {
        cause,
      },
    );
  }
  return {
    async close() {
      const closed = once(server, 'close');
      isClosing = true;
      for (const response of unanswered) if (!response.headersSent) response.setHeader('connection', 'close');
      server.close();
      const cancel = systemClock.after(lastRequestsLimitMs, () => {
        server.closeAllConnections();
      });
      await closed;
      cancel();
    },
  };
}
