import { systemClock } from '@eservices-lb/sdk';
import fc from 'fast-check';
import { Pool } from 'pg';
import request from 'supertest';
import { fileSchema } from '../../packages/servers/src/chat-server/chat-files/file-store.js';
import { agreedMediaType } from '../../packages/servers/src/files/file-types.js';
import { chatSchema } from '../../packages/servers/src/chat-server/chat-schema.js';
import { createSchema } from '../../packages/servers/src/database/create-schema.js';
import { freePortBase } from '../estate/free-port-base.js';
import { aChatServer } from './a-chat-server.js';
import type { AChatServer } from './a-chat-server.js';
import { authorization } from './application-surroundings.js';
import { startDatabaseProcess } from './database-process.js';

interface Reply {
  readonly chatId: string;
  readonly userId: string;
  readonly secureKey: string;
  readonly statusCode: number;
  readonly chatEnded: boolean;
  readonly messages: readonly { type: string; text?: string; userData?: Record<string, string> }[];
  readonly userData: Record<string, string>;
  readonly errors: readonly { code: number }[];
}

const tenant = 'Environment';
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const pdf = Buffer.from('%PDF-1.7\n');
const gif = Buffer.from('GIF89a\u0001\u0000');
const exe = Buffer.from('MZ\u0090\u0000\u0003\u0000');

describe('files of a chat', () => {
  let database: { stop(): Promise<void> };
  let pool: Pool;
  let server: AChatServer;
  let chat: Reply;

  beforeAll(async () => {
    const port = await freePortBase();
    database = await startDatabaseProcess(port);
    pool = new Pool({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres', max: 4 });
    const statements = [...chatSchema, ...fileSchema];
    await createSchema(pool, { statements, clock: systemClock, onWait: () => undefined });
  }, 90_000);
  afterAll(async () => {
    await pool.end();
    await database.stop();
  });
  beforeEach(async () => {
    server = aChatServer(pool);
    chat = await begin();
  });
  afterEach(async () => {
    await server.sessions.close();
  });

  const post = (path: string, body: object, { app } = server) =>
    request(app).post(path).set('authorization', authorization).send(body);
  const begin = async (on = server): Promise<Reply> =>
    (await post('/sessions', { tenant, service: 'support', nickname: 'Ada', alias: 'a1' }, on)).body as Reply;
  const joinAgent = async (): Promise<Reply> =>
    (await post(`/sessions/${chat.chatId}/agents`, { tenant, nickname: 'Bob' })).body as Reply;
  const proofOf = ({ userId, secureKey }: Reply) => ({ tenant, userId, secureKey });
  const call = async (who: Reply, path: string, fields: object = {}, on = server): Promise<Answer> => {
    const asked = post(`/sessions/${chat.chatId}/${path}`, { ...proofOf(who), ...fields }, on);
    const answer = await asked.buffer(true).parse(asBytes);
    const bytes = answer.body as Buffer;
    return { status: answer.status, headers: answer.headers, bytes, body: jsonOf(bytes) };
  };
  const upload = async (who: Reply, file: object = {}, bytes: Buffer = png, on = server): Promise<Answer> => {
    const said = { ...proofOf(who), name: 'a.png', type: 'image/png', ...file };
    const answer = await request(on.app)
      .post(`/sessions/${chat.chatId}/files`)
      .set({ authorization, 'content-type': 'application/octet-stream' })
      .set('x-chat-file', Buffer.from(JSON.stringify(said)).toString('base64url'))
      .send(bytes);
    return { status: answer.status, headers: {}, bytes: Buffer.alloc(0), body: answer.body as Reply };
  };
  const fileIdOf = ({ body }: Answer): string => body.userData['file-id'] ?? '';
  const lines = async (type: string): Promise<Reply['messages']> =>
    (await call(chat, 'refresh', { transcriptPosition: 1 })).body.messages.filter((one) => one.type === type);
  const storedFiles = async (): Promise<number> =>
    (await pool.query('SELECT 1 FROM chat_file WHERE chat_id = $1', [chat.chatId])).rowCount ?? -1;

  it('are stored, told of in the chat, and come out for everybody in it as they went in', async () => {
    const agent = await joinAgent();
    const sent = await upload(chat, { name: 'Ünï 図.png', description: 'a picture' });
    const fileId = fileIdOf(sent);

    expect(sent).toMatchObject({ status: 200, body: { statusCode: 0, chatEnded: false } });
    expect(await lines('FileUploaded')).toMatchObject([
      {
        from: { nickname: 'Ada' },
        text: 'Ünï 図.png',
        userData: {
          ...{ 'file-id': fileId, 'file-name': 'Ünï 図.png', 'file-size': '16', 'file-type': 'image/png' },
          'file-description': 'a picture',
        },
      },
    ]);
    for (const who of [chat, agent]) {
      const { status, headers, bytes } = await call(who, `files/${fileId}/download`);
      expect(status).toBe(200);
      expect(headers).toMatchObject({ 'content-type': 'image/png', 'x-file-name': encodeURIComponent('Ünï 図.png') });
      expect(bytes).toEqual(png);
    }
  });

  it('of ten megabytes come out as they went in', async () => {
    const large = Buffer.concat([png, Buffer.alloc(10 * 1024 * 1024 - png.length, 0xa5)]);

    const sent = await upload(chat, {}, large);

    expect(sent.status).toBe(200);
    expect((await call(chat, `files/${fileIdOf(sent)}/download`)).bytes.equals(large)).toBe(true);
  }, 30_000);

  it('are uploaded once however often the request comes, also at the same time', async () => {
    const twice = await Promise.all([upload(chat, { requestId: 'r' }), upload(chat, { requestId: 'r' })]);
    const again = await upload(chat, { requestId: 'r' });
    const other = await upload(chat, { requestId: 's' });

    expect(new Set([...twice, again].map(fileIdOf)).size).toBe(1);
    expect(fileIdOf(other)).not.toBe(fileIdOf(again));
    expect(await lines('FileUploaded')).toHaveLength(2);
    expect(await storedFiles()).toBe(2);
  });

  it('are there after the Chat Server is gone, with the same id for the same request', async () => {
    const sent = await upload(chat, { requestId: 'r' });
    const other = aChatServer(pool);
    await post(`/sessions/${chat.chatId}/restore`, { tenant, alias: 'a2', lost: ['a1'] }, other).expect(200);

    const again = await upload(chat, { requestId: 'r' }, png, other);
    const { bytes } = await call(chat, `files/${fileIdOf(sent)}/download`, {}, other);
    const limits = await call(chat, 'fileLimits', {}, other);
    await other.sessions.close();

    expect(fileIdOf(again)).toBe(fileIdOf(sent));
    expect(bytes).toEqual(png);
    expect(limits.body.userData).toMatchObject({ 'used-upload-max-files': '1', 'used-download-attempts': '1' });
  });

  it.each<[string, [object, Buffer, Record<string, string>], number]>([
    ['one more than the most', [{}, png, { 'upload-max-files': '0' }], 201],
    ['one larger than the largest', [{}, png, { 'upload-max-file-size': '15' }], 202],
    ['one too much for all together', [{}, png, { 'upload-max-total-size': '15' }], 202],
    ['a type that is not accepted', [{}, png, { 'upload-file-types': 'pdf:gif' }], 203],
    ['a program', [{ name: 'a.exe', type: 'image/png' }, png, {}], 203],
    [
      'a program that is configured to be accepted',
      [{ name: 'a.exe', type: '' }, exe, { 'upload-file-types': 'exe' }],
      203,
    ],
    ['a program that is called a picture', [{}, exe, {}], 203],
    ['a program that is called text', [{ name: 'a.txt', type: 'text/plain' }, exe, {}], 203],
    ['a page that is called a picture', [{}, Buffer.from('<script>'), {}], 203],
    ['a picture declared to be a page', [{ type: 'text/html' }, png, {}], 203],
    ['another kind of picture', [{ name: 'a.png' }, gif, {}], 203],
    ['a file without an ending', [{ name: 'png' }, png, {}], 203],
    ['nothing', [{}, Buffer.alloc(0), {}], 203],
    ['a file while no agent is there, where one is needed', [{}, png, { 'upload-need-agent': 'true' }], 910],
  ])('refuse %s', async (_what, [file, bytes, options], code) => {
    Object.assign(server.options, options);

    const { status, body } = await upload(chat, file, bytes);

    expect({ status, code: body.errors[0]?.code }).toEqual({ status: 400, code });
    expect(await lines('FileUploaded')).toEqual([]);
    expect(await storedFiles()).toBe(0);
  });

  it('are accepted up to the limits, however many come at once, and the limits say what is used', async () => {
    Object.assign(server.options, { 'upload-max-files': '2', 'upload-max-total-size': '100' });

    const sent = await Promise.all(Array.from({ length: 6 }, () => upload(chat)));

    expect(sent.filter(({ status }) => status === 200)).toHaveLength(2);
    expect(await storedFiles()).toBe(2);
    expect((await call(chat, 'fileLimits')).body.userData).toEqual({
      ...{ 'upload-max-files': '2', 'upload-max-file-size': '10485760', 'upload-max-total-size': '100' },
      ...{ 'upload-need-agent': 'false', 'delete-file': 'always' },
      'upload-file-types': 'bmp:csv:doc:docx:gif:jpeg:jpg:pdf:png:pptx:tif:txt:webp:xls:xlsx:zip',
      ...{ 'used-upload-max-files': '2', 'used-upload-max-total-size': '32' },
      ...{ 'download-attempts': '50', 'used-download-attempts': '0' },
    });
  });

  it('can be deleted by who sent them, and by nobody else', async () => {
    const agent = await joinAgent();
    const fileId = fileIdOf(await upload(chat));

    expect((await call(agent, `files/${fileId}/delete`)).body.errors[0]?.code).toBe(910);
    expect(await storedFiles()).toBe(1);
    expect((await call(chat, `files/${fileId}/delete`)).body).toMatchObject({ statusCode: 0, chatEnded: false });

    expect(await storedFiles()).toBe(0);
    expect(await lines('FileDeleted')).toMatchObject([{ userData: { 'file-id': fileId, 'file-name': 'a.png' } }]);
    expect(await call(agent, `files/${fileId}/download`)).toMatchObject({
      status: 400,
      body: { errors: [{ code: 916 }] },
    });
    expect((await call(chat, 'fileLimits')).body.userData['used-upload-max-files']).toBe('0');
  });

  it('stay where nobody may delete', async () => {
    server.options['delete-file'] = 'never';
    const fileId = fileIdOf(await upload(chat));

    expect((await call(chat, `files/${fileId}/delete`)).status).toBe(400);
    expect((await call(chat, 'fileLimits')).body.userData['delete-file']).toBe('never');
    expect(await storedFiles()).toBe(1);
  });

  it('are downloaded by a customer as often as is configured, and by an agent as often as needed', async () => {
    server.options['download-attempts'] = '1';
    const agent = await joinAgent();
    const fileId = fileIdOf(await upload(chat));

    const statuses: number[] = [];
    for (const who of [chat, chat, agent, agent]) statuses.push((await call(who, `files/${fileId}/download`)).status);

    expect(statuses).toEqual([200, 400, 200, 200]);
  });

  it('are nobody’s who is not in the chat: not another chat’s, another tenant’s, or a wrong key’s', async () => {
    const fileId = fileIdOf(await upload(chat));
    const stranger = await begin();
    const path = (chatId: string) => `/sessions/${chatId}/files/${fileId}/download`;

    const other = await post(path(stranger.chatId), proofOf(stranger));
    const wrong = await post(path(chat.chatId), { ...proofOf(chat), secureKey: 'x' });
    const foreign = await post(path(chat.chatId), { ...proofOf(chat), tenant: 'Resources' });
    const written = await upload({ ...chat, secureKey: 'x' });

    expect([other.status, other.body]).toMatchObject([400, { errors: [{ code: 916 }] }]);
    expect([wrong.status, wrong.body]).toMatchObject([200, { statusCode: 2, userId: '' }]);
    expect([foreign.status, foreign.body]).toMatchObject([404, { error: { code: 'UNKNOWN_CHAT' } }]);
    expect(written).toMatchObject({ status: 200, body: { statusCode: 2 } });
    expect(await storedFiles()).toBe(1);
  });

  it('are accepted no more once the chat is over', async () => {
    await call(chat, 'disconnect');

    expect((await upload(chat)).body).toMatchObject({ statusCode: 2, chatEnded: true });
    expect(await storedFiles()).toBe(0);
  });

  it.each([
    ['no header', undefined],
    ['no base64', '!!!'],
    ['no JSON', Buffer.from('x').toString('base64url')],
    ['nothing in it', Buffer.from('{}').toString('base64url')],
  ])('are refused with %s', async (_case, header) => {
    const wish = request(server.app).post(`/sessions/${chat.chatId}/files`).set({ authorization });
    if (header !== undefined) void wish.set('x-chat-file', header);

    const { status, body } = await wish.type('application/octet-stream').send(png);

    expect(status).toBe(400);
    expect(body).toMatchObject({ error: { code: expect.stringMatching(/MALFORMED_REQUEST|INVALID_FIELD/) as string } });
  });

  it('with names that no database takes have names that it does', async () => {
    const fileId = fileIdOf(await upload(chat, { name: 'a\u0000\ud800.png' }));

    const { status, headers } = await call(chat, `files/${fileId}/download`);

    expect({ status, name: headers['x-file-name'] }).toEqual({
      status: 200,
      name: encodeURIComponent('a\ufffd\ufffd.png'),
    });
  });

  it('are not accepted by a Chat Server without a database, which says so in its limits', async () => {
    const without = aChatServer();
    chat = await begin(without);

    const { body } = await upload(chat, {}, png, without);
    const limits = await call(chat, 'fileLimits', {}, without);
    await without.sessions.close();

    expect(body.errors[0]?.code).toBe(201);
    expect(limits.body.userData).toMatchObject({ 'upload-max-files': '0', 'upload-file-types': '' });
  });
});

describe('the type of a file', () => {
  it.each([
    ['a.PNG', 'image/png', png, 'image/png'],
    ['a.pdf', '', pdf, 'application/pdf'],
    ['a.pdf', 'application/octet-stream', pdf, 'application/pdf'],
    ['a.jpeg', 'image/pjpeg', Buffer.from('ffd8ffe000104a46494600010101', 'hex'), 'image/jpeg'],
    ['a.tif', 'image/tiff', Buffer.from('49492a0008000000', 'hex'), 'image/tiff'],
    ['a.bmp', 'image/bmp', Buffer.from('BM\u0000\u0000'), 'image/bmp'],
    ['a.doc', 'application/msword', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'application/msword'],
    ['a.zip', 'application/x-zip-compressed', Buffer.from('504b030414000000', 'hex'), 'application/zip'],
    ['a.csv', 'application/vnd.ms-excel', Buffer.from('a;b\r\n1;ü\r\n'), 'text/csv'],
    ['a.txt', 'text/plain; charset=utf-8', Buffer.from('BM, and MZ, and %PDF'), 'text/plain'],
    ['a.txt', 'text/plain', Buffer.from('Grüße', 'latin1'), 'text/plain'],
  ])('%s, declared as "%s", is known', (name, declared, bytes, mediaType) => {
    expect(agreedMediaType(name, declared, bytes)).toBe(mediaType);
  });

  it('is never one that runs, whatever is sent (property)', () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 600 }), fc.constantFrom(exe, png, pdf, gif));
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), fc.string({ maxLength: 20 }), bytes, (name, declared, content) => {
        const mediaType = agreedMediaType(name, declared, Buffer.from(content));
        expect(mediaType ?? 'text/plain').toMatch(/^(image\/(?!svg)|text\/(plain|csv)$|application\/)/);
      }),
    );
  });
});

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly bytes: Buffer;
  readonly body: Reply;
}

function asBytes(response: request.Response, done: (error: Error | null, body: unknown) => void): void {
  const parts: Buffer[] = [];
  const stream = response as unknown as NodeJS.ReadableStream;
  stream.on('data', (part: Buffer) => parts.push(part));
  stream.on('end', () => {
    done(null, Buffer.concat(parts));
  });
}

function jsonOf(bytes: Buffer): Reply {
  try {
    return JSON.parse(bytes.toString()) as Reply;
  } catch {
    return {} as Reply;
  }
}
