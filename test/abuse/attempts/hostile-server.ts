import type { ServerResponse } from 'node:http';
import { systemClock } from '@eservices-lb/sdk';
import { z } from 'zod';
import { eventually } from '../../estate/eventually.js';
import { allOf, inWords } from '../answer.js';
import type { Answer } from '../answer.js';
import type { Attempt } from '../attempt.js';
import { aCallback } from '../taken-over-server.js';
import type { Behaviour } from '../taken-over-server.js';
import type { Stage } from '../stage.js';

/** A customer asks to be called back, and a web node asks the hostile server. */
const askedBy = (stage: Stage, web = stage.web): Promise<Answer> =>
  stage.ask(`${web}/api/callbacks`, {
    json: { service: 'support', name: 'Ada', phoneNumber: '+12133734253', at: '2126-01-31T14:30:00Z' },
  });

const json = (response: ServerResponse, status = 200): ServerResponse =>
  response.writeHead(status, { 'content-type': 'application/json' });

function endlessly(response: ServerResponse): void {
  while (!response.destroyed && response.write(' '.repeat(65_536)));
  if (!response.destroyed) response.once('drain', () => endlessly(response));
}

/** For as long as anybody listens, and never so slowly that the connection would seem dead. */
function byteByByte(response: ServerResponse): void {
  if (response.destroyed) return;
  response.write(' ');
  systemClock.after(100, () => byteByByte(response));
}

const unreachable = '503 911';

const answering = (attempt: string, behaviours: readonly Behaviour[], expected = unreachable): Attempt => ({
  ...{ who: 'application server' as const, attempt: `answers ${attempt}`, surface: 'web node', expected },
  play: async (stage) => {
    const outcomes: string[] = [];
    for (const behaviour of behaviours) {
      stage.hostile.behave(behaviour);
      outcomes.push(inWords(await askedBy(stage)));
    }
    return allOf(outcomes);
  },
});

const raw =
  (bytes: string): Behaviour =>
  ({ socket }) =>
    socket.end(bytes);

const snapshotSchema = z.object({
  applications: z.array(z.object({ name: z.string(), host: z.string().optional(), ports: z.unknown() })),
});

async function addressOf({ scs, estate, hostile }: Stage): Promise<string> {
  const headers = { authorization: `Bearer ${estate.ready.token}` };
  const answer = await fetch(`${scs}/api/v1/snapshot`, { headers });
  const { applications } = snapshotSchema.parse(await answer.json());
  const { host, ports } = applications.find(({ name }) => name === hostile.application) ?? {};
  return JSON.stringify({ host, ports });
}

export const hostileServer: readonly Attempt[] = [
  answering('without end, and with five megabytes', [
    (_request, response) => endlessly(json(response)),
    (_request, response) => json(response).end(JSON.stringify({ ...aCallback, name: 'x'.repeat(5 * 1024 * 1024) })),
  ]),
  answering('malformed JSON, JSON of another shape, of 30,000 levels, zipped, and bytes', [
    (_request, response) => json(response).end('{"callbackId":'),
    (_request, response) => json(response).end('{"callbackId":{},"__proto__":{"callbackId":"c"}}'),
    (_request, response) => json(response).end('['.repeat(30_000)),
    (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('\u001f\u008b'),
    (_request, response) => response.end(Buffer.alloc(1_000, 0xff)),
  ]),
  answering('byte by byte, and never', [(_request, response) => byteByByte(json(response)), () => undefined]),
  answering('nothing, and breaks the connection', [({ socket }) => socket.destroy(), raw('')]),
  answering('what is no HTTP, a line break in a header, two lengths, a head of 100 kB', [
    raw('220 mail.example.test ESMTP\r\n'),
    raw('HTTP/1.1 200 OK\r\nX-A: b\rSet-Cookie: own=1\r\nContent-Length: 0\r\n\r\n'),
    raw('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}'),
    raw(`HTTP/1.1 200 OK\r\nX: ${'a'.repeat(100_000)}\r\nContent-Length: 0\r\n\r\n`),
  ]),
  answering(
    'with a refusal of its own',
    [
      (_request, response) => json(response, 401).end('{"error":{"code":"LOGIN","message":"Log in at evil.example"}}'),
      (_request, response) => json(response, 418).end('<script>alert(1)</script>'),
    ],
    '400 909',
  ),
  {
    ...{
      who: 'application server',
      attempt: 'leads the web node elsewhere by a redirection (SSRF)',
      surface: 'web node',
    },
    expected: `${unreachable}, and nobody asks there`,
    play: async (stage) => {
      const { url, asked } = stage.hostile.elsewhere;
      const outcomes: string[] = [];
      for (const status of [301, 302, 303, 307, 308]) {
        stage.hostile.behave((_request, response) => response.writeHead(status, { location: url }).end());
        outcomes.push(inWords(await askedBy(stage)));
      }
      return `${allOf(outcomes)}, and ${asked() === 0 ? 'nobody asks there' : 'the web node asks there'}`;
    },
  },
  {
    ...{ who: 'application server', attempt: 'gives customers cookies and headers of its own', surface: 'web node' },
    expected: '200, and none of its headers',
    play: async (stage) => {
      stage.hostile.behave((_request, response) => {
        response
          .setHeader('set-cookie', 'agent=own')
          .setHeader('x-own', '1')
          .setHeader('location', 'https://evil.example');
        json(response).end(JSON.stringify({ ...aCallback, own: 1 }));
      });
      const answer = await askedBy(stage);
      const isPassed = ['set-cookie', 'x-own', 'location'].some((name) => answer.headers.has(name));
      const hasOwn = isPassed || answer.text.includes('own');
      return `${inWords(answer)}, and ${hasOwn ? 'something of its own' : 'none of its headers'}`;
    },
  },
  {
    ...{
      who: 'visitor',
      attempt: 'has an address pushed that the estate could reach (SSRF)',
      surface: 'Chat API, pushUrl',
    },
    expected: '200, and nobody asks there',
    play: async (stage) => {
      const { chatId, userId, secureKey, alias } = stage.own;
      const { url, asked } = stage.hostile.elsewhere;
      const before = asked();
      const form = { userId, secureKey, alias, pushUrl: url };
      const answer = await stage.ask(`${stage.web}/genesys/2/chat/support/${chatId}/pushUrl`, { form });
      return `${inWords(answer)}, and ${asked() === before ? 'nobody asks there' : 'somebody asks there'}`;
    },
  },
  {
    ...{ who: 'application server', attempt: 'reports for another, and a host and port of its own choice' },
    ...{ surface: 'Local Control Agent', expected: 'only its own status is heard, and its address stays' },
    play: async (stage) => {
      const before = await addressOf(stage);
      const address = { host: '169.254.169.254', port: 80, ports: [{ id: 'default', port: 80 }] };
      stage.hostile.report({ type: 'status', status: 'suspended', application: 'ChatServer_1', ...address });
      await statusIs(stage, stage.hostile.application, 'suspended');
      const other = await statusOf(stage, 'ChatServer_1');
      stage.hostile.report({ type: 'status', status: 'running', load: 1e308, sessions: Number.MAX_SAFE_INTEGER });
      await statusIs(stage, stage.hostile.application, 'running');
      const isSame = other === 'running' && (await addressOf(stage)) === before;
      return isSame ? 'only its own status is heard, and its address stays' : `ChatServer_1 is ${other}`;
    },
  },
  {
    ...{ who: 'application server', attempt: 'reports without pause', surface: 'Local Control Agent, control server' },
    expected: 'others are heard meanwhile: 200',
    play: async (stage) => {
      const before = await revisionOf(stage);
      for (let count = 0; count < 3_000; count += 1) {
        stage.hostile.report({ type: 'status', status: count % 2 === 0 ? 'suspended' : 'running' });
      }
      const outcome = inWords(
        await stage.ask(`${stage.frontDoor}/genesys/2/chat/support`, { form: { nickname: 'E' } }),
      );
      const heard = (await revisionOf(stage)) - before;
      return `others are heard ${heard < 3_000 ? 'meanwhile' : 'when it has done'}: ${outcome}`;
    },
  },
];

const healthSchema = z.object({ revision: z.number() });
const revisionOf = async ({ scs }: Stage): Promise<number> =>
  healthSchema.parse(await (await fetch(`${scs}/api/v1/health`)).json()).revision;

const viewSchema = z.object({ status: z.string() });

async function statusOf({ scs, estate }: Stage, application: string): Promise<string> {
  const headers = { authorization: `Bearer ${estate.ready.token}` };
  const answer = await fetch(`${scs}/api/v1/applications/${application}`, { headers });
  return viewSchema.parse(await answer.json()).status;
}

const statusIs = (stage: Stage, application: string, wanted: string): Promise<true> =>
  eventually(`${application} to be ${wanted}`, async () =>
    (await statusOf(stage, application)) === wanted ? true : undefined,
  );
