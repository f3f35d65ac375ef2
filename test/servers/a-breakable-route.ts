import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';

/** A way to a port that can be cut, or swallow everything, and be mended again. */
export class ABreakableRoute {
  readonly #to: number;
  readonly port: number;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #isSwallowing = false;

  /** @param port where it begins, @param to where it leads */
  constructor(port: number, to: number) {
    this.port = port;
    this.#to = to;
  }

  get isCut(): boolean {
    return this.#server === undefined;
  }

  /** Carries from now on. */
  async mend(): Promise<void> {
    this.#isSwallowing = false;
    if (this.#server !== undefined) return;
    this.#server = createServer((near) => {
      const far = connect(this.#to, '127.0.0.1');
      this.#pipe(near, far);
      this.#pipe(far, near);
    });
    this.#server.listen(this.port, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  /** Connections break, and new ones are refused. */
  async cut(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    server?.close();
    for (const socket of this.#sockets) socket.destroy();
    if (server !== undefined) await once(server, 'close');
  }

  /** What is sent arrives nowhere, and nobody is told. */
  swallow(): void {
    this.#isSwallowing = true;
  }

  #pipe(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.on('data', (bytes) => {
      if (!this.#isSwallowing) to.write(bytes);
    });
    from.on('error', () => undefined);
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }
}
