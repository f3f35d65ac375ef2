import nock from 'nock';
import { aBreakingServer } from './a-breaking-server.js';
import { aliasOf, ask, unknownChat, withWebNode } from './a-chat-of.js';
import { aChatServer, aWebApiServer } from '../sdk/an-estate.js';
import { aChatServerReply, chatServer1, chatServer2, chatServer4, played } from './a-web-node.js';
import type { WebNode } from './a-web-node.js';

// What nock replaces is Node's own, which the next test file of the same worker uses too.
afterAll(() => {
  nock.restore();
});

const options = { 'chat.support': { _chat_endpoint: 'Environment:default' } };

interface Asked {
  readonly tenant: string;
  readonly alias: string;
  readonly lost: readonly string[];
}

/** ChatServer_2 restores the chat under its own alias, and tells what it was asked. */
function restoresAt2(node: WebNode, asked: Asked[] = []): Asked[] {
  const alias = aliasOf(node, 'ChatServer_2');
  nock(chatServer2)
    .persist()
    .post('/sessions/c/restore', (body: Asked) => asked.push(body) > 0)
    .reply(200, { alias, isRestored: true });
  return asked;
}

const answersAt = (server: string, operation: string, difference: object = {}): nock.Scope =>
  nock(server)
    .persist()
    .post(`/sessions/c/${operation}`)
    .reply(200, aChatServerReply({ chatId: 'c', ...difference }));

describe('a chat whose Chat Server is gone', () => {
  it.each(['refresh', 'send'])('goes on at another one with the next %s, under a new alias', async (operation) => {
    await withWebNode(async (node) => {
      const [old, present] = [aliasOf(node, 'ChatServer_1'), aliasOf(node, 'ChatServer_2')];
      await node.estate.report('ChatServer_1', 'stopped');
      const asked = restoresAt2(node);
      answersAt(chatServer2, operation);

      const { body } = await ask(node, operation, { alias: old, message: 'Hello' }).expect(200);

      expect(body).toMatchObject({ statusCode: 0, chatEnded: false, alias: present, chatId: 'c' });
      expect(asked).toEqual([{ tenant: 'Environment', alias: present, lost: [old] }]);
    });
  });

  it('is found under its old alias and its new one, and restored once', async () => {
    await withWebNode(async (node) => {
      const [old, present] = [aliasOf(node, 'ChatServer_1'), aliasOf(node, 'ChatServer_2')];
      await node.estate.report('ChatServer_1', 'stopped');
      const asked = restoresAt2(node);
      answersAt(chatServer2, 'refresh');

      for (const alias of [old, old, present, old]) {
        const { body } = await ask(node, 'refresh', { alias });
        expect(body).toMatchObject({ statusCode: 0, alias: present });
      }

      expect(asked).toHaveLength(1);
    });
  });

  it('is restored once for all requests that come together', async () => {
    await withWebNode(async (node) => {
      const old = aliasOf(node, 'ChatServer_1');
      await node.estate.report('ChatServer_1', 'stopped');
      const asked = restoresAt2(node);
      answersAt(chatServer2, 'refresh');

      const answers = await Promise.all(Array.from({ length: 20 }, () => ask(node, 'refresh', { alias: old })));

      expect(answers.map(({ body }) => (body as { statusCode: number }).statusCode)).toEqual(Array(20).fill(0));
      expect(asked).toHaveLength(1);
    });
  });

  it('goes on before the control server knows: where nobody listens any more, nobody has the chat', async () => {
    await withWebNode(async (node) => {
      const [old, present] = [aliasOf(node, 'ChatServer_1'), aliasOf(node, 'ChatServer_2')];
      const asked = restoresAt2(node);
      answersAt(chatServer2, 'send');

      const { body } = await ask(node, 'send', { alias: old, message: 'Hello' });

      expect(body).toMatchObject({ statusCode: 0, alias: present });
      expect(asked).toMatchObject([{ lost: [old] }]);
    });
  });

  it('goes on where its Chat Server was started anew and knows nothing of it', async () => {
    await withWebNode(async (node) => {
      const alias = aliasOf(node, 'ChatServer_1');
      await node.estate.report('ChatServer_2', 'stopped');
      nock(chatServer1)
        .post('/sessions/c/refresh')
        .reply(404, unknownChat)
        .post('/sessions/c/restore', { tenant: 'Environment', alias, lost: [alias] })
        .reply(200, { alias, isRestored: true })
        .post('/sessions/c/refresh')
        .reply(200, aChatServerReply());

      const { body } = await ask(node, 'refresh', { alias });

      expect(body).toMatchObject({ statusCode: 0, alias });
    });
  });

  it('is followed to the Chat Server that has it', async () => {
    await withWebNode(async (node) => {
      const [wrong, owner] = [aliasOf(node, 'ChatServer_1'), aliasOf(node, 'ChatServer_2')];
      nock(chatServer1).post('/sessions/c/refresh').reply(404, unknownChat);
      for (const server of [chatServer1, chatServer2])
        nock(server).post('/sessions/c/restore').reply(200, { alias: owner, isRestored: false });
      answersAt(chatServer2, 'refresh');

      const { body } = await ask(node, 'refresh', { alias: wrong });

      expect(body).toMatchObject({ statusCode: 0, alias: owner });
    });
  });

  it('is restored by the next Chat Server when the first one asked does not answer', async () => {
    await withWebNode(async (node) => {
      await node.estate.configure(played(aChatServer(4)));
      await node.estate.configure(aWebApiServer(['ChatServer_1', 'ChatServer_2', 'ChatServer_4'], { options }));
      await node.estate.report('ChatServer_4', 'running');
      const old = aliasOf(node, 'ChatServer_1');
      await node.estate.report('ChatServer_1', 'stopped');
      const present = aliasOf(node, 'ChatServer_4');
      nock(chatServer2).persist().post('/sessions/c/restore').reply(503);
      nock(chatServer4).persist().post('/sessions/c/restore').reply(200, { alias: present, isRestored: true });
      answersAt(chatServer4, 'refresh');

      for (let round = 1; round <= 2; round++) {
        const { body } = await ask(node, 'refresh', { alias: old });
        expect(body).toMatchObject({ statusCode: 0, alias: present });
      }
    });
  });

  it('is over where it cannot be restored, and is not asked for again', async () => {
    await withWebNode(async (node) => {
      const alias = aliasOf(node, 'ChatServer_1');
      await node.estate.report('ChatServer_1', 'stopped');
      let asked = 0;
      nock(chatServer2)
        .persist()
        .post('/sessions/c/restore', () => ++asked > 0)
        .reply(404, unknownChat);

      for (let round = 1; round <= 3; round++) {
        const { body } = await ask(node, 'refresh', { alias }).expect(200);
        expect(body).toMatchObject({ statusCode: 2, chatEnded: true, errors: [{ code: 908 }], alias });
      }

      expect(asked).toBe(1);
    });
  });

  it('is not over where nobody can say so: its server does not listen, and is not known to have stopped', async () => {
    await withWebNode(async (node) => {
      const alias = aliasOf(node, 'ChatServer_1');
      nock(chatServer2).persist().post('/sessions/c/restore').reply(404, unknownChat);

      const { body } = await ask(node, 'refresh', { alias });

      expect(body).toMatchObject({ statusCode: 1, chatEnded: false, errors: [{ code: 911 }] });
    });
  });

  it('waits while no Chat Server runs that could restore it', async () => {
    await withWebNode(async (node) => {
      const alias = aliasOf(node, 'ChatServer_1');
      await node.estate.report('ChatServer_1', 'stopped');
      await node.estate.report('ChatServer_2', 'stopped');

      const { body } = await ask(node, 'refresh', { alias });

      expect(body).toMatchObject({ statusCode: 1, chatEnded: false });
    });
  });

  it('is never looked for with another tenant: its alias is not valid there', async () => {
    await withWebNode(async (node) => {
      const alias = aliasOf(node, 'ChatServer_3', 'Resources');
      await node.estate.report('ChatServer_3', 'stopped');

      const { body } = await ask(node, 'refresh', { alias });

      expect(body).toMatchObject({ statusCode: 2, chatEnded: true, errors: [{ code: 906 }] });
    });
  });

  it('does not tell its new alias to somebody with a wrong key', async () => {
    await withWebNode(async (node) => {
      const old = aliasOf(node, 'ChatServer_1');
      await node.estate.report('ChatServer_1', 'stopped');
      restoresAt2(node);
      answersAt(chatServer2, 'refresh', { statusCode: 2, chatEnded: true, messages: [] });

      const { body } = await ask(node, 'refresh', { alias: old, secureKey: 'wrong' });

      expect(body).toMatchObject({ statusCode: 2, chatEnded: true, alias: old, secureKey: 'wrong', messages: [] });
    });
  });
});

describe('a request that may have been carried out', () => {
  it('is repeated as the same message, so that a Chat Server can tell', async () => {
    await withWebNode(async (node) => {
      const alias = aliasOf(node, 'ChatServer_1');
      const asked = restoresAt2(node);
      await using breaking = await aBreakingServer(chatServer1);

      const { body } = await ask(node, 'send', { alias, message: 'Hello' });

      const [first, second] = breaking.heard as readonly { readonly requestId: string }[];
      expect(body).toMatchObject({ statusCode: 1, chatEnded: false });
      expect(breaking.heard).toHaveLength(2);
      expect(first).toMatchObject({ message: 'Hello', requestId: expect.stringMatching(/^[\w-]{36}$/) });
      expect(second).toEqual(first);
      expect(asked).toEqual([]);
    });
  });

  it('is repeated where the chat was restored, when its Chat Server died before its answer', async () => {
    await withWebNode(async (node) => {
      const [old, present] = [aliasOf(node, 'ChatServer_1'), aliasOf(node, 'ChatServer_2')];
      restoresAt2(node);
      const repeated: unknown[] = [];
      nock(chatServer2)
        .post('/sessions/c/send', (body) => repeated.push(body) > 0)
        .reply(200, aChatServerReply());
      const dying = await aBreakingServer(chatServer1, { isLast: true });

      const { body } = await ask(node, 'send', { alias: old, message: 'Hello' });

      expect(body).toMatchObject({ statusCode: 0, alias: present });
      expect(repeated).toEqual(dying.heard);
      await dying[Symbol.asyncDispose]();
    });
  });

  it('is a request to join: repeated by nobody but the agent', async () => {
    await withWebNode(async (node) => {
      const alias = aliasOf(node, 'ChatServer_1');
      await using breaking = await aBreakingServer(chatServer1);

      const join = { tenant: 'Environment', alias, nickname: 'Bob' };
      const { body } = await node.asAgent.post('/agent/api/chats/c/join').send(join);

      expect(body).toMatchObject({ statusCode: 1, chatEnded: false });
      expect(breaking.heard).toHaveLength(1);
    });
  });

  it('is a message to a Chat Server that hangs: answered within three seconds, and not repeated', async () => {
    await withWebNode(async (node) => {
      const alias = aliasOf(node, 'ChatServer_1');
      nock(chatServer1).post('/sessions/c/send').delay(10_000).reply(200, aChatServerReply());

      const { body } = await ask(node, 'send', { alias, message: 'Hello' }).timeout(3_000);

      expect(body).toMatchObject({ statusCode: 1, chatEnded: false });
    });
  });

  it('is a long poll at a Chat Server that hangs: answered within three seconds', async () => {
    await withWebNode(async (node) => {
      const alias = aliasOf(node, 'ChatServer_1');
      nock(chatServer1).post('/sessions/c/refresh').delay(10_000).reply(200, aChatServerReply());

      const { body } = await ask(node, 'refresh', { alias, waitMs: 2_500 }).timeout(3_000);

      expect(body).toMatchObject({ statusCode: 1, chatEnded: false });
    });
  });
});
