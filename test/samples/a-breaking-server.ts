import { once } from 'node:events';
import { createServer } from 'node:http';

/** A server that hears every request to its end and then breaks the connection instead of answering. */
export interface BreakingServer extends AsyncDisposable {
  readonly heard: readonly unknown[];
}

/** `isLast`: it dies of its first request, and nobody listens any more. */
export async function aBreakingServer(url: string, { isLast = false } = {}): Promise<BreakingServer> {
  const heard: unknown[] = [];
  const server = createServer((request) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      heard.push(JSON.parse(Buffer.concat(chunks).toString()));
      if (isLast) server.close();
      request.socket.destroy();
    });
  });
  server.listen(Number(new URL(url).port), '127.0.0.1');
  await once(server, 'listening');
  return {
    heard,
    async [Symbol.asyncDispose]() {
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
}
