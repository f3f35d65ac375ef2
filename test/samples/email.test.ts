import nock from 'nock';
import request from 'supertest';
import { aBreakingServer } from './a-breaking-server.js';
import { aWebNode, emailServer1, emailServer2, mailServer, serviceSecret } from './a-web-node.js';
import type { WebNode } from './a-web-node.js';

// What nock replaces is Node's own, which the next test file of the same worker uses too.
afterAll(() => {
  nock.restore();
});

const email = {
  firstName: 'Ada',
  lastName: 'Lovelace',
  fromAddress: 'ada@example.com',
  subject: 'A question',
  text: 'Does it <b>work</b>?',
};
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

describe('e-mail from the web', () => {
  let node: WebNode;
  beforeEach(async () => {
    node = await aWebNode();
  });
  afterEach(async () => {
    await node.estate[Symbol.asyncDispose]();
    nock.abortPendingRequests();
    nock.cleanAll();
  });

  it('is stored by an E-mail Server of the tenant, and answered with its interaction id', async () => {
    const heard: unknown[] = [];
    for (const server of [emailServer1, emailServer2]) {
      nock(server, { reqheaders: { authorization: `Bearer ${serviceSecret}` } })
        .post('/messages', (body) => heard.push(body) > 0)
        .reply(201, { interactionId: '17' });
    }

    const { body } = await request(node.app)
      .post('/genesys/2/email/support')
      .type('form')
      .send({ ...email, userData: ['order=17', 'note=a=b'] })
      .expect(200);

    expect(body).toEqual({ statusCode: 0, interactionId: '17' });
    expect(heard).toEqual([
      {
        ...email,
        tenant: 'Environment',
        service: 'support',
        submissionId: expect.stringMatching(uuid),
        userData: { order: '17', note: 'a=b' },
      },
    ]);
  });

  it('is not written for others without end', async () => {
    await using limited = await aWebNode({ web: { 'rate-limit-creations': '1' } });
    const write = (path: string) =>
      request(limited.app)
        .post(path)
        .type('form')
        .send({ ...email, fromAddress: '' });

    await write('/genesys/2/email/support').expect(400);
    await write('/genesys/2/email/support').expect(429);
    await write('/email').expect(429);
    await request(limited.app).get('/email').expect(200);
  });

  describe('with files', () => {
    const post = (files: readonly (readonly [name: string, bytes: Buffer])[], path = '/genesys/2/email/support') => {
      const posted = request(node.app).post(path);
      for (const [field, value] of Object.entries(email)) void posted.field(field, value);
      for (const [name, bytes] of files) void posted.attach('files', bytes, name);
      return posted;
    };

    it('goes to the E-mail Server whole, under names that hide nothing', async () => {
      const heard: { attachments: readonly { name: string; bytes: string }[] }[] = [];
      for (const server of [emailServer1, emailServer2]) {
        nock(server)
          .post('/messages', (body: (typeof heard)[0]) => heard.push(body) > 0)
          .reply(201, { interactionId: '19' });
      }

      await post([
        ['../../etc/pass\u202Ewd.txt', Buffer.from('one')],
        ['b.pdf', Buffer.from('%PDF-1.7')],
      ]).expect(200);

      expect(heard[0]?.attachments.map(({ name, bytes }) => [name, Buffer.from(bytes, 'base64').toString()])).toEqual([
        ['passwd.txt', 'one'],
        ['b.pdf', '%PDF-1.7'],
      ]);
    });

    it.each([
      ['eleven files', Array.from({ length: 11 }, (_, n) => [`${n}.txt`, Buffer.from('x')] as const), 201],
      ['a file of more than 10 MB', [['big.txt', Buffer.alloc(11 * 1024 * 1024, 'x')]] as const, 202],
      [
        'two that are too large together',
        [
          ['one.txt', Buffer.alloc(6 * 1024 * 1024, 'x')],
          ['two.txt', Buffer.alloc(6 * 1024 * 1024, 'x')],
        ] as const,
        202,
      ],
    ])('is refused for %s', async (_what, files, code) => {
      const { body } = await post(files).expect(400);

      expect(body).toMatchObject({ statusCode: 2, errors: [{ code }] });
    });

    it('says with 203 that the E-mail Server does not take a file of that type, in the form too', async () => {
      const refusal = { error: { code: 'FILE_TYPE', message: 'The file "a.exe" is of no accepted type.' } };
      for (const server of [emailServer1, emailServer2]) nock(server).persist().post('/messages').reply(400, refusal);

      const { body } = await post([['a.exe', Buffer.from('MZ')]]).expect(400);
      const form = await post([['a.exe', Buffer.from('MZ')]], '/email')
        .field('service', 'support')
        .expect(400);

      expect(body).toMatchObject({ errors: [{ code: 203 }] });
      expect(form.text).toContain('Files of this kind are not accepted.');
      expect(form.text).toContain('value="A question"');
    });

    it('hands a file to an agent of the tenant, to be saved and never shown', async () => {
      for (const server of [emailServer1, emailServer2]) {
        nock(server)
          .get('/messages/17/attachments/1?tenant=Environment')
          .reply(200, Buffer.from('<script>'), { 'content-type': 'text/html', 'x-file-name': 'a%22.html' });
      }

      const answer = await node.asAgent.get('/agent/api/emails/17/attachments/1?tenant=Environment').expect(200);

      expect(answer.headers).toMatchObject({
        ...{ 'content-type': 'application/octet-stream', 'x-content-type-options': 'nosniff' },
        'content-disposition': expect.stringContaining('attachment') as string,
      });
    });
  });

  it('has a number by what the client calls it and what it says: repeated it is the same mail, changed it is another', async () => {
    const heard: { submissionId: string }[] = [];
    const submissionId = '7d9f5a3e-6f0a-4f0e-9a3c-2b1d4c5e6f70';

    for (const server of [emailServer1, emailServer2]) {
      nock(server)
        .persist()
        .post('/messages', (body: (typeof heard)[0]) => heard.push(body) > 0)
        .reply(201, { interactionId: '20' });
    }
    for (const text of ['Hello', 'Hello', 'Hello, corrected']) {
      const form = { ...email, text, submissionId };
      await request(node.app).post('/genesys/2/email/support').type('form').send(form).expect(200);
    }

    const [first, again, changed] = heard.map((body) => body.submissionId);
    expect(again).toBe(first);
    expect(changed).not.toBe(first);
  });

  it('goes to the other E-mail Server when the first refuses the connection', async () => {
    nock(emailServer2).persist().post('/messages').reply(201, { interactionId: '18' });

    for (let round = 1; round <= 2; round++) {
      const { body } = await request(node.app).post('/genesys/2/email/support').type('form').send(email).expect(200);
      expect(body).toEqual({ statusCode: 0, interactionId: '18' });
    }
  });

  it('goes to the other E-mail Server when the first breaks the connection, under the same submission id', async () => {
    await using breaking = await aBreakingServer(emailServer1);
    const stored: unknown[] = [];
    nock(emailServer2)
      .persist()
      .post('/messages', (body) => stored.push(body) > 0)
      .reply(201, { interactionId: '18' });

    for (let round = 1; round <= 2; round++) {
      await request(node.app).post('/genesys/2/email/support').type('form').send(email).expect(200);
    }

    expect(stored).toHaveLength(2);
    expect(breaking.heard.length).toBeGreaterThan(0);
    expect(stored).toEqual(expect.arrayContaining([...breaking.heard]));
  });

  it('is refused for the moment when no E-mail Server can be reached', async () => {
    const { body } = await request(node.app).post('/genesys/2/email/support').type('form').send(email).expect(503);

    expect(body).toMatchObject({ statusCode: 1, errors: [{ code: 911 }] });
  });

  it('is refused when nobody is selectable', async () => {
    await node.estate.report('EmailServer_1', 'stopped');
    await node.estate.report('EmailServer_2', 'stopped');

    const { body } = await request(node.app).post('/genesys/2/email/support').type('form').send(email).expect(503);

    expect(body).toMatchObject({ statusCode: 2, errors: [{ code: 240 }] });
  });

  it('is told everything that is missing at once', async () => {
    const { body } = await request(node.app).post('/genesys/2/email/support').type('form').send({}).expect(400);

    expect(body).toMatchObject({ errors: [102, 103, 181, 104, 182].map((code) => ({ code })) });
  });

  it.each(['ada', 'ada@', 'ada@example.com\r\nBcc: all@example.com', 'a b@example.com'])(
    'is refused with the address %j',
    async (address) => {
      const { body } = await request(node.app)
        .post('/genesys/2/email/support')
        .type('form')
        .send({ ...email, fromAddress: address })
        .expect(400);

      expect(body).toMatchObject({ errors: [{ code: 364 }] });
    },
  );

  describe('by the page', () => {
    const submissionId = 'b9c5f1de-9d0c-4e5e-a6f0-0e6dd4d5f6ab';

    it('is stored under a number of its own, and the page names its interaction', async () => {
      const heard: unknown[] = [];
      for (const server of [emailServer1, emailServer2]) {
        nock(server)
          .post('/messages', ({ submissionId: id }) => heard.push(id) > 0)
          .reply(200, { interactionId: '0A<1>' });
      }

      const { text } = await request(node.app)
        .post('/email')
        .type('form')
        .send({ ...email, service: 'support', tenant: '', submissionId })
        .expect(200);

      expect(heard).toEqual([expect.stringMatching(uuid)]);
      expect(text).toContain('0A&lt;1&gt;');
      expect(text).toContain('/mailbox?to=ada%40example.com');
    });

    it('comes back with what was written, and what is wrong with it', async () => {
      const { text } = await request(node.app)
        .post('/email')
        .type('form')
        .send({ ...email, fromAddress: 'ada', service: 'support', submissionId, subject: '"><script>' })
        .expect(400);

      expect(text).toContain('This e-mail address is not a valid one.');
      expect(text).toContain('value="&#34;&gt;&lt;script&gt;"');
      expect(text).toContain(`value="${submissionId}"`);
    });

    it('says which tenant rule stands in the way', async () => {
      const { text } = await request(node.app)
        .post('/email')
        .type('form')
        .send({ ...email, service: 'open' })
        .expect(400);

      expect(text).toContain('The request names no tenant (rule MT-1).');
    });

    describe('the mailbox', () => {
      const mail = (messageId: string, difference: object) => ({
        ...{ messageId, from: 'a@b.example', to: ['ada@example.com'], subject: 'Re', text: 'Thanks' },
        ...{ receivedUtc: 1_700_000_000_000, ...difference },
      });
      const theySent = (tenant: string, messageIds: readonly string[]): void => {
        for (const server of [emailServer1, emailServer2]) {
          nock(server).get('/outgoing').query({ tenant, to: 'ada@example.com' }).reply(200, { messageIds });
        }
      };
      const arrived = (messages: readonly object[]): void => {
        nock(mailServer).get('/messages').query({ to: 'ada@example.com' }).reply(200, { messages });
      };

      it('shows what the Mail Server received, as text, also where another tenant has no E-mail Server', async () => {
        theySent('Environment', ['<1@x>']);
        arrived([mail('<1@x>', { subject: '<i>Re</i>' })]);

        const { text } = await node.asAgent.get('/mailbox?to=ada@example.com').expect(200);

        expect(text).toContain('&lt;i&gt;Re&lt;/i&gt;');
        expect(text).toContain('Thanks');
      });

      it('shows nothing that was not sent for a tenant of the agent (MT-1)', async () => {
        theySent('Environment', ['<1@x>']);
        arrived([mail('<1@x>', {}), mail('<2@x>', { text: 'of another tenant' })]);

        const { text } = await node.asAgent.get('/mailbox?to=ada@example.com').expect(200);

        expect(text).toContain('Thanks');
        expect(text).not.toContain('of another tenant');
      });
    });
  });
});
