import nock from 'nock';
import type request from 'supertest';
import { aliasOf, unknownChat, withWebNode } from './a-chat-of.js';
import { aChatServerReply, chatServer1, chatServer2 } from './a-web-node.js';
import type { WebNode } from './a-web-node.js';

// What nock replaces is Node's own, which the next test file of the same worker uses too.
afterAll(() => {
  nock.restore();
});

const participant = { tenant: 'Environment', userId: 'agent', secureKey: 'k' };
const ask = (node: WebNode, operation: string, body: object): request.Test =>
  node.asAgent.post(`/agent/api/chats/c/${operation}`).send(body);

describe('an agent in a chat', () => {
  it('joins it by its alias and speaks in it', async () => {
    await withWebNode(async (node) => {
      const alias = aliasOf(node, 'ChatServer_1');
      nock(chatServer1)
        .post('/sessions/c/agents', { tenant: 'Environment', nickname: 'Bob', type: 'Supervisor' })
        .reply(201, aChatServerReply({ userId: 'agent' }))
        .post('/sessions/c/send', { ...participant, message: 'Hello', transcriptPosition: 3, requestId: 'r-1' })
        .reply(200, aChatServerReply({ nextPosition: 4 }));

      const joined = await ask(node, 'join', {
        tenant: 'Environment',
        alias,
        nickname: 'Bob',
        type: 'Supervisor',
      }).expect(200);
      const sent = await ask(node, 'send', {
        ...participant,
        alias,
        message: 'Hello',
        transcriptPosition: 3,
        requestId: 'r-1',
      }).expect(200);

      expect(joined.body).toMatchObject({ userId: 'agent', statusCode: 0, alias });
      expect(sent.body).toMatchObject({ nextPosition: 4, alias });
    });
  });

  it('goes on in it where it was restored', async () => {
    await withWebNode(async (node) => {
      const [old, alias] = [aliasOf(node, 'ChatServer_1'), aliasOf(node, 'ChatServer_2')];
      await node.estate.report('ChatServer_1', 'stopped');
      nock(chatServer2)
        .post('/sessions/c/restore')
        .reply(200, { alias, isRestored: true })
        .post('/sessions/c/refresh')
        .reply(200, aChatServerReply());

      const { body } = await ask(node, 'refresh', { ...participant, alias: old, transcriptPosition: 1 }).expect(200);

      expect(body).toMatchObject({ statusCode: 0, alias });
    });
  });

  it('sends, takes and deletes files', async () => {
    await withWebNode(async (node) => {
      const alias = aliasOf(node, 'ChatServer_1');
      nock(chatServer1)
        .post('/sessions/c/files')
        .reply(200, aChatServerReply({ userData: { 'file-id': 'f1' } }))
        .post('/sessions/c/files/f1/download', participant)
        .reply(200, 'PDF', { 'content-type': 'application/pdf', 'x-file-name': 'a.pdf' })
        .post('/sessions/c/files/f1/delete', participant)
        .reply(200, aChatServerReply())
        .post('/sessions/c/fileLimits', participant)
        .reply(200, aChatServerReply({ userData: { 'upload-max-files': '5' } }));

      const sent = await node.asAgent
        .post('/agent/api/chats/c/file')
        .field({ ...participant, alias })
        .attach('file', Buffer.from('PDF'), 'a.pdf')
        .expect(200);
      const taken = await ask(node, 'file/f1/download', { ...participant, alias }).expect(200);
      await ask(node, 'file/f1/delete', { ...participant, alias }).expect(200);
      const limits = await ask(node, 'file/limits', { ...participant, alias }).expect(200);

      expect(sent.body).toMatchObject({ userData: { 'file-id': 'f1' } });
      expect(taken.headers).toMatchObject({ 'content-disposition': 'attachment; filename=a.pdf' });
      expect(limits.body).toMatchObject({ userData: { 'upload-max-files': '5' } });
    });
  });

  it("never reaches another tenant's chats, nor any other application", async () => {
    await withWebNode(async (node) => {
      const ofResources = aliasOf(node, 'ChatServer_3', 'Resources');
      const ofEmail = node.estate.loadBalancer.select({ tenant: 'Environment', type: 'EmailServer' }).alias;

      for (const alias of [ofResources, 'ChatServer_1', '']) {
        const { body } = await ask(node, 'refresh', { ...participant, alias });
        expect(body).toMatchObject({ statusCode: 2, messages: [] });
      }
      const { body } = await ask(node, 'refresh', { ...participant, alias: ofEmail });
      expect(body).toMatchObject({ statusCode: 2, chatEnded: true, errors: [{ code: 906 }] });
    });
  });

  it('is told when the chat is over', async () => {
    await withWebNode(async (node) => {
      const alias = aliasOf(node, 'ChatServer_1');
      await node.estate.report('ChatServer_1', 'stopped');
      nock(chatServer2).post('/sessions/c/restore').reply(404, unknownChat);

      const { body } = await ask(node, 'refresh', { ...participant, alias }).expect(200);

      expect(body).toMatchObject({ statusCode: 2, chatEnded: true, chatId: 'c' });
    });
  });
});
