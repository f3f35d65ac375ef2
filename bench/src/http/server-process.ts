/** A server of the HTTP benchmark, in a process of its own: answers every GET with three bytes. It tells its port to whoever forked it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const body = 'yes';
const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'text/plain', 'content-length': body.length });
  response.end(body);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
