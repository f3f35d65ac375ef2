import nock from 'nock';
import { aWebNode, chatServer1, chatServer2, emailServer1, emailServer2 } from './a-web-node.js';
import type { WebNode } from './a-web-node.js';

// What nock replaces is Node's own, which the next test file of the same worker uses too.
afterAll(() => {
  nock.restore();
});

const aChat = (chatId: string, startedUtc: number): object => ({
  chatId,
  alias: 'A'.repeat(32),
  service: 'support',
  subject: 'Hello',
  nickname: 'Ada',
  state: 'waiting',
  startedUtc,
  participants: ['Ada'],
  messageCount: 1,
  lastText: 'Hi',
});

const anEmail = {
  interactionId: '17',
  service: 'support',
  firstName: 'Ada',
  lastName: 'Lovelace',
  fromAddress: 'ada@example.com',
  subject: 'A question',
  text: 'Does it work?',
  receivedUtc: 1_700_000_000_000,
  state: 'new',
  acknowledged: true,
};

describe("the agent's API", () => {
  let node: WebNode;
  beforeEach(async () => {
    node = await aWebNode();
  });
  afterEach(async () => {
    await node.estate[Symbol.asyncDispose]();
    nock.abortPendingRequests();
    nock.cleanAll();
  });

  const emailServersKnow = (messages: readonly object[]): void => {
    for (const server of [emailServer1, emailServer2]) {
      nock(server).get('/messages').query({ tenant: 'Environment' }).reply(200, { messages });
    }
  };

  it('lists the chats of all Chat Servers of the tenant by age, and its e-mails', async () => {
    nock(chatServer1)
      .get('/sessions?tenant=Environment')
      .reply(200, { sessions: [aChat('younger', 2)] });
    nock(chatServer2)
      .get('/sessions?tenant=Environment')
      .reply(200, { sessions: [aChat('older', 1)] });
    emailServersKnow([anEmail]);

    const { body } = await node.asAgent.get('/agent/api/work?tenant=Environment').expect(200);

    expect(body).toMatchObject({
      chats: [
        { chatId: 'older', application: 'ChatServer_2' },
        { chatId: 'younger', application: 'ChatServer_1' },
      ],
      emails: [anEmail],
      silent: [],
    });
  });

  it('lists also the chats of a Chat Server that takes no new ones, and names one that does not answer', async () => {
    await node.estate.report('ChatServer_1', 'service-unavailable');
    nock(chatServer1)
      .get('/sessions?tenant=Environment')
      .reply(200, { sessions: [aChat('draining', 1)] });
    nock(chatServer2).get('/sessions?tenant=Environment').reply(503);
    emailServersKnow([]);

    const { body } = await node.asAgent.get('/agent/api/work?tenant=Environment').expect(200);

    expect(body).toMatchObject({ chats: [{ chatId: 'draining' }], silent: ['ChatServer_2'] });
  });

  it('lists the chats when e-mail is out of order', async () => {
    for (const server of [chatServer1, chatServer2]) {
      nock(server).get('/sessions?tenant=Environment').reply(200, { sessions: [] });
    }
    await node.estate.report('EmailServer_1', 'stopped');
    await node.estate.report('EmailServer_2', 'stopped');

    const { body } = await node.asAgent.get('/agent/api/work?tenant=Environment').expect(200);

    expect(body).toMatchObject({ chats: [], emails: [], problem: expect.any(String) });
  });

  it.each([
    [200, 'by-you'],
    [409, 'already'],
  ])('says what became of an answer to an e-mail (%i: %s)', async (status, answered) => {
    for (const server of [emailServer1, emailServer2]) {
      nock(server)
        .post('/messages/17/reply', { tenant: 'Environment', nickname: 'Bob', text: 'Yes.' })
        .reply(status, status === 409 ? { error: { code: 'ALREADY_ANSWERED', message: 'Answered.' } } : {});
    }

    const { body } = await node.asAgent
      .post('/agent/api/emails/17/reply')
      .send({ tenant: 'Environment', nickname: 'Bob', text: 'Yes.' })
      .expect(200);

    expect(body).toEqual({ answered });
  });

  it.each([
    ['TENANT_MISSING', ''],
    ['UNKNOWN_TENANT', '?tenant=Nobody'],
    ['TENANT_NOT_SERVED', '?tenant=Unserved'],
  ])('refuses with %s', async (code, query) => {
    const { body } = await node.asAgent.get(`/agent/api/work${query}`).expect(400);

    expect(body).toMatchObject({ error: { code } });
  });
});
