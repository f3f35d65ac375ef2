import nock from 'nock';
import request from 'supertest';
import {
  aChatServerReply,
  aWebNode,
  callbackServer,
  chatServer1,
  chatServer2,
  contactServer,
  emailServer1,
  emailServer2,
  interactionServer,
  otherServers,
  statServer,
} from './a-web-node.js';
import type { WebNode } from './a-web-node.js';
import { eventually } from '../estate/eventually.js';

// What nock replaces is Node's own, which the next test file of the same worker uses too.
afterAll(() => {
  nock.restore();
});

describe('a web node with the other servers', () => {
  let node: WebNode;
  beforeEach(async () => {
    node = await aWebNode({ more: otherServers });
  });
  afterEach(async () => {
    await node[Symbol.asyncDispose]();
    nock.abortPendingRequests();
    nock.cleanAll();
  });

  describe('statistics', () => {
    const figures = {
      waiting: [
        { chatId: 'first', estimatedWaitSeconds: 30 },
        { chatId: 'second', estimatedWaitSeconds: 60 },
      ],
      active: 3,
      estimatedWaitSeconds: 60,
    };

    it('tell how many wait, and whose turn it is when, only of the chat that is named', async () => {
      nock(statServer).get('/statistics/chat?tenant=Environment').reply(200, figures);
      const ask = async (query: string): Promise<unknown> =>
        (await request(node.app).get(`/api/statistics/chat?${query}`).expect(200)).body as unknown;

      expect(await ask('service=support')).toEqual({ waiting: 2, active: 3, estimatedWaitSeconds: 60 });
      expect(await ask('tenant=Environment&chatId=first')).toEqual({
        ...{ waiting: 2, active: 3, position: 1, estimatedWaitSeconds: 30 },
      });
      expect(await ask('tenant=Environment&chatId=unknown')).not.toHaveProperty('position');
    });

    it('are asked for once a second, however many visitors want them, also where nobody answers', async () => {
      let asked = 0;
      nock(statServer)
        .persist()
        .get('/statistics/chat?tenant=Environment')
        .reply(() => {
          asked += 1;
          return [503];
        });

      const answers = await Promise.all(
        Array.from({ length: 20 }, () => request(node.app).get('/api/statistics/chat?tenant=Environment')),
      );

      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 503));
      expect(asked).toBe(1);
    });

    it.each([
      ['', 901],
      ['tenant=Nobody', 902],
      ['tenant=Unserved', 903],
      ['service=nothing', 905],
      ['service=support&tenant=Resources', 904],
      ['tenant=Environment&chatId=a&chatId=b', 909],
    ])('are refused for "%s"', async (query, code) => {
      const { body } = await request(node.app).get(`/api/statistics/chat?${query}`).expect(400);

      expect(body).toMatchObject({ errors: [{ code }] });
    });

    it('are not there for a tenant without Stat Server, and say so', async () => {
      const { body } = await request(node.app).get('/api/statistics/chat?tenant=Resources').expect(503);

      expect(body).toMatchObject({ errors: [{ code: 240 }] });
    });
  });

  describe("an agent's work", () => {
    const callback = { callbackId: 'c1', service: 's', name: 'Ada', phoneNumber: '+1', at: '2030-01-01', state: 'due' };
    const work = async (): Promise<unknown> =>
      (await node.asAgent.get('/agent/api/work?tenant=Environment').expect(200)).body as unknown;
    beforeEach(() => {
      for (const server of [chatServer1, chatServer2])
        nock(server).persist().get('/sessions?tenant=Environment').reply(200, { sessions: [] });
      for (const server of [emailServer1, emailServer2])
        nock(server).persist().get('/messages?tenant=Environment').reply(200, { messages: [] });
    });

    it('has calls to make, and the statistics of the queue', async () => {
      nock(callbackServer)
        .get('/callbacks?tenant=Environment')
        .reply(200, { callbacks: [callback] });
      nock(statServer)
        .get('/statistics/chat?tenant=Environment')
        .reply(200, { waiting: [], active: 1, estimatedWaitSeconds: 9 });

      const answer = await work();

      expect(answer).toMatchObject({
        callbacks: [callback],
        statistics: { waiting: 0, active: 1, estimatedWaitSeconds: 9 },
      });
      expect(answer).not.toHaveProperty('problem');
    });

    it('is told without them where their servers are lost, and says so', async () => {
      const answer = await work();

      expect(answer).toMatchObject({ chats: [], emails: [], callbacks: [], problem: expect.any(String) as string });
      expect(answer).not.toHaveProperty('statistics');
    });
  });

  describe('contacts', () => {
    it('show an agent what a customer of the tenant wrote before', async () => {
      const history = {
        contact: { emailAddress: 'a+b@example.test', name: 'Ada', firstSeenUtc: 1, lastSeenUtc: 2 },
        interactions: [
          { id: '1', media: 'chat', service: 's', subject: 'x', startedUtc: 2, excerpt: 'Hi', state: 'ended' },
        ],
      };
      nock(contactServer)
        .get('/contacts')
        .query({ tenant: 'Environment', emailAddress: 'a+b@example.test' })
        .reply(200, history);

      const query = { tenant: 'Environment', emailAddress: 'a+b@example.test' };
      const { body } = await node.asAgent.get('/agent/api/contacts').query(query).expect(200);

      expect(body).toEqual(history);
      await node.asAgent.get('/agent/api/contacts').query({ emailAddress: 'a@b.c' }).expect(400);
      await node.asAgent.get('/agent/api/contacts').query({ tenant: 'Environment' }).expect(400);
    });
  });

  describe('interactions', () => {
    const submitted = (body: object): object => ({ ...body, queue: 'inbound', state: 'new', submittedUtc: 1 });
    const email = { firstName: 'Ada', lastName: 'L', fromAddress: 'ada@example.com', subject: 'Q', text: 'Hello' };
    let heard: object[];
    beforeEach(() => {
      heard = [];
      for (const server of [chatServer1, chatServer2])
        nock(server).persist().post('/sessions').reply(201, aChatServerReply());
      for (const server of [emailServer1, emailServer2])
        nock(server).persist().post('/messages').reply(201, { interactionId: '17' });
    });
    const interactionServerTakes = (): void => {
      nock(interactionServer)
        .persist()
        .post('/interactions')
        .reply(201, (_uri, body) => {
          heard.push(body as object);
          return submitted(body as object);
        });
    };
    const begin = () =>
      request(node.app)
        .post('/genesys/2/chat/support')
        .type('form')
        .send({ nickname: 'Ada', subject: 'S', emailAddress: 'ada@example.com', 'userData[order]': '17' });
    const write = () => request(node.app).post('/genesys/2/email/support').type('form').send(email);

    it('are submitted for each chat and e-mail that began', async () => {
      interactionServerTakes();

      await begin().expect(200);
      await write().expect(200);
      await eventually('both submissions', () => (heard.length === 2 ? true : undefined));

      const common = { tenant: 'Environment', service: 'support' };
      expect(heard).toEqual([
        {
          ...{ ...common, interactionId: '0000aaaabbbbcccc', media: 'chat', subject: 'S' },
          attributes: { order: '17', emailAddress: 'ada@example.com' },
        },
        {
          ...{ ...common, interactionId: '17', media: 'email', subject: 'Q' },
          attributes: { emailAddress: 'ada@example.com', text: email.text },
        },
      ]);
    });

    it('are submitted again where the Interaction Server fails, and the customer hears nothing of it', async () => {
      let failures = 0;
      nock(interactionServer)
        .post('/interactions')
        .reply(() => {
          failures += 1;
          return [500];
        });

      const { body } = await begin().expect(200);
      expect(body).toMatchObject({ statusCode: 0 });
      await eventually('the failure', () => (failures === 1 ? true : undefined));
      interactionServerTakes();

      await eventually('the submission', () => (heard.length === 1 ? true : undefined));
      expect(node.logged).toEqual([]);
    });

    it('begin as ever while no Interaction Server runs', async () => {
      await node.estate.report('InteractionServer', 'stopped');

      expect((await begin().expect(200)).body).toMatchObject({ statusCode: 0 });
      expect((await write().expect(200)).body).toEqual({ statusCode: 0, interactionId: '17' });
    });

    it('are not submitted again where the Interaction Server refuses them', async () => {
      nock(interactionServer)
        .post('/interactions')
        .reply(400, { error: { code: 'INVALID_FIELD', message: 'No.' } });

      await begin().expect(200);

      const said = await eventually('the log', () => node.logged[0]);
      expect(said).toMatchObject([{ media: 'chat', reason: 'No.' }, expect.any(String)]);
    });

    it("are listed to the tenant's agents", async () => {
      const one = submitted({ interactionId: '17', media: 'email', service: 's', subject: 'x', attributes: {} });
      nock(interactionServer)
        .get('/interactions?tenant=Environment')
        .reply(200, { interactions: [one] });

      const { body } = await node.asAgent.get('/agent/api/interactions?tenant=Environment').expect(200);

      expect(body).toEqual({ interactions: [one] });
      await node.asAgent.get('/agent/api/interactions').expect(400);
    });
  });
});
