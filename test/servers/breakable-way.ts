import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A way to a database that can be broken in all the ways that a network knows. */
export interface BreakableWay {
  readonly port: number;
  /** Ends every connection, and takes no new ones. */
  cut(): void;
  /** Nothing goes through any more, and nobody is told. */
  stall(): void;
  mend(): void;
  close(): Promise<void>;
}

/** The next statement that contains `text` is carried out, and its answer is lost together with the connection. */
export interface LostAnswer {
  text: string | undefined;
}

const readyForQuery = Buffer.from([0x5a, 0, 0, 0, 5]);

export async function breakableWay(
  databasePort: number,
  lost: LostAnswer = { text: undefined },
): Promise<BreakableWay> {
  const sockets = new Set<Socket>();
  let state: 'open' | 'cut' | 'stalled' = 'open';
  const destroyAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((client) => {
    if (state === 'cut') {
      client.destroy();
      return;
    }
    const database = connect(databasePort, '127.0.0.1');
    let isLosing = false;
    for (const [one, other] of [
      [client, database],
      [database, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => undefined);
      one.once('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    client.on('data', (data) => {
      if (lost.text !== undefined && data.includes(lost.text)) {
        lost.text = undefined;
        isLosing = true;
      }
      if (state === 'open') database.write(data);
    });
    database.on('data', (data) => {
      if (isLosing) {
        if (data.includes(readyForQuery)) client.destroy();
      } else if (state === 'open') client.write(data);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      state = 'cut';
      destroyAll();
    },
    stall() {
      state = 'stalled';
    },
    mend() {
      if (state === 'stalled') destroyAll();
      state = 'open';
    },
    async close() {
      server.close();
      destroyAll();
      await once(server, 'close');
    },
  };
}
