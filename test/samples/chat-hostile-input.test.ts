import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import nock from 'nock';
import { z } from 'zod';
import { aliasOf, chat } from './a-chat-of.js';
import { aWebNode, chatServer1 } from './a-web-node.js';
import type { WebNode } from './a-web-node.js';

// Every connection here is a real one.
beforeAll(() => {
  nock.restore();
});

const operations = ['send', 'refresh', 'updateData', 'pushUrl', 'updateNickname', 'customNotice', 'readReceipt'];
const replySchema = z.object({ statusCode: z.int(), chatEnded: z.boolean(), alias: z.string() });

/** A Chat Server on a real port that says back what it heard. */
async function anEchoingChatServer(heard: unknown[]): Promise<Server> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      heard.push(JSON.parse(Buffer.concat(chunks).toString() || 'null'));
      response.setHeader('content-type', 'application/json');
      response.end('{"statusCode":0,"chatEnded":false}');
    });
  });
  server.listen(Number(new URL(chatServer1).port), '127.0.0.1');
  await once(server, 'listening');
  return server;
}

describe('hostile input over real connections', () => {
  let node: WebNode;
  let chatServer: Server;
  let webServer: Server;
  let base: string;
  let alias: string;
  const heard: unknown[] = [];

  beforeAll(async () => {
    node = await aWebNode({ web: { 'rate-limit-chat': '0', 'rate-limit-client': '0', 'largest-file': '1' } });
    chatServer = await anEchoingChatServer(heard);
    webServer = createServer(node.app).listen(0, '127.0.0.1');
    await once(webServer, 'listening');
    base = `http://127.0.0.1:${(webServer.address() as AddressInfo).port}${chat}/c`;
    alias = aliasOf(node, 'ChatServer_1');
  });
  afterEach(() => {
    expect(node.logged).toEqual([]);
    heard.length = 0;
  });
  afterAll(async () => {
    webServer.closeAllConnections();
    webServer.close();
    chatServer.closeAllConnections();
    chatServer.close();
    await node[Symbol.asyncDispose]();
  });

  const post = (operation: string, type: string, body: string | Uint8Array<ArrayBuffer>): Promise<Response> =>
    fetch(`${base}/${operation}`, { method: 'POST', headers: { 'content-type': type }, body });
  const form = 'application/x-www-form-urlencoded';

  it('a multipart form of many fields is refused with 413 as soon as it is too long as a whole', async () => {
    const field = (n: number): string =>
      `--x\r\ncontent-disposition: form-data; name="f${n}"\r\n\r\n${'x'.repeat(30_000)}\r\n`;
    const body = Array.from({ length: 50 }, (_, n) => field(n)).join('');

    const answer = await post('send', 'multipart/form-data; boundary=x', `${body}--x--\r\n`);

    expect(answer.status).toBe(413);
    expect(heard).toEqual([]);
  });

  it.each(['userId', 'secureKey'])('a %s as long as no other is refused with 400, with a file too', async (name) => {
    const body = new FormData();
    body.set('alias', alias);
    body.set(name, 'x'.repeat(20_000));
    body.set('file', new Blob(['%PDF-1.7']), 'a.pdf');

    expect((await fetch(`${base}/file`, { method: 'POST', body })).status).toBe(400);
    expect(
      (
        await fetch(`${base}/refresh`, {
          method: 'POST',
          body: new URLSearchParams({ alias, [name]: 'x'.repeat(200) }),
        })
      ).status,
    ).toBe(400);
  });

  it.each([form, 'multipart/form-data; boundary=x'])('a message of 10 MB as %s is refused with 413', async (type) => {
    const text = 'x'.repeat(10_000_000);
    const body =
      type === form
        ? `message=${text}`
        : `--x\r\ncontent-disposition: form-data; name="message"\r\n\r\n${text}\r\n--x--\r\n`;

    const answer = await post('send', type, body);

    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ statusCode: 2, chatEnded: false, errors: [{ code: 912 }] });
    expect(heard).toEqual([]);
  });

  it.each([
    ['no boundary', 'multipart/form-data', '--x'],
    ['an empty body', 'multipart/form-data; boundary=x', ''],
    ['another boundary', 'multipart/form-data; boundary=x', '--y\r\n\r\n--y--'],
    [
      'no end',
      'multipart/form-data; boundary=x',
      '--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nabc',
    ],
    [
      'a part without name',
      'multipart/form-data; boundary=x',
      '--x\r\ncontent-disposition: form-data\r\n\r\nabc\r\n--x--\r\n',
    ],
    ['a part without header', 'multipart/form-data; boundary=x', '--x\r\n\r\nabc\r\n--x--\r\n'],
    [
      'a header that never ends',
      'multipart/form-data; boundary=x',
      `--x\r\ncontent-disposition: ${'a'.repeat(100_000)}`,
    ],
    [
      'a thousand fields',
      'multipart/form-data; boundary=x',
      `${'--x\r\ncontent-disposition: form-data; name="a"\r\n\r\nb\r\n'.repeat(1_000)}--x--\r\n`,
    ],
    [
      'an unknown transfer encoding',
      'multipart/form-data; boundary=x',
      '--x\r\ncontent-disposition: form-data; name="a"\r\ncontent-transfer-encoding: rot13\r\n\r\nb\r\n--x--\r\n',
    ],
    ['zero bytes', 'multipart/form-data; boundary=x', '\0'.repeat(1_000)],
  ])('multipart with %s is refused with 4xx', async (_case, type, body) => {
    for (const path of ['send', 'file']) {
      const answer = await post(path, type, body);

      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      replySchema.parse(await answer.json());
    }
  });

  it.each([
    'userData[__proto__]',
    '__proto__',
    'userData[constructor]',
    'constructor[prototype][a]',
    'userData[toString]',
    'hasOwnProperty',
  ])('a parameter called %s changes nothing but itself', async (name) => {
    const multipart = new FormData();
    multipart.append('alias', alias);
    multipart.append(name, 'polluted');
    const answers = [
      await post('updateData', form, new URLSearchParams({ alias, [name]: 'polluted' }).toString()),
      await fetch(`${base}/updateData`, { method: 'POST', body: multipart }),
    ];

    for (const answer of answers) expect([200, 400]).toContain(answer.status);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.prototype.toString.call({})).toBe('[object Object]');
  });

  it('text of every kind reaches the Chat Server as it is, and names of every kind do no harm', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...operations),
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.string({ unit: 'binary', maxLength: 20 }),
        async (operation, text, key) => {
          heard.length = 0;
          const parameters = new URLSearchParams({
            alias,
            message: text,
            [`userData[${key}]`]: text,
            transcriptPosition: '1',
          });
          const answer = await post(operation, form, parameters.toString());

          expect([200, 400]).toContain(answer.status);
          replySchema.parse(await answer.json());
          if (answer.status === 200 && text !== '')
            expect(heard).toMatchObject([{ message: new URLSearchParams(parameters).get('message') }]);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('bytes that are no form at all are never more than refused', async () => {
    const types = [
      form,
      'multipart/form-data; boundary=x',
      'application/json',
      'text/plain; charset=utf-7',
      `${form}; charset=utf-32`,
      '',
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...operations, 'file', 'file/limits', 'file/%2e%2e/download', 'dance'),
        fc.constantFrom(...types),
        fc.uint8Array({ maxLength: 300 }),
        async (path, type, bytes) => {
          const answer = await post(path, type, new Uint8Array(bytes));

          expect(answer.status).toBeLessThan(500);
          await answer.json();
        },
      ),
      { numRuns: 200 },
    );
  });

  /** As fetch would not send it, which makes paths shorter. */
  const postTo = async (path: string, body: string): Promise<string> => {
    const socket = connect((webServer.address() as AddressInfo).port, '127.0.0.1');
    const head = `POST ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: ${form}`;
    socket.write(`${head}\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    let said = '';
    socket.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await once(socket, 'close');
    return said;
  };

  it.each([
    ...[
      '/../refresh',
      '/./refresh',
      '/%2e%2e/refresh',
      '/..%2f..%2fsessions/refresh',
      '/a%00b/refresh',
      '/%C3%BC/refresh',
    ],
    ...[
      '/c/file/../delete',
      '/c/file/%2e%2e/delete',
      '/c/file/%2e/download',
      `/${'a'.repeat(5_000)}/refresh`,
      '/%E0%A4%A/refresh',
    ],
  ])('the path %s does not reach the Chat Server', async (path) => {
    const said = await postTo(`${chat}${path}`, new URLSearchParams({ alias }).toString());

    expect(said).toMatch(/^HTTP\/1.1 (?:200|4\d\d) [^]*"statusCode":2/);
    expect(heard).toEqual([]);
  });

  it('a request that breaks off half-way leaves nothing behind', async () => {
    const { port } = webServer.address() as AddressInfo;
    for (const body of ['alias=', '--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nabc']) {
      const socket = connect(port, '127.0.0.1');
      const type = body.startsWith('--') ? 'multipart/form-data; boundary=x' : form;
      socket.write(
        `POST ${chat}/c/file HTTP/1.1\r\nhost: x\r\ncontent-type: ${type}\r\ncontent-length: 5000\r\n\r\n${body}`,
      );
      await once(webServer, 'request');
      const closed = once(socket, 'close');
      socket.destroy();
      await closed;
    }

    expect((await post('refresh', form, new URLSearchParams({ alias }).toString())).status).toBe(200);
    expect(heard).toHaveLength(1);
  });
});
