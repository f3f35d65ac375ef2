import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

export interface AdmissionOptions {
  /** Every connection must be asked for with it as bearer token. */
  readonly serviceSecret: string;
  /** While it is false, connections are refused with 503 (BK-4). */
  readonly isServing: () => boolean;
}

/** Whether who asks for a WebSocket may have it; who may not is told so, and is gone. */
export function isAdmitted(
  request: IncomingMessage,
  socket: Duplex,
  { serviceSecret, isServing }: AdmissionOptions,
): boolean {
  socket.on('error', ignore);
  if (!isSame(request.headers.authorization ?? '', `Bearer ${serviceSecret}`)) refuse(socket, '401 Unauthorized');
  else if (!isServing()) refuse(socket, '503 Service Unavailable');
  else return true;
  return false;
}

/** The other side is gone; nothing is to be done. */
const ignore = (): void => undefined;

function refuse(socket: Duplex, status: string): void {
  // Whoever does not end his side would keep the connection, and with it this server from ending.
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));
