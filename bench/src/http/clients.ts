import axios from 'axios';
import type { LoadBalancer } from '@eservices-lb/sdk';
import { BalancedPool, fetch as undiciFetch } from 'undici';
import { tenantName } from '../estate/an-estate.js';

/** Sends GET / to one of the servers and reads the whole answer. */
export interface HttpClient {
  readonly name: string;
  readonly send: () => Promise<unknown>;
  readonly close?: () => Promise<unknown>;
}

const chatServer = { tenant: tenantName(0), type: 'ChatServer' };

/** `ours` has the transport that it has by default, `oursOverNode` that of axios. */
export function clientsOf(
  urls: readonly string[],
  { ours, oursOverNode }: { readonly ours: LoadBalancer; readonly oursOverNode: LoadBalancer },
): readonly HttpClient[] {
  const next = inTurn(urls);
  const pool = new BalancedPool([...urls]);
  const [http, httpOverNode] = [ours.http(chatServer), oursOverNode.http(chatServer)];
  const dispatcher = ours.dispatcher(chatServer);
  const [origin = ''] = urls; // The dispatcher puts that of the picked instance in its place.
  return [
    { name: 'axios', send: () => axios.get(next()) },
    { name: 'eservices-lb http', send: () => http.get('/') },
    { name: 'eservices-lb http, transport node', send: () => httpOverNode.get('/') },
    {
      name: 'undici BalancedPool',
      send: async () => (await pool.request({ path: '/', method: 'GET' })).body.text(),
      close: () => pool.close(),
    },
    {
      name: 'eservices-lb dispatcher',
      send: async () => (await dispatcher.request({ origin, path: '/', method: 'GET' })).body.text(),
    },
    { name: 'fetch', send: async () => (await fetch(next())).text() },
    { name: 'fetch, eservices-lb dispatcher', send: async () => (await undiciFetch(origin, { dispatcher })).text() },
  ];
}

function inTurn(urls: readonly string[]): () => string {
  let turn = 0;
  return () => urls[(turn = (turn + 1) % urls.length)] ?? '';
}
