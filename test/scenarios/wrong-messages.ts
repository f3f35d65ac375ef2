import { once } from 'node:events';
import { connect } from 'node:net';
import { WebSocket } from 'ws';

const answerLimitMs = 5_000;

/** Sends bytes to a port, and resolves with what comes back until the connection ends, or with what there is after a while. */
export async function sendBytes(port: number, bytes: string | Buffer): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (data: Buffer) => (answer += data.toString('latin1')));
  socket.on('error', () => undefined);
  // A server that has heard enough may reset the connection.
  const ended = new Promise<void>((resolve) => {
    socket.once('close', () => {
      resolve();
    });
  });
  socket.write(bytes);
  socket.setTimeout(answerLimitMs, () => socket.destroy());
  await ended;
  return answer;
}

/** Says something over a WebSocket, and resolves with the answer, or with how the connection was closed. */
export async function sayOverWebSocket(
  { port, serviceSecret }: { readonly port: number; readonly serviceSecret: string },
  message: string | Buffer,
): Promise<string> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`, { headers: { authorization: `Bearer ${serviceSecret}` } });
  await once(socket, 'open');
  const answered = new Promise<string>((resolve) => {
    socket.once('message', (data: Buffer) => {
      resolve(data.toString());
    });
    socket.once('close', (code, reason) => {
      resolve(`closed ${code}: ${reason.toString()}`);
    });
    socket.on('error', () => undefined);
  });
  socket.send(message);
  const answer = await answered;
  socket.terminate();
  return answer;
}

const request = (method: string, params: unknown): string => JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
const submission = { interactionId: 'x', media: 'fax', tenant: 'Environment', service: 'test' };

/** What somebody may say to Interaction Server who has not understood it, and what he hears. */
export const wrongMessages: readonly (readonly [string, string | Buffer, RegExp])[] = [
  ['text', 'hello', /^closed 1007: Send JSON-RPC 2.0/],
  ['bytes', Buffer.from([0, 255, 254, 1]), /^closed 1007/],
  ['a number', '5', /^closed 1007/],
  ['nothing', '', /^closed 1007/],
  ['another version', '{"jsonrpc":"1.0","method":"interaction.list"}', /^closed 1007/],
  ['many at once', `[${request('interaction.list', {})}]`, /^closed 1007/],
  ['a message without end', 'x'.repeat(1_100_000), /^closed 100[69]/],
  ['a method that is not there', request('interaction.steal', {}), /-32601/],
  ['a method that objects have', request('constructor', {}), /-32601/],
  ['no parameters', request('interaction.submit', undefined), /INVALID_FIELD/],
  ['a list for parameters', request('interaction.submit', [1, 2]), /INVALID_FIELD/],
  ['no tenant (MT-1)', request('interaction.submit', { ...submission, tenant: '' }), /name the tenant \(MT-1\)/],
  ['a tenant not served', request('interaction.submit', { ...submission, tenant: 'Acme' }), /TENANT_NOT_SERVED/],
  ['a number for a subject', request('interaction.submit', { ...submission, subject: 7 }), /"field":"subject"/],
  [
    'too much text',
    request('interaction.submit', { ...submission, attributes: { a: 'x'.repeat(5_000) } }),
    /attributes/,
  ],
  [
    'that it is a routing server',
    request('router.hello', { application: 'Fax', strategies: [], agentReservation: true }),
    /NOT_CONNECTED/,
  ],
  [
    'what a strategy decided',
    request('router.finished', { requestId: '1', outcome: { to: 'end' } }),
    /NO_ROUTING_SERVER/,
  ],
  ['an outcome of no kind', request('router.finished', { requestId: '1', outcome: { to: 'hell' } }), /INVALID_FIELD/],
  [
    'that it wants an agent',
    request('agent.reserve', { requestId: '1', agent: 'Alex', atMost: 1 }),
    /NO_ROUTING_SERVER/,
  ],
  ['a call', request('esp.request', { requestId: '1' }), /INVALID_FIELD/],
];

/** What somebody may send to its port who speaks something else, and the beginning of what he hears. */
export const wrongBytes: readonly (readonly [string, string | Buffer, RegExp])[] = [
  ['noise', Buffer.from(Array.from({ length: 4_096 }, (_, at) => (at * 37) % 256)), /^(HTTP\/1.1 400|$)/],
  ['SMTP', 'EHLO example.test\r\n', /^HTTP\/1.1 400/],
  ['TLS', Buffer.from('16030100f8010000f40303', 'hex'), /^(HTTP\/1.1 400|$)/],
  [
    'a request without the secret',
    'GET /interactions HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n',
    /^HTTP\/1.1 401/,
  ],
  ['endless headers', `GET / HTTP/1.1\r\nhost: a\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`, /^(HTTP\/1.1 431|$)/],
  [
    'a WebSocket without the secret',
    'GET / HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    /^HTTP\/1.1 401/,
  ],
  [
    'an upgrade to something else',
    'GET / HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n',
    /^HTTP\/1.1 4/,
  ],
];

/** With the secret, and nonetheless no WebSocket. */
export const brokenUpgrade = (serviceSecret: string): string =>
  `GET / HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${serviceSecret}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n\xff\xff\xff`;

/** A WebSocket as it should be, followed by frames that are none. */
export const brokenFrames = (serviceSecret: string): string =>
  `GET / HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${serviceSecret}\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n\xff\xff\xff\xff\x00\x01`;
