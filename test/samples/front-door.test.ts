import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { createFrontDoor } from '../../packages/samples/src/front-door/front-door.js';
import { aSnapshot, anApplication, anEstate } from '../sdk/an-estate.js';
import type { Estate } from '../sdk/an-estate.js';

const port = (server: Server): number => (server.address() as AddressInfo).port;

describe('the front door', () => {
  let webNodes: Server[];
  let estate: Estate;
  const warned: unknown[] = [];
  const frontDoor = () =>
    createFrontDoor({
      loadBalancer: estate.loadBalancer,
      application: 'FrontDoor',
      log: { warn: (...said: unknown[]) => warned.push(said) },
    });

  beforeEach(async () => {
    webNodes = ['WebAPIServer_1', 'WebAPIServer_2'].map((name) =>
      createServer((incoming, response) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('end', () =>
          response.end(`${name} ${incoming.method} ${incoming.url} ${Buffer.concat(chunks).toString()}`),
        );
      }).listen(0, '127.0.0.1'),
    );
    await Promise.all(webNodes.map((server) => once(server, 'listening')));
    const applications = webNodes.map((server, index) =>
      anApplication({
        dbid: 21 + index,
        name: `WebAPIServer_${index + 1}`,
        type: 'WebAPIServer',
        ports: [{ id: 'default', port: port(server), protocol: 'http', secure: false }],
      }),
    );
    const connections = applications.map(({ name }) => ({ application: name, parameters: {} }));
    const door = anApplication({ dbid: 10, name: 'FrontDoor', type: 'ThirdPartyServer', connections });
    estate = await anEstate(aSnapshot([door, ...applications]), { application: 'FrontDoor' });
  });
  afterEach(async () => {
    await estate[Symbol.asyncDispose]();
    for (const server of webNodes) server.close();
  });

  const stopFirst = async (): Promise<void> => {
    webNodes[0]?.close();
    await once(webNodes[0]!, 'close');
  };

  it('shares the requests among the web nodes, bodies included', async () => {
    const answers = new Set<string>();
    for (let round = 1; round <= 2; round++)
      answers.add((await request(frontDoor()).post('/genesys/2/chat/open?a=b').type('form').send('tenant=T')).text);

    expect([...answers].sort()).toEqual([
      'WebAPIServer_1 POST /genesys/2/chat/open?a=b tenant=T',
      'WebAPIServer_2 POST /genesys/2/chat/open?a=b tenant=T',
    ]);
  });

  it('takes a GET to the other web node when one refuses the connection', async () => {
    await stopFirst();

    for (let round = 1; round <= 3; round++)
      await request(frontDoor())
        .get('/')
        .expect(200, /^WebAPIServer_2/);
  });

  it('answers 503 in JSON when no web node can be selected', async () => {
    await estate.report('WebAPIServer_1', 'stopped');
    await estate.report('WebAPIServer_2', 'stopped');

    const { body } = await request(frontDoor()).get('/').expect(503);

    expect(body).toEqual({ error: { code: 'NO_INSTANCE', message: expect.any(String) } });
  });

  it('answers 502 in JSON when every web node refuses the connection of a POST', async () => {
    await stopFirst();
    webNodes[1]?.close();

    const { body } = await request(frontDoor()).post('/genesys/2/chat/open').type('form').send('a=b').expect(502);

    expect(body).toMatchObject({ error: { code: 'BAD_GATEWAY' } });
  });
});
