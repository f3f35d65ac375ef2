import axios from 'axios';
import { BalancedPool, request } from 'undici';
import type { Dispatcher } from 'undici';
import type { LoadBalancer } from '@eservices-lb/sdk';

/** Sends GET / to one of the servers and reads the whole answer. */
export interface HttpClient {
  readonly name: string;
  readonly send: () => Promise<unknown>;
  readonly close?: () => Promise<unknown>;
}

/** What the SDK may have beside `http`; looked for, because it comes later. */
interface DataPath {
  http(request: object, options?: object): { get(url: string): Promise<unknown> };
  dispatcher?: (request: object) => Dispatcher;
}

const ours = { tenant: 'Tenant_0', type: 'ChatServer' };

export function clientsOf(urls: readonly string[], loadBalancer: LoadBalancer): readonly HttpClient[] {
  const dataPath = loadBalancer as unknown as DataPath;
  const next = inTurn(urls);
  const http = dataPath.http(ours);
  const pool = new BalancedPool([...urls]);
  const clients: HttpClient[] = [
    { name: 'axios', send: () => axios.get(next()) },
    { name: 'fetch', send: async () => (await fetch(next())).text() },
    {
      name: 'undici BalancedPool',
      send: async () => (await pool.request({ path: '/', method: 'GET' })).body.text(),
      close: () => pool.close(),
    },
    { name: 'eservices-lb http', send: () => http.get('/') },
  ];
  return [...clients, ...laterClients(dataPath, urls)];
}

function laterClients(dataPath: DataPath, [anyUrl = '']: readonly string[]): readonly HttpClient[] {
  if (dataPath.dispatcher === undefined) return [];
  const node = dataPath.http(ours, { transport: 'node' });
  const dispatcher = dataPath.dispatcher(ours);
  return [
    { name: 'eservices-lb http, transport node', send: () => node.get('/') },
    { name: 'eservices-lb dispatcher', send: async () => (await request(anyUrl, { dispatcher })).body.text() },
  ];
}

function inTurn(urls: readonly string[]): () => string {
  let turn = 0;
  return () => urls[(turn = (turn + 1) % urls.length)] ?? '';
}
