import nock from 'nock';
import request from 'supertest';
import { aBreakingServer } from './a-breaking-server.js';
import { aChatServerReply, aWebNode, chatServer1, chatServer2, serviceSecret } from './a-web-node.js';
import type { WebNode } from './a-web-node.js';

// What nock replaces is Node's own, which the next test file of the same worker uses too.
afterAll(() => {
  nock.restore();
});

const chat = '/genesys/2/chat/support';

describe('the Chat API', () => {
  let node: WebNode;
  const aliasOf = (application: string): string => {
    const others = ['ChatServer_1', 'ChatServer_2'].filter((name) => name !== application);
    return node.estate.loadBalancer.select({ tenant: 'Environment', type: 'ChatServer', exclude: others }).alias;
  };

  beforeEach(async () => {
    node = await aWebNode();
  });
  afterEach(async () => {
    await node.estate[Symbol.asyncDispose]();
    nock.abortPendingRequests();
    nock.cleanAll();
  });

  describe('at the beginning of a chat', () => {
    it('hands it to a Chat Server of the tenant and answers with the alias of that server', async () => {
      const heard: unknown[] = [];
      for (const server of [chatServer1, chatServer2]) {
        nock(server, { reqheaders: { authorization: `Bearer ${serviceSecret}` } })
          .post('/sessions', (body) => heard.push(body) > 0)
          .reply(201, aChatServerReply());
      }

      const { body } = await request(node.app)
        .post(chat)
        .type('form')
        .send({ nickname: 'Ada', subject: 'Hello', userId: '', secureKey: '', alias: '', 'userData[order]': '17' })
        .expect(200);

      expect(heard).toEqual([
        {
          ...{ tenant: 'Environment', service: 'support', alias: expect.any(String) },
          ...{ nickname: 'Ada', subject: 'Hello', userData: { order: '17' } },
        },
      ]);
      expect(heard).toMatchObject([{ alias: (body as { alias: string }).alias }]);
      expect(body).toEqual({ ...aChatServerReply(), alias: expect.stringMatching(/^[\w-]{32}$/) });
      expect(['ChatServer_1', 'ChatServer_2']).toContain(
        node.estate.loadBalancer.resolve((body as { alias: string }).alias, { tenant: 'Environment' }).application,
      );
    });

    it.each(['', '/'])('accepts multipart, and a path that ends with "%s"', async (end) => {
      nock(chatServer1)
        .post('/sessions', {
          tenant: 'Environment',
          service: 'support',
          nickname: 'Ada',
          alias: aliasOf('ChatServer_1'),
        })
        .reply(201, aChatServerReply());
      await node.estate.report('ChatServer_2', 'stopped');

      const { body } = await request(node.app).post(`${chat}${end}`).field('nickname', 'Ada').expect(200);

      expect(body).toMatchObject({ statusCode: 0, chatId: '0000aaaabbbbcccc', chatEnded: false });
    });

    it('begins it on another Chat Server when the first refuses the connection', async () => {
      nock(chatServer2).persist().post('/sessions').reply(201, aChatServerReply());

      for (let round = 1; round <= 2; round++) {
        const { body } = await request(node.app).post(chat).type('form').send({ nickname: 'Ada' }).expect(200);

        expect(body).toMatchObject({ statusCode: 0, alias: aliasOf('ChatServer_2') });
      }
    });

    it('does not begin it twice when only the answer was lost', async () => {
      await using first = await aBreakingServer(chatServer1);
      await using second = await aBreakingServer(chatServer2);

      const { body } = await request(node.app).post(chat).type('form').send({ nickname: 'Ada' }).expect(200);

      expect(body).toMatchObject({ statusCode: 1, chatEnded: false, errors: [{ code: 911 }] });
      expect([...first.heard, ...second.heard]).toHaveLength(1);
    });

    it('says 240 when nobody is selectable', async () => {
      await node.estate.report('ChatServer_1', 'service-unavailable');
      await node.estate.report('ChatServer_2', 'stopped');

      const { body } = await request(node.app).post(chat).type('form').send({ nickname: 'Ada' }).expect(200);

      expect(body).toMatchObject({ statusCode: 2, messages: [], errors: [{ code: 240 }] });
    });

    it('gives on what the Chat Server says of bad input', async () => {
      const errors = [{ code: 161, advice: 'Send a nickname.', message: 'The nickname is missing.' }];
      for (const server of [chatServer1, chatServer2])
        nock(server).post('/sessions').reply(400, { statusCode: 2, errors });

      const { body } = await request(node.app).post(chat).type('form').send({}).expect(400);

      expect(body).toMatchObject({ statusCode: 2, errors });
    });
  });

  describe('within a chat', () => {
    it.each(['send', 'refresh', 'startTyping', 'stopTyping', 'disconnect', 'refresh/'])(
      'gives %s to the Chat Server that the alias names',
      async (operation) => {
        const parameters = { userId: 'u', secureKey: 'k', message: 'Hello', transcriptPosition: 3 };
        nock(chatServer2)
          .post(`/sessions/0000aaaabbbbcccc/${operation.replace('/', '')}`, (body: object) => {
            expect(body).toMatchObject({ tenant: 'Environment', ...parameters });
            return true;
          })
          .reply(200, aChatServerReply());
        const alias = aliasOf('ChatServer_2');

        const { body } = await request(node.app)
          .post(`${chat}/0000aaaabbbbcccc/${operation}`)
          .type('form')
          .send({ ...parameters, alias })
          .expect(200);

        expect(body).toEqual({ ...aChatServerReply(), alias });
      },
    );

    it('says explicitly that the chat has not ended, whatever the Chat Server leaves out', async () => {
      nock(chatServer1).post(/./).reply(200, { statusCode: 0 });

      const { body } = await request(node.app)
        .post(`${chat}/c/refresh`)
        .type('form')
        .send({ alias: aliasOf('ChatServer_1') });

      expect(body).toMatchObject({ statusCode: 0, chatEnded: false, messages: [], nextPosition: 1 });
    });

    it.each([
      ['the Chat Server has stopped and nobody can restore the chat', { errors: [{ code: 908 }] }],
      ['the alias is forged', { errors: [{ code: 906 }] }],
    ])('says that it is over when %s', async (situation, expected) => {
      const alias = situation.includes('forged') ? 'A'.repeat(32) : aliasOf('ChatServer_1');
      nock(chatServer2)
        .post('/sessions/c/restore')
        .reply(404, { error: { code: 'UNKNOWN_CHAT', message: 'Unknown.' } });
      await node.estate.report('ChatServer_1', 'stopped');

      const { body } = await request(node.app)
        .post(`${chat}/c/refresh`)
        .type('form')
        .send({ alias, userId: 'u', secureKey: 'k' })
        .expect(200);

      expect(body).toMatchObject({
        ...expected,
        statusCode: 2,
        chatEnded: true,
        chatId: 'c',
        userId: 'u',
        secureKey: 'k',
        alias,
      });
    });

    it('treats an alias of another tenant as it treats a forged one', async () => {
      const alias = aliasOf('ChatServer_2');

      const { body } = await request(node.app).post('/genesys/2/chat/sales/c/refresh').type('form').send({ alias });

      expect(body).toMatchObject({ statusCode: 2, chatEnded: true, errors: [{ code: 906 }] });
    });

    const refresh = async (application: string): Promise<unknown> => {
      const form = { alias: aliasOf(application) };
      const { body } = await request(node.app).post(`${chat}/c/refresh`).type('form').send(form).expect(200);
      return body;
    };

    it('asks the client to try again when a Chat Server that runs refuses the connection', async () => {
      expect(await refresh('ChatServer_1')).toMatchObject({ statusCode: 1, chatEnded: false, messages: [] });
    });

    it('asks the client to try again when a Chat Server that runs breaks the connection', async () => {
      await using breaking = await aBreakingServer(chatServer1);

      expect(await refresh('ChatServer_1')).toMatchObject({ statusCode: 1, chatEnded: false, messages: [] });
      expect(breaking.heard).toHaveLength(2);
    });

    it('answers within three seconds when the Chat Server does not', async () => {
      nock(chatServer1).post(/./).delay(10_000).reply(200, aChatServerReply());

      const { body } = await request(node.app)
        .post(`${chat}/c/refresh`)
        .type('form')
        .send({ alias: aliasOf('ChatServer_1') })
        .timeout(3_000);

      expect(body).toMatchObject({ statusCode: 1, chatEnded: false });
    });

    it('goes on with a chat whose Chat Server takes no new ones', async () => {
      const alias = aliasOf('ChatServer_1');
      await node.estate.report('ChatServer_1', 'service-unavailable');
      nock(chatServer1).post(/./).reply(200, aChatServerReply());

      const { body } = await request(node.app).post(`${chat}/c/refresh`).type('form').send({ alias });

      expect(body).toMatchObject({ statusCode: 0, chatEnded: false, alias });
    });

    it('gives on what the Chat Server says of bad input, and names the chat all the same', async () => {
      const errors = [{ code: 204, advice: 'Send less.', message: 'The message is too long.' }];
      nock(chatServer1).post(/./).reply(400, { statusCode: 2, errors });
      const identity = { userId: 'u', secureKey: 'k', alias: aliasOf('ChatServer_1') };

      const { body } = await request(node.app).post(`${chat}/c/send/`).type('form').send(identity).expect(400);

      expect(body).toMatchObject({ ...identity, chatId: 'c', chatEnded: false, errors });
    });

    it('asks for an alias where there is none', async () => {
      const { body } = await request(node.app).post(`${chat}/c/refresh`).type('form').send({ alias: '' }).expect(400);

      expect(body).toMatchObject({
        errors: [{ code: 907, message: expect.any(String), advice: expect.stringContaining('alias') }],
      });
    });
  });
});
