import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** How far above the base the scenarios' ports go (8000 … 8399). */
const span = 400;
const lowest = 12_000;
/** Below what most systems hand out to outgoing connections. */
const highest = 32_000;

/** Workers of Jest draw from ranges of their own: between the look at the ports and their use, another worker would find them free as well. */
const shares = 5;
const share = Number(process.env.JEST_WORKER_ID ?? 0) % shares;

/** A port base whose whole range nobody listens on at this moment. */
export async function freePortBase(): Promise<number> {
  for (;;) {
    const base = randomInt(lowest / span / shares, highest / span / shares) * span * shares + share * span;
    const ports = Array.from({ length: span }, (_, offset) => base + offset);
    const free = await Promise.all(ports.map(isFree));
    if (free.every(Boolean)) return base;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
