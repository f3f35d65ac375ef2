import { createWebNode } from '../../packages/samples/src/web-node/web-node.js';
import type { Application } from '@eservices-lb/sdk/wire';
import type { Express } from 'express';
import request from 'supertest';
import { aChatServer, aSnapshot, aWebApiServer, anApplication, anEmailServer, anEstate } from '../sdk/an-estate.js';
import type { Estate } from '../sdk/an-estate.js';

/** Some tests listen at these ports, and others rely on it that nobody does: each process of tests has its own. */
const firstPort = 20_000 + (process.pid % 600) * 20;
const places = ['ChatServer_1', 'ChatServer_2', 'ChatServer_3', 'ChatServer_4', 'EmailServer_1', 'EmailServer_2'];
const others = [
  'MailServer',
  'CallbackServer_1',
  'UniversalContactServer',
  'StatServer_1',
  'InteractionServer',
  'SolutionControlServer',
];
const portOf = (name: string): number => firstPort + [...places, ...others].indexOf(name);
const urlOf = (name: string): string => `http://127.0.0.1:${portOf(name)}`;

/** Where the doubles of the application servers are, for nock. */
export const chatServer1 = urlOf('ChatServer_1');
export const chatServer2 = urlOf('ChatServer_2');
export const chatServer3 = urlOf('ChatServer_3');
export const chatServer4 = urlOf('ChatServer_4');
export const emailServer1 = urlOf('EmailServer_1');
export const emailServer2 = urlOf('EmailServer_2');
export const mailServer = urlOf('MailServer');
export const callbackServer = urlOf('CallbackServer_1');
export const contactServer = urlOf('UniversalContactServer');
export const statServer = urlOf('StatServer_1');
export const interactionServer = urlOf('InteractionServer');

/** The same application where this process of tests plays it. */
export function played<T extends Application>(application: T): T {
  const ports = application.ports.map((one) => ({ ...one, port: portOf(application.name) }));
  return { ...application, ports };
}

/** Where the double of the control server is. */
export const controlServer = urlOf('SolutionControlServer');

/** The servers beside chat and e-mail: each the only one of tenant Environment. */
export const otherServers: readonly Application[] = [
  anApplication({ dbid: 501, name: 'CallbackServer_1', type: 'CallbackServer' }),
  anApplication({ dbid: 502, name: 'UniversalContactServer', type: 'UniversalContactServer' }),
  anApplication({ dbid: 503, name: 'StatServer_1', type: 'StatServer' }),
  anApplication({ dbid: 504, name: 'InteractionServer', type: 'InteractionServer' }),
];

/** Of the agents `agent`, `erin` (Environment) and `rita` (Resources). */
export const agentPassword = 'an-agent-password';

export const serviceSecret = 'a-service-secret';

/** A web node of the demo's services over servers that nock plays. */
export interface WebNode extends AsyncDisposable {
  readonly app: Express;
  readonly estate: Estate;
  readonly logged: unknown[];
  readonly online: { is: boolean };
  /** Requests of an agent of both tenants, who is logged in. */
  readonly asAgent: ReturnType<typeof request.agent>;
}

/** ChatServer_1 and _2 serve Environment, ChatServer_2 and _3 serve Resources; two E-mail Servers, a Mail Server. */
export async function aWebNode({
  allowedOrigins = '*',
  web = {},
  more = [],
}: {
  readonly allowedOrigins?: string;
  /** Further options of its section `web`. */
  readonly web?: Readonly<Record<string, string>>;
  /** Further servers among its Connections. */
  readonly more?: readonly Application[];
} = {}): Promise<WebNode> {
  const both = ['Environment', 'Resources'];
  const servers = [
    aChatServer(1),
    aChatServer(2, { tenants: both }),
    aChatServer(3, { tenants: ['Resources'] }),
    anEmailServer(1),
    anEmailServer(2),
    anApplication({ dbid: 401, name: 'MailServer', type: 'ThirdPartyServer', tenants: both }),
    ...more,
  ].map(played);
  const options = {
    web: { 'allowed-origins': allowedOrigins, ...web },
    'chat.support': { _chat_endpoint: 'Environment:default' },
    'chat.sales': { _chat_endpoint: 'Resources:default' },
    'chat.open': {},
    'email.support': { _email_endpoint: 'Environment:default' },
    'email.sales': { _email_endpoint: 'Resources:default' },
    'email.open': {},
    'agent.agent': { tenants: 'Environment, Resources' },
    'agent.erin': { tenants: 'Environment' },
    'agent.rita': { tenants: 'Resources' },
  };
  const names = servers.map(({ name }) => name);
  const estate = await anEstate(aSnapshot([aWebApiServer(names, { options }), ...servers]));
  const logged: unknown[] = [];
  const online = { is: true };
  const app = createWebNode({
    loadBalancer: estate.loadBalancer,
    application: 'WebAPIServer_1',
    serviceSecret,
    connections: () =>
      servers.map(({ name, type }) => ({
        application: name,
        type,
        host: '127.0.0.1',
        port: portOf(name),
        secure: false,
      })),
    isOnline: () => online.is,
    changeStatus: (isOnline) => (online.is = isOnline),
    scs: [controlServer],
    agentLogin: { keys: ['a-key'], password: agentPassword },
    log: { error: (...said: unknown[]) => logged.push(said) },
  });
  const asAgent = await agentOf(app, 'agent');
  return { app, estate, logged, online, asAgent, [Symbol.asyncDispose]: () => estate[Symbol.asyncDispose]() };
}

/** Logs an agent in, and sends the cookie with every request. */
export async function agentOf(app: Express, username: string): Promise<ReturnType<typeof request.agent>> {
  const answer = await request(app).post('/agent/session').type('form').send({ username, password: agentPassword });
  const cookies = answer.get('Set-Cookie') ?? [];
  return request.agent(app).set('cookie', cookies.map((cookie) => cookie.split(';')[0]).join('; '));
}

/** What a Chat Server says of a chat that has just begun. */
export const aChatServerReply = (difference: object = {}): Record<string, unknown> => ({
  chatId: '0000aaaabbbbcccc',
  statusCode: 0,
  userId: '0123456789abcdef',
  secureKey: 'fedcba9876543210',
  chatEnded: false,
  nextPosition: 2,
  messages: [
    {
      from: { nickname: 'Ada', participantId: 1, type: 'Client' },
      index: 1,
      type: 'ParticipantJoined',
      utcTime: 1_700_000_000_000,
    },
  ],
  ...difference,
});
