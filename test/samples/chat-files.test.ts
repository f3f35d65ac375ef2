import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import nock from 'nock';
import request from 'supertest';
import { safeFileName } from '../../packages/samples/src/web-node/chat-api/safe-file-name.js';
import { aliasOf, chat, withWebNode } from './a-chat-of.js';
import { aChatServerReply, aWebNode, chatServer1 } from './a-web-node.js';

// What nock replaces is Node's own, which the next test file of the same worker uses too.
afterAll(() => {
  nock.restore();
});

const participant = { userId: 'u', secureKey: 'k' };
const png = Buffer.from('89504e470d0a1a0a00', 'hex');

/** What a Chat Server was given: the header that describes the file, and its bytes. */
async function upload(
  name: string,
): Promise<{ readonly answer: request.Response; readonly header: unknown; readonly bytes: string }> {
  let header: unknown;
  let bytes = '';
  let answer: request.Response | undefined;
  await withWebNode(async (node) => {
    nock(chatServer1)
      .post('/sessions/c/files', (body: string) => (bytes = body) !== '')
      .matchHeader('content-type', 'application/octet-stream')
      .matchHeader('x-chat-file', (value) => {
        header = JSON.parse(Buffer.from(value, 'base64url').toString());
        return true;
      })
      .reply(200, aChatServerReply({ userData: { 'file-id': 'f1' } }));

    answer = await request(node.app)
      .post(`${chat}/c/file`)
      .field({ ...participant, alias: aliasOf(node, 'ChatServer_1'), 'userData[file-description]': 'a picture' })
      .attach('file', png, { filename: name, contentType: 'image/png' });
  });
  if (answer === undefined) throw new Error('No answer came.');
  return { answer, header, bytes };
}

describe('a file sent into a chat', () => {
  it('goes to the Chat Server with who sends it and what it is, and its id comes back', async () => {
    const { answer, header, bytes } = await upload('Ünïcode & 図.png');

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ statusCode: 0, userData: { 'file-id': 'f1' } });
    expect(header).toEqual({
      tenant: 'Environment',
      ...participant,
      name: 'Ünïcode & 図.png',
      type: 'image/png',
      description: 'a picture',
      requestId: expect.any(String),
    });
    expect(bytes).toBe(png.toString('hex'));
  });

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\temp\\a.png', 'a.png'],
    ['.htaccess', 'htaccess'],
  ])('named %s is called %s', async (name, safe) => {
    const { header } = await upload(name);

    expect(header).toMatchObject({ name: safe });
  });

  it.each([
    [201, 'too many'],
    [202, 'too large'],
    [203, 'of a type that is not accepted'],
  ])('is refused with %i when the Chat Server finds it %s', async (code) => {
    await withWebNode(async (node) => {
      const alias = aliasOf(node, 'ChatServer_1');
      const errors = [{ code, advice: 'Send another.', message: 'No.' }];
      nock(chatServer1).post('/sessions/c/files').reply(400, { statusCode: 2, errors });

      const { body } = await request(node.app)
        .post(`${chat}/c/file`)
        .field({ ...participant, alias })
        .attach('file', png, 'a.png')
        .expect(400);

      expect(body).toMatchObject({ statusCode: 2, chatEnded: false, alias, errors });
    });
  });

  it('is refused with 202 when it is larger than this web node takes, and with 201 when there are two', async () => {
    await using node = await aWebNode({ web: { 'largest-file': '1' } });
    const form = { ...participant, alias: 'a' };
    const large = Buffer.alloc(1024 * 1024 + 1);

    const tooLarge = await request(node.app)
      .post(`${chat}/c/file`)
      .field(form)
      .attach('file', large, 'a.png')
      .expect(400);
    const two = await request(node.app)
      .post(`${chat}/c/file`)
      .field(form)
      .attach('file', png, 'a.png')
      .attach('file', png, 'b.png')
      .expect(400);

    expect(tooLarge.body).toMatchObject({ statusCode: 2, chatEnded: false, errors: [{ code: 202 }] });
    expect(two.body).toMatchObject({ errors: [{ code: 201 }] });
  });

  it('waits for its turn where many are on their way', async () => {
    await using node = await aWebNode();
    const server = createServer(node.app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const head = `POST ${chat}/c/file HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: 999\r\n\r\n`;
    const sockets = Array.from({ length: 24 }, () => connect(port, '127.0.0.1'));
    let arrived = 0;
    const allArrived = new Promise<void>((resolve) => {
      server.on('request', () => {
        arrived += 1;
        if (arrived === sockets.length) resolve();
      });
    });
    for (const socket of sockets) socket.write(head);
    await allArrived;

    const form = { ...participant, alias: 'a' };
    const { headers } = await request(server)
      .post(`${chat}/c/file`)
      .field(form)
      .attach('file', png, 'a.png')
      .expect(429);
    const closed = sockets.map((socket) => once(socket, 'close'));
    for (const socket of sockets) socket.destroy();
    await Promise.all(closed);
    server.closeAllConnections();
    server.close();

    expect(headers).toMatchObject({ 'retry-after': '1' });
  });

  it('is asked for where the form contains none, or has it under another name', async () => {
    await using node = await aWebNode();
    const form = { ...participant, alias: 'a' };

    const none = await request(node.app).post(`${chat}/c/file`).field(form).expect(400);
    const other = await request(node.app)
      .post(`${chat}/c/file`)
      .field(form)
      .attach('picture', png, 'a.png')
      .expect(400);

    expect(none.body).toMatchObject({ errors: [{ code: 916 }] });
    expect(other.body).toMatchObject({ errors: [{ code: 910 }] });
  });
});

describe('a file taken out of a chat', () => {
  const download = async (headers: Readonly<Record<string, string>>): Promise<request.Response> => {
    let answer: request.Response | undefined;
    await withWebNode(async (node) => {
      const alias = aliasOf(node, 'ChatServer_1');
      nock(chatServer1)
        .post('/sessions/c/files/f1/download', { tenant: 'Environment', ...participant })
        .reply(200, png, headers);
      answer = await request(node.app)
        .post(`${chat}/c/file/f1/download/`)
        .type('form')
        .send({ ...participant, alias })
        .expect(200);
    });
    if (answer === undefined) throw new Error('No answer came.');
    return answer;
  };

  it('comes as an attachment that no page can run, whole and under its name', async () => {
    const { headers, body } = await download({
      'content-type': 'image/png',
      'x-file-name': encodeURIComponent('Ünï "x".png'),
    });

    expect(headers).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': `attachment; filename="?n? x.png"; filename*=UTF-8''%C3%9Cn%C3%AF%20x.png`,
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    });
    expect(body).toEqual(png);
  });

  it.each(['text/html', 'image/svg+xml', 'text/html;image/png', ''])(
    'of type "%s" is nothing but bytes',
    async (type) => {
      const { headers } = await download({ 'content-type': type, 'x-file-name': 'a.html' });

      expect(headers).toMatchObject({
        'content-type': 'application/octet-stream',
        'content-disposition': 'attachment; filename=a.html',
      });
    },
  );

  it('is named by what is left of a name that would break the header', async () => {
    const { headers } = await download({ 'content-type': 'text/plain', 'x-file-name': 'a%0d%0aset-cookie%3A%20x.txt' });

    expect(headers).not.toHaveProperty('set-cookie');
    expect(headers['content-disposition']).toBe('attachment; filename="aset-cookie x.txt"');
  });

  it('is a chat reply where the Chat Server refuses it', async () => {
    await withWebNode(async (node) => {
      const alias = aliasOf(node, 'ChatServer_1');
      nock(chatServer1).post('/sessions/c/files/f1/download').reply(200, { statusCode: 2, chatEnded: true });

      const { body } = await request(node.app)
        .post(`${chat}/c/file/f1/download`)
        .type('form')
        .send({ ...participant, alias })
        .expect(200);

      expect(body).toMatchObject({ statusCode: 2, chatEnded: true, errors: [{ code: 908 }] });
    });
  });
});

describe('the name of a file', () => {
  it.each([
    ['report.pdf', 'report.pdf'],
    ['\u202egnp.exe', 'gnp.exe'],
    ['a\u0000b\r\n.txt', 'ab.txt'],
    ['  ...  ', 'file'],
    ['', 'file'],
    ['..', 'file'],
    ['a/b\\c', 'c'],
    ['<img src=x onerror=alert(1)>.png', 'img src=x onerror=alert(1).png'],
    ['\ud800x.txt', 'x.txt'],
    [`${'a'.repeat(300)}.pdf`, `${'a'.repeat(146)}.pdf`],
  ])('%j becomes %j', (name, safe) => {
    expect(safeFileName(name)).toBe(safe);
  });

  it('costs no more than its length, whatever it consists of', () => {
    const name = `a${'.'.repeat(1_000_000)}b`;

    // By the square of its length this would take a quarter of an hour.
    expect(safeFileName(name)).toBe(`a${'.'.repeat(148)}b`);
  });
});
