import { allOf, inWords } from '../answer.js';
import type { Attempt } from '../attempt.js';
import type { Wish } from '../ask.js';
import { asReader, whereTokenIsFound } from '../reader-token.js';
import type { Stage } from '../stage.js';

const at = async (stage: Stage, path: string, wish: Wish = {}): Promise<string> =>
  inWords(await stage.ask(`${stage.scs}/api/v1${path}`, wish));

const order = (stage: Stage, path: string, wish: Wish): Promise<string> => at(stage, path, { method: 'POST', ...wish });

const strangers: readonly Attempt[] = [
  {
    ...{ who: 'neighbour', attempt: 'asks without a token, with a guessed one, with one of another kind' },
    ...{ surface: 'control server', expected: '401 UNAUTHENTICATED' },
    play: async (stage) => {
      const outcomes: string[] = [];
      for (const authorization of [
        '',
        'Bearer guess',
        `Basic ${btoa('operator:guess')}`,
        `Bearer ${'x'.repeat(8_000)}`,
      ]) {
        const headers: Readonly<Record<string, string>> = authorization === '' ? {} : { authorization };
        outcomes.push(await at(stage, '/snapshot', { headers }), await at(stage, '/events', { headers }));
        outcomes.push(await order(stage, '/applications/ChatServer_1/kill', { headers }));
      }
      return allOf(outcomes);
    },
  },
  {
    ...{ who: 'neighbour', attempt: 'sends a good token where it would be written down: in the address, in a cookie' },
    ...{ surface: 'control server', expected: '401 UNAUTHENTICATED' },
    play: async (stage) => {
      const { token } = stage.estate.ready;
      return allOf([
        await at(stage, `/snapshot?token=${token}&access_token=${token}`),
        await at(stage, '/snapshot', { headers: { cookie: `token=${token}` } }),
      ]);
    },
  },
  {
    ...{ who: 'neighbour', attempt: 'speaks for the other control server of a pair', surface: 'control server, pair' },
    expected: '404',
    play: async (stage) => {
      const upgrade =
        'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==';
      const answer = await stage.send(stage.scs, `GET /api/v1/pair HTTP/1.1\r\nHost: a\r\n${upgrade}\r\n\r\n`);
      return /^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 'closed';
    },
  },
];

const readers: readonly Attempt[] = [
  {
    ...whereTokenIsFound,
    who: 'reader',
    attempt: 'gives orders with the token of a web node, which may only read',
    ...{ surface: 'control server, roles', expected: '403 FORBIDDEN' },
    play: async (stage) =>
      allOf([
        await order(stage, '/applications/ChatServer_1/kill', asReader(stage)),
        await order(stage, '/tenants/Resources/disable', asReader(stage)),
        await order(stage, '/hosts/localhost/lose', asReader(stage)),
        await order(stage, '/faults/cut', { ...asReader(stage), json: {} }),
        await at(stage, '/applications/ChatServer_1', { ...asReader(stage), method: 'DELETE' }),
        await at(stage, '/hosts/localhost', {
          ...{ method: 'PATCH', body: '{"address":"169.254.169.254"}' },
          headers: { ...asReader(stage).headers, 'content-type': 'application/json' },
        }),
      ]),
  },
  {
    ...whereTokenIsFound,
    who: 'reader',
    attempt: 'calls an order reading: by X-HTTP-Method-Override, by a parameter',
    ...{ surface: 'control server, roles', expected: '200, 404 NO_SUCH_ROUTE' },
    play: async (stage) => {
      const { authorization } = asReader(stage).headers;
      const headers = { authorization, 'x-http-method-override': 'DELETE', 'x-method-override': 'DELETE' };
      return allOf([
        await at(stage, '/applications/ChatServer_1?_method=DELETE', { headers }),
        await at(stage, '/applications/ChatServer_1/kill', { headers }),
      ]);
    },
  },
];

export const controlServer: readonly Attempt[] = [...strangers, ...readers];
