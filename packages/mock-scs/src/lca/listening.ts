import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, ServerResponse } from 'node:http';
import { systemClock } from '@eservices-lb/sdk';

const requestLimitMs = 15_000;
const lastRequestsLimitMs = 3_000;

/** A listening HTTP server. */
export interface Listening {
  /**
   * Takes no new connection and resolves when the current requests are answered, after 3 s at the latest. Whoever keeps a connection is told
   * with every answer from now on that it ends, so that no request is sent into one that is just being closed.
   */
  close(): Promise<void>;
}

/** @throws Error that names the port when somebody else listens on it */
export async function listen(listener: RequestListener, port: number, host: string): Promise<Listening> {
  const server = createServer({ requestTimeout: requestLimitMs, headersTimeout: requestLimitMs }, listener);
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
