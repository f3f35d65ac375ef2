import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { TLSSocket } from 'node:tls';

/** What belongs to one connection and is not handed on (RFC 9110, 7.6.1). */
const ofConnection: ReadonlySet<string> = new Set([
  ...['connection', 'keep-alive', 'proxy-connection', 'proxy-authenticate', 'proxy-authorization'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade', 'expect'],
]);

/** What says who asks: only we say it to web nodes, whatever the client sent. */
const isOfUs = (name: string): boolean => name.startsWith('x-forwarded-') || ['forwarded', 'x-real-ip'].includes(name);

/** The headers of a request as a web node gets them: name, value, name, value. */
export function forwardedHeaders(request: IncomingMessage, hasStreamedBody: boolean): string[] {
  const { rawHeaders, headers, socket } = request;
  const named = namedIn(headers.connection);
  const forwarded: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = [rawHeaders[index], rawHeaders[index + 1]];
    const lower = name.toLowerCase();
    const isKept = !ofConnection.has(lower) && !named.has(lower) && !isOfUs(lower);
    // The length of a body that is there as a whole is its own.
    if (isKept && (lower !== 'content-length' || hasStreamedBody)) forwarded.push(name, value);
  }
  forwarded.push('x-forwarded-for', socket.remoteAddress?.replace(/^::ffff:/, '') ?? 'unknown');
  forwarded.push('x-forwarded-proto', socket instanceof TLSSocket ? 'https' : 'http');
  if (headers.host !== undefined) forwarded.push('x-forwarded-host', headers.host);
  return forwarded;
}

/** The headers of a web node's answer as the client gets them. */
export function answeredHeaders(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const named = namedIn(headers.connection);
  const kept = ([name]: [string, unknown]): boolean =>
    !ofConnection.has(name) && !named.has(name) && name !== 'x-eservices-alias';
  return Object.fromEntries(Object.entries(headers).filter(kept));
}

/** The headers that `Connection` says belong to the connection as well. */
const namedIn = (connection = ''): ReadonlySet<string> =>
  new Set(connection.split(',').map((name) => name.trim().toLowerCase()));
