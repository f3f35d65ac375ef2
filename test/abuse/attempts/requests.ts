import { allOf, inWords, statusOf } from '../answer.js';
import type { Attempt } from '../attempt.js';
import type { Stage } from '../stage.js';

const doors = ({ frontDoor, web }: Stage): readonly string[] => [frontDoor, web];

/** What is said to the front door and, without it, to a web node. */
const atBoth = async (stage: Stage, bytes: string, outcome = statusOf): Promise<string> => {
  const outcomes: string[] = [];
  for (const door of doors(stage)) outcomes.push(outcome(await stage.send(door, bytes)));
  return allOf(outcomes);
};

const request = (start: string, ...headers: readonly string[]): string => [start, ...headers, '', ''].join('\r\n');

/** What is hidden in a body is a second request to whoever reads the first one otherwise. */
function refusals(answer: string): string {
  const statuses = [...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status);
  return statuses.length === 1 && statuses[0]?.startsWith('4') === true ? 'one refusal' : statuses.join(' and ');
}

const smuggled = 'GET /agent/api/work HTTP/1.1\r\nHost: a\r\n\r\n';

export const requests: readonly Attempt[] = [
  {
    ...{ who: 'visitor', attempt: 'says the length of a body twice: Content-Length and Transfer-Encoding (smuggling)' },
    ...{ surface: 'front door, web node', expected: 'one refusal' },
    play: async (stage) => {
      const chunked = `0\r\n\r\n${smuggled}`;
      const of = (...headers: readonly string[]): string =>
        `${request('POST /genesys/2/chat/support HTTP/1.1', 'Host: a', ...headers)}${chunked}`;
      return allOf([
        await atBoth(stage, of('Content-Length: 4', 'Transfer-Encoding: chunked'), refusals),
        await atBoth(stage, of('Transfer-Encoding: chunked', 'Content-Length: 4'), refusals),
        await atBoth(stage, of('Content-Length: 4', 'Content-Length: 5'), refusals),
        await atBoth(stage, of('Transfer-Encoding: xchunked'), refusals),
        await atBoth(stage, of('Transfer-Encoding: chunked, identity'), refusals),
        await atBoth(stage, of('Transfer-Encoding : chunked'), refusals),
        await atBoth(stage, of('Content-Length: +4'), refusals),
      ]);
    },
  },
  {
    ...{ who: 'visitor', attempt: 'names two hosts, or none', surface: 'front door' },
    expected: '400',
    play: async (stage) =>
      allOf([
        statusOf(await stage.send(stage.frontDoor, request('GET / HTTP/1.1', 'Host: a', 'Host: evil.example'))),
        statusOf(await stage.send(stage.frontDoor, request('GET / HTTP/1.1'))),
      ]),
  },
  {
    who: 'visitor',
    attempt: 'says a whole address as to a proxy: of a metadata server, of the control server, without a scheme',
    ...{ surface: 'front door (SSRF)', expected: '404 of a web node' },
    play: async (stage) => {
      const { host } = new URL(stage.scs);
      const outcomes: string[] = [];
      for (const target of [
        'http://169.254.169.254/latest/meta-data',
        `http://${host}/api/v1/health`,
        `//${host}/api/v1/health`,
        `/\\${host}/api/v1/health`,
      ]) {
        const answer = await stage.send(
          stage.frontDoor,
          request(`GET ${target} HTTP/1.1`, 'Host: a', 'Connection: close'),
        );
        outcomes.push(answer.includes('UNKNOWN_ROUTE') ? `${statusOf(answer)} of a web node` : answer.slice(0, 40));
      }
      return allOf(outcomes);
    },
  },
  {
    ...{ who: 'visitor', attempt: 'asks for a tunnel (CONNECT), or for another protocol', surface: 'front door' },
    expected: 'closed, 200',
    play: async (stage) => {
      const { host } = new URL(stage.scs);
      const connection = 'Connection: Upgrade, close';
      return allOf([
        statusOf(await stage.send(stage.frontDoor, request(`CONNECT ${host} HTTP/1.1`, `Host: ${host}`))),
        statusOf(await stage.send(stage.frontDoor, request('GET / HTTP/1.1', 'Host: a', connection, 'Upgrade: h2c'))),
      ]);
    },
  },
  {
    ...{ who: 'visitor', attempt: 'asks to be shown its own headers (TRACE)', surface: 'front door, web node' },
    expected: '404, and no header of the request',
    play: (stage) =>
      atBoth(
        stage,
        request('TRACE / HTTP/1.1', 'Host: a', 'Cookie: agent=mine', 'Connection: close'),
        (answer) =>
          `${statusOf(answer)}, and ${answer.includes('agent=mine') ? 'its cookie' : 'no header of the request'}`,
      ),
  },
  {
    who: 'visitor',
    attempt: 'says by headers that it comes from elsewhere: X-Forwarded-Host, -Proto, Forwarded, Connection: Host',
    ...{ surface: 'front door, the widget’s page', expected: 'http://shop.example/widget.js' },
    play: async (stage) => {
      const answer = await stage.send(
        stage.frontDoor,
        request(
          'GET /widget HTTP/1.1',
          ...['Host: shop.example', 'X-Forwarded-Host: evil.example', 'X-Forwarded-Proto: javascript'],
          ...[
            'Forwarded: host=evil.example;proto=javascript',
            'X-Real-IP: 192.0.2.1',
            'Connection: close, X-Forwarded-Proto',
          ],
        ),
      );
      return /[a-z]+:\/\/[^"&]*widget\.js/.exec(answer)?.[0] ?? answer.slice(0, 40);
    },
  },
  {
    ...{
      who: 'visitor',
      attempt: 'breaks a line in a path, a header, or what becomes one',
      surface: 'front door, web node',
    },
    expected: '400, 200, no header of its own',
    play: async (stage) => {
      const own = (answer: string): string =>
        /^x-own:/im.test(answer) ? 'a header of its own' : 'no header of its own';
      const path = request('GET /agent/login?to=/agent%0d%0aX-Own:%201 HTTP/1.1', 'Host: a', 'Connection: close');
      const language = request('GET /?language=en%0d%0aX-Own:%201 HTTP/1.1', 'Host: a', 'Connection: close');
      const folded = request('GET / HTTP/1.1', 'Host: a', 'X-A: b\r\n\r\n X-Own: 1', 'Connection: close');
      return allOf([
        await atBoth(stage, request('GET /a\rX-Own: 1 HTTP/1.1', 'Host: a')),
        await atBoth(stage, path),
        await atBoth(stage, path, own),
        await atBoth(stage, language, own),
        await atBoth(stage, folded, own),
      ]);
    },
  },
  {
    ...{ who: 'visitor', attempt: 'sends a head of 20 kB, of 3000 headers, an address of 20 kB' },
    ...{ surface: 'front door, web node', expected: '431' },
    play: async (stage) => {
      const many = Array.from({ length: 3_000 }, (_, index) => `x-${index}: a`);
      return allOf([
        await atBoth(stage, request('GET / HTTP/1.1', 'Host: a', `X: ${'a'.repeat(20_000)}`)),
        await atBoth(stage, request('GET / HTTP/1.1', 'Host: a', ...many)),
        await atBoth(stage, request(`GET /${'a'.repeat(20_000)} HTTP/1.1`, 'Host: a')),
      ]);
    },
  },
  {
    ...{ who: 'visitor', attempt: 'breaks a line in an e-mail address', surface: 'Chat API, E-mail API' },
    expected: '400 364',
    play: async (stage) => {
      const emailAddress = 'eve@example.test\r\nBcc: victim@resources.test';
      const mail = { firstName: 'E', lastName: 'V', subject: 'S', text: 'T', fromAddress: emailAddress };
      return allOf([
        inWords(await stage.ask(`${stage.web}/genesys/2/chat/support`, { form: { nickname: 'Eve', emailAddress } })),
        inWords(await stage.ask(`${stage.web}/genesys/2/email/support`, { form: mail })),
      ]);
    },
  },
];
