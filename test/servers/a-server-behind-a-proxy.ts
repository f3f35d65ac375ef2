import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { systemClock } from '@eservices-lb/sdk';
import type { Service } from '@eservices-lb/sdk';
import { JsonRpcServer } from '../../packages/servers/src/json-rpc/json-rpc-server.js';
import type { Methods } from '../../packages/servers/src/json-rpc/json-rpc-peer.js';
import { serviceSecret, silentLog } from './application-surroundings.js';

/** A request that the server has, and that the test answers. */
export interface Asked {
  readonly method: string;
  readonly params: { readonly n?: number; readonly tenant?: string };
  answer(result: unknown): void;
  refuse(error: Error): void;
}

/** A server whose every answer the test gives, or one that answers by itself with what it was sent. */
export class ServerBehindAProxy {
  readonly asked: Asked[] = [];
  answersItself = true;
  /** What it answers by itself, where that is not what it was sent. */
  answersWith: object | undefined;
  readonly #http: Server;
  readonly #jsonRpc: JsonRpcServer;

  constructor() {
    const methods: Methods = Object.fromEntries(
      ['interaction.list', 'interaction.submit', 'interaction.state', 'router.hello'].map((method) => [
        method,
        (params: unknown) => this.#ask(method, params as Asked['params']),
      ]),
    );
    this.#jsonRpc = new JsonRpcServer({
      ...{ serviceSecret, clock: systemClock, log: silentLog, isServing: () => true, methodsFor: () => methods },
    });
    this.#http = createServer().on('upgrade', (...upgrade) => {
      this.#jsonRpc.accept(...upgrade);
    });
  }

  get connections(): number {
    return this.#jsonRpc.connections;
  }

  get service(): Service {
    const { port } = this.#http.address() as AddressInfo;
    const alias = { alias: 'alias', application: 'InteractionServer', dbid: 1, member: 'primary' } as const;
    return { ...alias, host: '127.0.0.1', port, secure: false, url: `http://127.0.0.1:${port}` };
  }

  async listen(): Promise<this> {
    this.#http.listen(0, '127.0.0.1');
    await once(this.#http, 'listening');
    return this;
  }

  /** As when its process is killed: nothing that it has is answered. */
  async kill(): Promise<void> {
    this.#jsonRpc.close();
    const closed = once(this.#http, 'close');
    this.#http.close();
    await closed;
  }

  #ask(method: string, params: Asked['params']): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.asked.push({ method, params, answer: resolve, refuse: reject });
      if (this.answersItself) resolve(this.answersWith ?? { echo: params });
    });
  }
}
