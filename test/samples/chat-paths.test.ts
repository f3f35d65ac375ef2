import nock from 'nock';
import request from 'supertest';
import { z } from 'zod';
import { aliasOf, chat } from './a-chat-of.js';
import { aChatServerReply, aWebNode, chatServer1 } from './a-web-node.js';
import type { WebNode } from './a-web-node.js';

// What nock replaces is Node's own, which the next test file of the same worker uses too.
afterAll(() => {
  nock.restore();
});

/** What a strict client decodes: nothing missing, nothing null, nothing more. */
const strictMessage = z.strictObject({
  from: z.strictObject({
    nickname: z.string(),
    participantId: z.int(),
    type: z.enum(['Client', 'Agent', 'Supervisor', 'System']),
  }),
  index: z.int().min(1),
  type: z.string(),
  utcTime: z.int(),
  text: z.string().optional(),
  messageType: z.string().optional(),
  userData: z.record(z.string(), z.string()).optional(),
});
const strictReply = z.strictObject({
  chatId: z.string(),
  statusCode: z.int(),
  alias: z.string(),
  userId: z.string(),
  secureKey: z.string(),
  chatEnded: z.boolean(),
  nextPosition: z.int().min(1),
  messages: z.array(strictMessage),
  errors: z.array(z.strictObject({ code: z.int(), advice: z.string(), message: z.string() })).optional(),
  userData: z.record(z.string(), z.string()).optional(),
});

const participant = { userId: '0123456789abcdef', secureKey: 'fedcba9876543210' };
type Form = Readonly<Record<string, string>>;

/** Path below the chat, what a client sends, where the Chat Server hears it, and what it hears. */
const paths: readonly (readonly [string, Form, string, object])[] = [
  [
    'send',
    { message: 'Hello', messageType: 'text', transcriptPosition: '3' },
    'send',
    { message: 'Hello', messageType: 'text', transcriptPosition: 3 },
  ],
  ['refresh', { transcriptPosition: '0', message: 'Hel' }, 'refresh', { transcriptPosition: 0, message: 'Hel' }],
  ['startTyping', { message: 'Hel' }, 'startTyping', { message: 'Hel' }],
  ['stopTyping', {}, 'stopTyping', {}],
  ['disconnect', {}, 'disconnect', {}],
  ['pushUrl', { pushUrl: 'https://shop.example/a?b=c&d' }, 'pushUrl', { pushUrl: 'https://shop.example/a?b=c&d' }],
  ['updateNickname', { nickname: 'Ada & Bob' }, 'updateNickname', { nickname: 'Ada & Bob' }],
  ['customNotice', { message: 'on page 7' }, 'customNotice', { message: 'on page 7' }],
  [
    'updateData',
    { 'userData[order]': '17', 'userData[0]': 'ü', 'userData[a.b c]': '' },
    'updateData',
    { userData: { order: '17', 0: 'ü', 'a.b c': '' } },
  ],
  ['readReceipt', { transcriptPosition: '12' }, 'readReceipt', { transcriptPosition: 12 }],
  ['file/limits', {}, 'fileLimits', {}],
  ['file/f1/delete', {}, 'files/f1/delete', {}],
];

const bodies = ['urlencoded', 'multipart'] as const;
const post = (node: WebNode, path: string, [form, body]: readonly [Form, (typeof bodies)[number]]): request.Test => {
  const posted = request(node.app).post(path);
  if (body === 'urlencoded') return posted.type('form').send(form);
  return Object.entries(form).reduce((test, [name, value]) => test.field(name, value), posted);
};

describe('every path of the Chat API', () => {
  let node: WebNode;
  let alias: string;
  beforeAll(async () => {
    node = await aWebNode();
    alias = aliasOf(node, 'ChatServer_1');
  });
  afterEach(() => {
    nock.abortPendingRequests();
    nock.cleanAll();
  });
  afterAll(() => node[Symbol.asyncDispose]());

  const cases = paths.flatMap((path) =>
    bodies.flatMap((body) => ['', '/'].map((end) => [path[0], body, end, path] as const)),
  );

  it.each(cases)(
    '%s takes %s with "%s" at its end, and answers what strict clients decode',
    async (_path, body, end, [path, form, action, heard]) => {
      nock(chatServer1)
        .post(`/sessions/c/${action}`, ({ requestId, ...body }: Record<string, unknown>) => {
          expect(body).toEqual({ tenant: 'Environment', ...participant, ...heard });
          expect(requestId !== undefined).toBe(['send', 'pushUrl', 'customNotice'].includes(action));
          return true;
        })
        .reply(200, aChatServerReply({ userData: { 'upload-max-files': '5' } }));

      const answer = await post(node, `${chat}/c/${path}${end}`, [{ ...participant, alias, ...form }, body]).expect(
        200,
      );

      expect(strictReply.parse(answer.body)).toEqual({
        ...aChatServerReply({ userData: { 'upload-max-files': '5' } }),
        alias,
      });
    },
  );

  it.each(bodies)('the base takes empty alias, userId and secureKey, and user data, as %s', async (body) => {
    await node.estate.report('ChatServer_2', 'stopped');
    nock(chatServer1)
      .post('/sessions', {
        tenant: 'Environment',
        service: 'support',
        alias,
        firstName: 'Ada',
        lastName: 'L',
        emailAddress: 'a@example.com',
        text: 'Hi',
        userData: { order: '17' },
      })
      .reply(201, aChatServerReply());

    const form = {
      alias: '',
      userId: '',
      secureKey: '',
      nickname: '',
      firstName: 'Ada',
      lastName: 'L',
      emailAddress: 'a@example.com',
      text: 'Hi',
      'userData[order]': '17',
    };
    const answer = await post(node, chat, [form, body]).expect(200);

    expect(strictReply.parse(answer.body)).toMatchObject({ statusCode: 0, alias });
    await node.estate.report('ChatServer_2', 'running');
  });

  it.each([...paths.map(([path]) => path), 'file', 'file/f1/download'])(
    '%s answers a preflight with header apikey',
    async (path) => {
      for (const end of ['', '/']) {
        const { headers } = await request(node.app)
          .options(`${chat}/c/${path}${end}`)
          .set({
            origin: 'https://shop.example',
            'access-control-request-method': 'POST',
            'access-control-request-headers': 'apikey',
          })
          .expect(204);

        expect(headers).toMatchObject({ 'access-control-allow-origin': '*', 'access-control-allow-headers': 'apikey' });
      }
    },
  );

  it.each([
    ['without alias', {}, 400, { statusCode: 2, chatEnded: false, errors: [{ code: 907 }] }],
    [
      'with a forged alias',
      { alias: 'A'.repeat(32) },
      200,
      { statusCode: 2, chatEnded: true, errors: [{ code: 906 }] },
    ],
    [
      'with a tenant that does not exist',
      { tenant: 'Nobody', alias: 'a' },
      400,
      { statusCode: 2, errors: [{ code: 902 }] },
    ],
    [
      'with a tenant that is not served here',
      { tenant: 'Unserved', alias: 'a' },
      400,
      { statusCode: 2, errors: [{ code: 903 }] },
    ],
    [
      'with a tenant that is not that of the service',
      { tenant: 'Resources', alias: 'a' },
      400,
      { statusCode: 2, errors: [{ code: 904 }] },
    ],
  ] as const)('%s answers with its error, as strict clients decode it', async (_case, form, status, expected) => {
    for (const [path] of [...paths, ['file/f1/download']] as const) {
      const { body } = await request(node.app).post(`${chat}/c/${path}`).type('form').send(form).expect(status);

      expect(strictReply.parse(body)).toMatchObject(expected);
    }
  });

  it('says 364 of an e-mail address that is none', async () => {
    const { body } = await request(node.app)
      .post(chat)
      .type('form')
      .send({ nickname: 'Ada', emailAddress: 'ada@' })
      .expect(400);

    expect(strictReply.parse(body)).toMatchObject({ statusCode: 2, errors: [{ code: 364 }] });
  });

  it('says the same of a wrong key as of a chat that nobody knows, and ends nothing', async () => {
    const gone = {
      statusCode: 2,
      chatEnded: true,
      userId: '',
      secureKey: '',
      chatId: 'c',
      nextPosition: 1,
      messages: [],
      errors: [{ code: 1, advice: 'Start.', message: 'Over.' }],
    };
    nock(chatServer1).post('/sessions/c/refresh').reply(200, gone);
    const wrongKey = await post(node, `${chat}/c/refresh`, [{ ...participant, alias }, 'urlencoded']).expect(200);

    const unknown = { error: { code: 'UNKNOWN_CHAT', message: 'Unknown.' } };
    await node.estate.report('ChatServer_2', 'stopped');
    nock(chatServer1).post('/sessions/c/refresh').reply(404, unknown).post('/sessions/c/restore').reply(404, unknown);
    const nobodyKnows = await post(node, `${chat}/c/refresh`, [{ ...participant, alias }, 'urlencoded']).expect(200);
    await node.estate.report('ChatServer_2', 'running');

    expect(wrongKey.body).toMatchObject({
      statusCode: 2,
      chatEnded: true,
      errors: [{ code: 908 }],
      ...participant,
      alias,
    });
    expect(nobodyKnows.body).toEqual(wrongKey.body);
  });
});
