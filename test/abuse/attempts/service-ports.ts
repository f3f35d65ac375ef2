import { allOf, inWords, statusOf } from '../answer.js';
import type { Attempt } from '../attempt.js';
import type { Stage } from '../stage.js';

const servers = [
  ...['ChatServer_1', 'ChatServer_2', 'ChatServer_3', 'EmailServer_1', 'EmailServer_2', 'CallbackServer_2'],
  ...['UniversalContactServer', 'StatServer_1', 'StatServer_2', 'InteractionServer'],
];
const paths = ['/sessions?tenant=Resources', '/messages?tenant=Resources', '/callbacks?tenant=Resources', '/'];

const everywhere = async (stage: Stage, headersOf: (stage: Stage) => Readonly<Record<string, string>>, query = '') => {
  const outcomes: string[] = [];
  for (const server of servers) {
    for (const path of paths) {
      outcomes.push(inWords(await stage.ask(`${stage.urlOf(server)}${path}${query}`, { headers: headersOf(stage) })));
    }
  }
  return allOf(outcomes);
};

const upgrade = (authorization: string): string =>
  [
    'GET / HTTP/1.1',
    'Host: a',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    ...(authorization === '' ? [] : [`Authorization: ${authorization}`]),
    '',
    '',
  ].join('\r\n');

export const servicePorts: readonly Attempt[] = [
  {
    ...{ who: 'neighbour', attempt: 'asks application servers past the web nodes, without the service secret' },
    ...{ surface: 'ports of all application servers', expected: '401 UNAUTHORIZED' },
    play: (stage) => everywhere(stage, () => ({})),
  },
  {
    ...{ who: 'neighbour', attempt: 'asks them with a guessed secret, or with that of the control server' },
    ...{ surface: 'ports of all application servers', expected: '401 UNAUTHORIZED' },
    play: async (stage) =>
      allOf([
        await everywhere(stage, () => ({ authorization: 'Bearer guess' })),
        await everywhere(stage, ({ estate }) => ({ authorization: `Bearer ${estate.ready.token}` })),
      ]),
  },
  {
    ...{ who: 'neighbour', attempt: 'sends the service secret where it would be written down: in the address' },
    ...{ surface: 'ports of all application servers', expected: '401 UNAUTHORIZED' },
    play: (stage) => everywhere(stage, () => ({}), `&secret=${stage.secrets.service}&token=${stage.secrets.service}`),
  },
  {
    ...{ who: 'neighbour', attempt: 'asks for a JSON-RPC connection without the service secret, or with another' },
    ...{ surface: 'JSON-RPC port of Interaction Server', expected: '401' },
    play: async (stage) => {
      const port = stage.urlOf('InteractionServer');
      return allOf([
        statusOf(await stage.send(port, upgrade(''))),
        statusOf(await stage.send(port, upgrade('Bearer guess'))),
        statusOf(await stage.send(port, upgrade(stage.secrets.service))),
      ]);
    },
  },
];
