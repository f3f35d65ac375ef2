import { once } from 'node:events';
import { WebSocket } from 'ws';
import { JsonRpcPeer } from './json-rpc-peer.js';
import type { JsonRpcPeerOptions } from './json-rpc-peer.js';
import { PeerError } from './peer-error.js';

export interface ConnectJsonRpcOptions extends JsonRpcPeerOptions {
  /** `ws://host:port/` */
  readonly url: string;
  readonly serviceSecret: string;
}

const connectLimitMs = 3_000;
const longestMessageBytes = 1024 * 1024;

/**
 * Connects to a JsonRpcServer.
 * @throws PeerError PEER_GONE where nobody takes the connection within 3 s
 */
export async function connectJsonRpc({ url, serviceSecret, ...options }: ConnectJsonRpcOptions): Promise<JsonRpcPeer> {
  const socket = new WebSocket(url, {
    headers: { authorization: `Bearer ${serviceSecret}` },
    handshakeTimeout: connectLimitMs,
    maxPayload: longestMessageBytes,
    perMessageDeflate: false,
  });
  try {
    await once(socket, 'open');
  } catch (cause) {
    socket.on('error', () => undefined);
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new PeerError('PEER_GONE', `${url} takes no connection: ${why}`);
  }
  return new JsonRpcPeer(socket, options);
}
