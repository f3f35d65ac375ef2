import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import express from 'express';
import nock from 'nock';
import { pino } from 'pino';
import request from 'supertest';
import { logRedaction } from '../../packages/samples/src/process/log-redaction.js';
import { chatFailure } from '../../packages/samples/src/web-node/chat-api/chat-failure.js';
import { bodyInTime } from '../../packages/samples/src/web-node/body-in-time.js';
import { aliasOf, ask, chat } from './a-chat-of.js';
import { aChatServerReply, aWebNode, chatServer1, chatServer2 } from './a-web-node.js';

// What nock replaces is Node's own, which the next test file of the same worker uses too.
afterAll(() => {
  nock.restore();
});
afterEach(() => {
  nock.abortPendingRequests();
  nock.cleanAll();
});

const tooMany = { statusCode: 1, chatEnded: false, messages: [], errors: [{ code: 917, advice: expect.any(String) }] };

describe('too many requests', () => {
  it('of one client address are refused with 429 and told when to come back', async () => {
    await using node = await aWebNode({ web: { 'rate-limit-client': '3' } });
    for (let count = 1; count <= 3; count++) await request(node.app).post(`${chat}/c/refresh`).expect(400);

    const { body, headers } = await request(node.app).post(`${chat}/c/refresh`).expect(429);

    expect(body).toMatchObject(tooMany);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  });

  it('are counted by the address that the front door says, not by that of the front door', async () => {
    await using node = await aWebNode({ web: { 'rate-limit-client': '1' } });
    const from = (address: string): request.Test =>
      request(node.app).post(`${chat}/c/refresh`).set('x-forwarded-for', address);

    await from('192.0.2.1').expect(400);
    await from('192.0.2.2').expect(400);
    await from('192.0.2.1').expect(429);
    // What a client says of itself stands before what the front door adds, and counts for nothing.
    await from('203.0.113.9, 192.0.2.1').expect(429);
  });

  it('about one chat are refused, and others go on', async () => {
    await using node = await aWebNode({ web: { 'rate-limit-chat': '2' } });
    const alias = aliasOf(node, 'ChatServer_1');
    nock(chatServer1).persist().post(/./).reply(200, aChatServerReply());

    for (let count = 1; count <= 2; count++) await ask(node, 'send', { alias, message: 'Hi' }).expect(200);
    const { body } = await ask(node, 'send', { alias, message: 'Hi' }).expect(429);
    await request(node.app).post(`${chat}/other/refresh`).type('form').send({ alias }).expect(200);

    expect(body).toMatchObject({ ...tooMany, chatId: 'c', alias });
  });

  it('with wrong keys use up nothing of whoever has the right ones', async () => {
    await using node = await aWebNode({ web: { 'rate-limit-chat': '2' } });
    const alias = aliasOf(node, 'ChatServer_1');
    nock(chatServer1).persist().post(/./).reply(200, aChatServerReply());

    for (let count = 1; count <= 3; count++) await ask(node, 'refresh', { alias, secureKey: 'wrong' });

    await ask(node, 'refresh', { alias, secureKey: 'wrong' }).expect(429);
    await ask(node, 'refresh', { alias }).expect(200);
  });

  it('to begin chats are refused', async () => {
    await using node = await aWebNode({ web: { 'rate-limit-creations': '1' } });
    for (const server of [chatServer1, chatServer2])
      nock(server).persist().post('/sessions').reply(201, aChatServerReply());

    await request(node.app).post(chat).type('form').send({ nickname: 'Ada' }).expect(200);
    await request(node.app).post(`${chat}/`).type('form').send({ nickname: 'Ada' }).expect(429);
  });

  it('are no matter where a limit is 0, and preflights are not counted', async () => {
    await using unlimited = await aWebNode({ web: { 'rate-limit-client': '0' } });
    await using node = await aWebNode({ web: { 'rate-limit-client': '1' } });
    const preflight = { origin: 'https://shop.example', 'access-control-request-method': 'POST' };

    for (let count = 1; count <= 5; count++) {
      await request(unlimited.app).post(`${chat}/c/refresh`).expect(400);
      await request(node.app).options(`${chat}/c/refresh`).set(preflight).expect(204);
    }
  });
});

describe('a slow client', () => {
  it('that does not complete its body is refused with 408, and its connection ends', async () => {
    const app = express();
    app.use(bodyInTime(200, express.urlencoded({ extended: false })));
    app.use(chatFailure(2));
    const server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const head = [
      'POST / HTTP/1.1',
      'host: x',
      'content-type: application/x-www-form-urlencoded',
      'content-length: 99',
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\na=`);
    let heard = '';
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));

    await once(socket, 'close');
    server.close();

    expect(heard).toContain('HTTP/1.1 408');
    expect(heard).toContain('"code":918');
  });
});

describe('a log', () => {
  it('contains no key, no user id and no body, wherever they stand', () => {
    const lines: string[] = [];
    const stream = new PassThrough();
    stream.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
    const log = pino({ redact: logRedaction }, stream);

    log.info({ secureKey: 'fedcba', userId: '0123', parameters: { secureKey: 'fedcba', userId: '0123' } }, 'said');
    log.error(Object.assign(new Error('broken'), { body: 'secureKey=fedcba', config: { data: 'userId=0123' } }));

    expect(lines.join('')).toContain('broken');
    expect(lines.join('')).not.toMatch(/fedcba|0123/);
  });
});
