import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createLoadBalancer } from '@eservices-lb/sdk';
import { aliasKey } from './an-estate.js';

describe('a control server that refuses', () => {
  it.each([503, 200])('with %i and an answer that never ends is left, and its socket is freed (R7)', async (status) => {
    const server = createServer((_request, response) => {
      response.writeHead(status, { 'content-type': 'text/html' }).write('<p>busy');
    });
    const freed = new Promise<void>((resolve) => {
      server.once('connection', (socket: Socket) => socket.once('close', () => resolve()));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const loadBalancer = createLoadBalancer({
      ...{ application: 'WebAPIServer_1', scs: [`http://127.0.0.1:${port}`], aliasKeys: [aliasKey] },
      onWarning: () => undefined,
    });

    await freed;

    await loadBalancer.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});
