/**
 * A control server of the burst benchmark, in a process of its own: sends the snapshot of a large estate, and at every message of its parent
 * as many status events at once as the message says.
 */
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { anEstate, serverName } from '../estate/an-estate.js';

const instances = 10_000;
const estate = anEstate({ instances, tenants: 1 });
const listeners = new Set<ServerResponse>();
let revision = estate.revision;

const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(message('snapshot', { ...estate, revision }));
  listeners.add(response);
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));

process.on('message', (events: number) => {
  for (let event = 0; event < events; event += 1) {
    revision += 1;
    const status = revision % 2 === 0 ? 'running' : 'service-unavailable';
    const body = { epoch: estate.epoch, revision, application: serverName(event % instances), status, mode: 'primary' };
    for (const listener of listeners) listener.write(message('status', body));
  }
});
process.on('disconnect', () => process.exit());

const message = (event: string, body: { readonly epoch: number; readonly revision: number }): string =>
  `event: ${event}\nid: ${body.epoch}.${body.revision}\ndata: ${JSON.stringify(body)}\n\n`;
