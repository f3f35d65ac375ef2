import { once } from 'node:events';
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { Peer, PeerHealth } from './peer.js';
import { webSocketChannel } from './web-socket-channel.js';

const answerLimitMs = 500;
/** Everything that a control server knows of 10,000 applications is some 10 MB. */
export const longestMessageBytes = 256 * 1024 * 1024;
export const pairPath = '/api/v1/pair';
export const alonePath = `${pairPath}/alone`;
export const pairSecretHeader = 'x-pair-secret';

const healthSchema = z.object({ role: z.enum(['primary', 'backup']), epoch: z.number() });

/**
 * The other control server, at its base URL.
 * @param secret what both of a pair know and nobody else
 */
export function peerOverHttp(url: string, secret: string): Peer {
  const ask = async (path: string, request: RequestInit = {}): Promise<PeerHealth | undefined> => {
    try {
      const response = await fetch(new URL(path, url), { ...request, signal: AbortSignal.timeout(answerLimitMs) });
      return healthSchema.safeParse(await response.json()).data;
    } catch {
      return undefined;
    }
  };
  return {
    health: () => ask('/api/v1/health'),
    goesAlone: ({ epoch, revision }) =>
      ask(alonePath, {
        method: 'POST',
        headers: { [pairSecretHeader]: secret, 'content-type': 'application/json' },
        body: JSON.stringify({ epoch, revision }),
      }),
    async connect() {
      const address = new URL(pairPath, url);
      address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
      const socket = new WebSocket(address, {
        headers: { [pairSecretHeader]: secret },
        handshakeTimeout: answerLimitMs,
        maxPayload: longestMessageBytes,
      });
      const channel = webSocketChannel(socket);
      await once(socket, 'open');
      return channel;
    },
  };
}
