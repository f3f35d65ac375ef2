import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** One request for the stream of events, answered by the test. */
export interface Subscription {
  readonly headers: IncomingHttpHeaders;
  readonly response: ServerResponse;
  /** Begins the stream if it has not begun, and says the event. */
  say(name: string, body: unknown): void;
  /** Sends bytes as they are. */
  write(text: string): void;
}

/** What speaks on a loopback port as Solution Control Server would, in the words of the test. */
export interface ControlServer extends AsyncDisposable {
  readonly url: string;
  readonly subscriptions: readonly Subscription[];
  readonly sockets: ReadonlySet<Socket>;
  /** Resolves with the nth subscription (from 0), as soon as it is there. */
  subscription(index: number): Promise<Subscription>;
  /** Resolves as soon as nobody is connected. */
  empty(): Promise<void>;
  /** Cuts all connections and stops listening. */
  kill(): Promise<void>;
}

export const message = (name: string, body: unknown): string => `event: ${name}\ndata: ${JSON.stringify(body)}\n\n`;

/** `answer` is called at every subscription. */
export async function aControlServer(
  answer: (subscription: Subscription, index: number) => void = () => undefined,
  port = 0,
): Promise<ControlServer> {
  const subscriptions: Subscription[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    const begin = (): void => {
      if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
    };
    const write = (text: string): void => {
      begin();
      response.write(text);
    };
    const say = (name: string, body: unknown): void => {
      write(message(name, body));
    };
    const subscription = { headers: request.headers, response, write, say };
    subscriptions.push(subscription);
    answer(subscription, subscriptions.length - 1);
    server.emit('subscription');
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      sockets.delete(socket);
      server.emit('gone');
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ subscriptions, sockets },
    async subscription(index) {
      for (;;) {
        const found = subscriptions[index];
        if (found !== undefined) return found;
        await once(server, 'subscription');
      }
    },
    async empty() {
      while (sockets.size > 0) await once(server, 'gone');
    },
    kill: () => stop(server),
    [Symbol.asyncDispose]: () => stop(server),
  };
}

async function stop(server: Server): Promise<void> {
  if (!server.listening) return;
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
