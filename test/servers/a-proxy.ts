import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { systemClock } from '@eservices-lb/sdk';
import type { Clock, SelectionRequest, Service, Snapshot } from '@eservices-lb/sdk';
import type { ConnectedApplication } from '@eservices-lb/mock-scs/lca';
import { pino } from 'pino';
import { RequestError } from '../../packages/servers/src/application-server/request-error.js';
import { passedToInteractionServer } from '../../packages/servers/src/interaction-server-proxy/interaction-server-proxy.js';
import { Forwarding } from '../../packages/servers/src/proxy/forwarding.js';
import { ProxyDoor } from '../../packages/servers/src/proxy/proxy-door.js';
import { ProxyUpstream } from '../../packages/servers/src/proxy/proxy-upstream.js';
import { upgradeRequired } from '../../packages/servers/src/proxy/upgrade-required.js';
import { eventually } from '../estate/eventually.js';
import { aRegistration, serviceSecret } from './application-surroundings.js';
import { Desktop } from './a-desktop.js';
import { ServerBehindAProxy } from './a-server-behind-a-proxy.js';

const connectionTo = (type: string): ConnectedApplication => ({
  ...{ application: 'InteractionServer', type, host: '127.0.0.1', port: 1, secure: false },
});

const serverTypes = ['InteractionServer', 'TServer'];

/** A proxy in this process, between real sockets. Its timers run ten times as fast, and `advance` lets its time pass at once. */
export class ProxyUnderTest {
  server: ServerBehindAProxy;
  isServing = true;
  connections = [connectionTo('InteractionServer')];
  /** For which tenant and type a server was looked for, the latest last. */
  readonly lookedFor: SelectionRequest[] = [];
  readonly warnings: unknown[] = [];
  readonly forwarding: Forwarding;
  readonly upstream: ProxyUpstream;
  readonly door: ProxyDoor;
  readonly #http: Server;
  readonly #desktops: Desktop[] = [];
  #selected: Service | undefined;
  #lookAgain: () => void = () => undefined;
  #advancedMs = 0;

  private constructor(server: ServerBehindAProxy) {
    this.server = server;
    this.#selected = server.service;
    const clock: Clock = {
      wallClock: () => systemClock.wallClock(),
      now: () => systemClock.now() + this.#advancedMs,
      after: (delayMs, task) => systemClock.after(delayMs / 10, task),
    };
    const log = pino({ level: 'warn' }, { write: (line) => void this.warnings.push(JSON.parse(line)) });
    this.upstream = new ProxyUpstream({
      ...{ loadBalancer: this.#loadBalancer(), serviceSecret, serverTypes, clock, log },
      random: () => 0.5,
      registration: () => aRegistration({ default: 1 }, this.connections),
      onConnected: () => {
        this.forwarding.resume();
      },
    });
    this.forwarding = new Forwarding({
      ...{ passed: passedToInteractionServer, upstream: this.upstream, tenants: () => ['Environment'], clock },
    });
    const isServing = (): boolean => this.isServing;
    this.door = new ProxyDoor({ forwarding: this.forwarding, serviceSecret, isServing, clock, log });
    this.#http = createServer(upgradeRequired).on('upgrade', (...upgrade) => {
      this.door.accept(...upgrade);
    });
  }

  static async start(): Promise<ProxyUnderTest> {
    const proxy = new ProxyUnderTest(await new ServerBehindAProxy().listen());
    proxy.#http.listen(0, '127.0.0.1');
    await once(proxy.#http, 'listening');
    proxy.upstream.open();
    await eventually('the connection to the server', () => (proxy.upstream.isConnected ? true : undefined));
    return proxy;
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#http.address() as AddressInfo).port}/`;
  }

  async desktop(secret = serviceSecret): Promise<Desktop> {
    const desktop = await Desktop.connect(this.url, secret);
    this.#desktops.push(desktop);
    return desktop;
  }

  /** How many have a connection to its port, admitted or not. */
  openConnections(): Promise<number> {
    return promisify(this.#http.getConnections.bind(this.#http))();
  }

  /** So many requests have reached the server. */
  async asked(count: number): Promise<void> {
    await eventually(`${count} requests at the server`, () => (this.server.asked.length >= count ? true : undefined));
  }

  /** From now on this is the server to use. */
  switchTo(service: Service | undefined): void {
    this.#selected = service;
    this.#lookAgain();
  }

  /** Its Connections lead to a server of this type, or to none. */
  connectTo(type?: string): void {
    this.connections = type === undefined ? [] : [connectionTo(type)];
    this.upstream.configurationChanged();
  }

  advance(ms: number): void {
    this.#advancedMs += ms;
  }

  async stop(): Promise<void> {
    for (const { socket } of this.#desktops) socket.terminate();
    this.door.close();
    this.forwarding.close();
    this.upstream.close();
    this.#http.close();
    await this.server.kill();
  }

  #loadBalancer(): ConstructorParameters<typeof ProxyUpstream>[0]['loadBalancer'] {
    return {
      select: (request) => {
        this.lookedFor.push(request);
        if (this.#selected === undefined) throw new RequestError(503, 'NOBODY', 'Nobody is there.');
        return this.#selected;
      },
      subscribe: (listener) => {
        this.#lookAgain = () => {
          listener({} as Snapshot);
        };
        return () => undefined;
      },
    };
  }
}
