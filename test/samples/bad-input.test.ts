import nock from 'nock';
import request from 'supertest';
import { aWebNode } from './a-web-node.js';
import type { WebNode } from './a-web-node.js';

// What nock replaces is Node's own, which the next test file of the same worker uses too.
afterAll(() => {
  nock.restore();
});

describe('bad input', () => {
  let node: WebNode;
  beforeAll(async () => {
    node = await aWebNode();
  });
  afterEach(() => {
    expect(node.logged).toEqual([]);
  });
  afterAll(async () => {
    await node.estate[Symbol.asyncDispose]();
    nock.cleanAll();
  });

  describe.each(['/genesys/2/chat/support', '/genesys/2/email/support'])('at %s', (path) => {
    it('a body that is no form is refused with 415', async () => {
      const { body } = await request(node.app).post(path).send({ nickname: 'Ada' }).expect(415);

      expect(body).toMatchObject({ statusCode: 2, errors: [{ code: 913 }] });
    });

    it('an oversized form is refused with 413', async () => {
      const { body } = await request(node.app)
        .post(path)
        .type('form')
        .send({ text: 'x'.repeat(300_000) })
        .expect(413);

      expect(body).toMatchObject({ statusCode: 2, errors: [{ code: 912 }] });
    });

    it('an oversized multipart field is refused with 413', async () => {
      const { body } = await request(node.app).post(path).field('text', 'x'.repeat(300_000)).expect(413);

      expect(body).toMatchObject({ errors: [{ code: 912 }] });
    });

    it('a multipart body that breaks off is refused with 400', async () => {
      const { body } = await request(node.app)
        .post(path)
        .set('content-type', 'multipart/form-data; boundary=x')
        .send('--x\r\ncontent-disposition: form-data; name="nickname"\r\n\r\nAd')
        .expect(400);

      expect(body).toMatchObject({ errors: [{ code: 909 }] });
    });

    it('a multipart body without boundary is refused with 400', async () => {
      const { body } = await request(node.app)
        .post(path)
        .set('content-type', 'multipart/form-data')
        .send('x')
        .expect(400);

      expect(body).toMatchObject({ errors: [{ code: 909 }] });
    });

    it('a file where none is accepted is refused with 400, not dropped', async () => {
      const { body } = await request(node.app)
        .post(path)
        .field('nickname', 'Ada')
        .attach('photo', Buffer.from('%PDF'), 'offer.pdf')
        .expect(400);

      expect(body).toMatchObject({
        errors: [{ code: 910, message: expect.stringContaining('file'), advice: expect.any(String) }],
      });
    });
  });

  it.each([
    ['a repeated parameter', 'nickname=a&nickname=b'],
    ['a parameter with members', 'nickname[a]=b'],
    ['user data of user data', 'nickname=a&userData[b][c]=d'],
  ])('%s is refused with 400', async (_case, form) => {
    const { body } = await request(node.app).post('/genesys/2/chat/support').type('form').send(form).expect(400);

    expect(body).toMatchObject({ errors: [{ code: 909 }] });
  });

  it.each(['-1', 'x', '1.5', '9999999999999999999999'])(
    'a transcript position of %s is refused with 400',
    async (position) => {
      const { body } = await request(node.app)
        .post('/genesys/2/chat/support/c/refresh')
        .type('form')
        .send({ alias: 'a', transcriptPosition: position })
        .expect(400);

      expect(body).toMatchObject({ errors: [{ code: 909, message: expect.stringContaining('transcriptPosition') }] });
    },
  );

  it('an undecodable path is refused with 400', async () => {
    await request(node.app).post('/genesys/2/chat/%E0%A4%A').type('form').send({}).expect(400);
  });

  it('an unknown route is 404: JSON in the form of each API', async () => {
    const chat = await request(node.app).post('/genesys/2/chat/support/c/dance').type('form').send({}).expect(404);
    const agent = await node.asAgent.get('/agent/api/nothing').expect(404);

    expect(chat.body).toMatchObject({ statusCode: 2, errors: [{ code: 914 }] });
    expect(agent.body).toEqual({
      error: { code: 'UNKNOWN_ROUTE', message: expect.stringContaining('/agent/api/nothing') },
    });
  });

  it('an unknown route is 404: a page for browsers, and what they asked for stays text', async () => {
    const { text } = await request(node.app)
      .get('/nothing<img src=x>')
      .set('accept', 'text/html,application/xhtml+xml,*/*;q=0.8')
      .expect(404)
      .expect('content-type', /html/);

    expect(text).toContain('Go to the start page');
    expect(text).not.toContain('<img src=x');
  });

  it('malformed JSON for the agent API is refused with 400', async () => {
    const { body } = await node.asAgent
      .post('/agent/api/emails/1/reply')
      .set('content-type', 'application/json')
      .send('{"a":')
      .expect(400);

    expect(body).toMatchObject({ error: { code: 'MALFORMED_REQUEST' } });
  });

  it('a form for the agent API is refused with 415', async () => {
    await node.asAgent.post('/agent/api/emails/1/reply').type('form').send({ tenant: 'Environment' }).expect(415);
  });
});
