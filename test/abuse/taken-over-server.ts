import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { eventually } from '../estate/eventually.js';
import { isAlive } from '../estate/process-of.js';
import type { Estate } from '../estate/start-estate.js';
import { secretOfApplication } from './estate-secrets.js';
import type { EstateSecrets } from './estate-secrets.js';

export type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

/** An application server that was taken over: it has its own secrets, is registered, and is given work. It is the only Callback Server of Environment. */
export interface HostileServer {
  readonly application: string;
  /** How it answers from now on. */
  behave(behaviour: Behaviour): void;
  /** Says something on the link to its Local Control Agent. */
  report(message: object): void;
  /** Where nobody but it would send somebody. */
  readonly elsewhere: { readonly url: string; readonly asked: () => number };
  close(): Promise<void>;
}

const application = 'CallbackServer_1';

/** A call as a Callback Server answers it. */
export const aCallback = {
  ...{ callbackId: 'c', service: 'support', name: 'n', phoneNumber: '+12133734253', at: '2126-01-31T14:30:00Z' },
  state: 'new',
} as const;

const honest: Behaviour = (_request, response) => {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(aCallback));
};

const viewSchema = z.object({ status: z.string() });

/** Stops the real one, and takes its place. */
export async function takeOver(estate: Estate, secrets: EstateSecrets): Promise<HostileServer> {
  const scs = estate.ready.urls.scs[0] ?? '';
  const headers = { authorization: `Bearer ${estate.ready.token}` };
  const url = `${scs}/api/v1/applications/${application}`;
  const statusIs = (wanted: string): Promise<true> =>
    eventually(`${application} to be ${wanted}`, async () => {
      const { status } = viewSchema.parse(await (await fetch(url, { headers })).json());
      return status === wanted ? true : undefined;
    });

  await fetch(`${url}/stop`, { method: 'POST', headers });
  await eventually('the real one to be gone', () => (isAlive(estate.pidOf(application)) ? undefined : true));
  await statusIs('stopped');
  let behaviour = honest;
  let asked = 0;
  const server = createServer((request, response) => {
    behaviour(request, response);
  });
  const other = createServer((_request, response) => {
    asked += 1;
    response.end();
  });
  const port = estate.ready.processes.find((process) => process.application === application)?.port;
  await Promise.all([listening(server, port), listening(other, 0)]);
  const link = new WebSocket(`${scs.replace('http', 'ws')}/api/v1/lca`);
  const report = (message: object): void => {
    link.send(JSON.stringify(message));
  };
  await once(link, 'open');
  const secret = secretOfApplication(secrets, application);
  report({ type: 'register', application, secret, pid: process.pid, status: 'running' });
  await statusIs('running');

  return {
    ...{ application, report },
    behave(next) {
      behaviour = next;
    },
    elsewhere: { url: `http://127.0.0.1:${(other.address() as AddressInfo).port}`, asked: () => asked },
    async close() {
      link.terminate();
      await Promise.all([server, other].map(closed));
    },
  };
}

async function listening(server: Server, port: number | undefined): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}

async function closed(server: Server): Promise<void> {
  const end = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await end;
}
