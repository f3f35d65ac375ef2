import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import axios from 'axios';
import { Pool } from 'pg';
import type { JsonRpcPeer } from '../../packages/servers/src/json-rpc/json-rpc-peer.js';
import { connectJsonRpc } from '../../packages/servers/src/json-rpc/connect-json-rpc.js';
import { eventually } from '../estate/eventually.js';
import { startEstate } from '../estate/start-estate.js';
import type { Estate } from '../estate/start-estate.js';

/** What operators see of a routing server at Interaction Server. */
export interface SeenRoutingServer {
  readonly application: string;
  readonly isConnected: boolean;
  readonly isParticipant: boolean;
  readonly isTaking: boolean;
  readonly missing: readonly string[];
  readonly pending: number;
  readonly resubmitted: number;
}
export interface SeenWork {
  readonly queues: readonly { readonly queue: string; readonly strategy?: string; readonly waiting: number }[];
  readonly unrouted: readonly { readonly strategy: string; readonly waiting: number; readonly reason: string }[];
  readonly routingServers: readonly SeenRoutingServer[];
  readonly workflow: { readonly file?: string; readonly problem?: string };
  readonly missing: readonly string[];
  readonly switches: readonly object[];
}

/** An interaction as the database has it. */
export interface StoredInteraction {
  readonly interaction_id: string;
  readonly state: string;
  readonly agent: string | null;
  readonly queue: string;
  readonly step: number;
}

const within = { withinMs: 60_000 };

/** Interaction Server, two Universal Routing Servers and their database as real processes, and what a test does to them. */
export class RoutingEstate {
  readonly pool: Pool;

  private constructor(
    readonly estate: Estate,
    readonly serviceSecret: string,
  ) {
    const port = estate.portBase + 132;
    this.pool = new Pool({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres', max: 1 });
  }

  static async start(): Promise<RoutingEstate> {
    const estate = await startEstate({ scenario: join(__dirname, 'interaction-routing.yaml') });
    const file = join(estate.directory, '.eservices-lb', String(estate.portBase), 'secrets.json');
    const { service } = JSON.parse(readFileSync(file, 'utf8')) as { service: string };
    return new RoutingEstate(estate, service);
  }

  async stop(): Promise<void> {
    await this.pool.end().catch(() => undefined);
    await this.estate.stop();
  }

  portOf(port: number): number {
    return this.estate.portBase + port - 8_000;
  }

  connect(port = 8_146, onClosed = () => undefined): Promise<JsonRpcPeer> {
    const url = `ws://127.0.0.1:${this.portOf(port)}/`;
    const { serviceSecret } = this;
    return connectJsonRpc({ url, serviceSecret, methods: {}, onClosed, onUnforeseen: () => undefined });
  }

  http(method: 'get' | 'post', path: string, data?: object) {
    return axios.request<Record<string, unknown>>({
      ...{ method, url: `http://127.0.0.1:${this.portOf(8_146)}${path}`, validateStatus: () => true },
      ...(method === 'get' ? { params: data } : { data }),
      headers: { authorization: `Bearer ${this.serviceSecret}` },
    });
  }

  scs(method: 'get' | 'post' | 'put' | 'patch' | 'delete', path: string, data?: unknown) {
    return axios.request<unknown>({
      ...{ method, url: `${this.estate.ready.urls.scs[0]}/api/v1${path}`, data },
      headers: { authorization: `Bearer ${this.estate.ready.token}` },
    });
  }

  /** What operators see of an application. */
  async work(application: string): Promise<SeenWork | undefined> {
    const { applications } = (await this.scs('get', '/work')).data as {
      applications: readonly { readonly application: string; readonly work: SeenWork }[];
    };
    return applications.find((one) => one.application === application)?.work;
  }

  /** Resolves with what is seen of Interaction Server, once that is so. */
  seen(awaited: string, isSo: (work: SeenWork) => boolean, application = 'InteractionServer'): Promise<SeenWork> {
    return eventually(
      awaited,
      async () => {
        const work = await this.work(application);
        return work !== undefined && isSo(work) ? work : undefined;
      },
      within,
    );
  }

  pendingOf({ routingServers }: SeenWork): readonly number[] {
    return ['URS_1', 'URS_2'].map(
      (name) => routingServers.find(({ application }) => application === name)?.pending ?? -1,
    );
  }

  /** Submits so many interactions of a media, over one connection. */
  async submit(media: string, count: number, attributes: object = {}): Promise<void> {
    const peer = await this.connect();
    const one = (number: number): Promise<unknown> =>
      peer.request(
        'interaction.submit',
        { interactionId: `${media}-${number}`, media, tenant: 'Environment', service: 'test', attributes },
        { limitMs: 60_000 },
      );
    await Promise.all(Array.from({ length: count }, (_, number) => one(number)));
    peer.close();
  }

  /** The agent has no room from now on. */
  async closeGate(agent: string): Promise<void> {
    await this.pool.query(
      `INSERT INTO interaction (interaction_id, tenant, media, service, subject, queue, state, agent)
       SELECT 'gate-' || n, 'Environment', $1, '', '', 'gate', 'in-progress', $2 FROM generate_series(1, 1000) n`,
      [agent.toLowerCase().replace('_', '-'), agent],
    );
  }

  async openGate(agent: string): Promise<void> {
    await this.pool.query(`DELETE FROM interaction WHERE queue = 'gate' AND agent = $1`, [agent]);
  }

  async stored(media: string): Promise<readonly StoredInteraction[]> {
    const { rows } = await this.pool.query<StoredInteraction>('SELECT * FROM interaction WHERE media = $1', [media]);
    return rows;
  }

  /** Resolves once every interaction of the media is with this agent. */
  async allWith(agent: string, media: string): Promise<readonly StoredInteraction[]> {
    return eventually(
      `every ${media} with ${agent}`,
      async () => {
        const stored = await this.stored(media);
        return stored.every((one) => one.agent === agent) ? stored : undefined;
      },
      within,
    );
  }

  /** The process that plays the application now. */
  pidOf(application: string): number {
    return this.estate.pidOf(application);
  }

  /** Kills an application's process as it is now, and resolves when Solution Control Server has seen it. */
  async kill(application: string): Promise<void> {
    process.kill(this.pidOf(application), 'SIGKILL');
    await this.hasStatus(application, 'stopped');
  }

  async hasStatus(application: string, status: string): Promise<void> {
    const isSo = async (): Promise<true | undefined> => {
      const { data } = await this.scs('get', `/applications/${application}`);
      return (data as { status: string }).status === status ? true : undefined;
    };
    await eventually(`${application} to be ${status}`, isSo, within);
  }

  async start(application: string): Promise<void> {
    await this.scs('post', `/applications/${application}/start`);
    await this.hasStatus(application, 'running');
  }

  log(application: string): string {
    const { directory, portBase } = this.estate;
    return readFileSync(join(directory, '.eservices-lb', String(portBase), 'logs', `${application}.log`), 'utf8');
  }
}
