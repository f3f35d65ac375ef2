import nock from 'nock';
import request from 'supertest';
import { aWebNode, controlServer } from './a-web-node.js';
import type { WebNode } from './a-web-node.js';

describe('the status page', () => {
  let node: WebNode;

  beforeEach(async () => {
    node = await aWebNode();
  });
  afterEach(async () => {
    nock.cleanAll();
    await node[Symbol.asyncDispose]();
  });
  afterAll(() => {
    nock.restore();
  });

  const page = async (query: object): Promise<string> =>
    (await request(node.app).get('/status').query(query).expect(200)).text;
  const instance = (text: string, application: string): string =>
    text.split(`data-application="${application}"`)[1]?.split('</li>')[0] ?? '';

  it('says of every server whether it would be picked, and why not', async () => {
    await node.estate.report('ChatServer_1', 'service-unavailable');
    await node.estate.report('ChatServer_2', 'running');

    const text = await page({ tenant: 'Environment' });

    expect(instance(text, 'ChatServer_1')).toContain('draining');
    expect(instance(text, 'ChatServer_2')).toContain('takes new work');
    expect(instance(text, 'ChatServer_3')).toContain('not assigned to tenant Environment');
  });

  it("says where the visitor's alias leads, or why nowhere", async () => {
    const request = { tenant: 'Resources', type: 'ChatServer', exclude: ['ChatServer_2'] };
    const { alias } = node.estate.loadBalancer.select(request);

    const known = await page({ tenant: 'Resources', alias });
    const forged = await page({ tenant: 'Resources', alias: '<b>forged' });

    expect(instance(known, 'ChatServer_3')).toContain('yours');
    expect(instance(known, 'ChatServer_2')).not.toContain('yours');
    expect(forged).toContain('&lt;b&gt;forged');
    expect(forged).not.toContain('yours');
  });

  describe('orders', () => {
    const give = (path: string, token?: string) => {
      const order = request(node.app).post(`/status/actions/${path}`);
      return token === undefined ? order : order.set('authorization', `Bearer ${token}`);
    };

    it('go on to the control server with the token of whoever gives them', async () => {
      const scs = nock(controlServer, { reqheaders: { authorization: 'Bearer operator' } })
        .post('/api/v1/applications/ChatServer_1/kill')
        .reply(200, {});

      await give('ChatServer_1/kill?tenant=Environment', 'operator').expect(200);

      scs.done();
    });

    it.each([
      ['a token that may not', { scs: 403, status: 403, words: 'Your role is read.' }],
      ['an order that does not fit', { scs: 409, status: 400, words: 'It runs already.' }],
      ['a control server that fails', { scs: 500, status: 503, words: 'cannot be reached' }],
    ])('say what is wrong with %s', async (_what, { scs, status, words }) => {
      nock(controlServer)
        .post('/api/v1/applications/ChatServer_1/start')
        .reply(scs, { error: { message: words } });

      const answer = await give('ChatServer_1/start?tenant=Environment', 'reader').expect(status);

      expect(answer.text).toContain(words);
    });

    it.each([
      ['no token', 'ChatServer_1/kill?tenant=Environment', undefined, 403],
      ['no tenant (MT-1)', 'ChatServer_1/kill', 'operator', 400],
      ['another tenant’s instance', 'ChatServer_3/kill?tenant=Environment', 'operator', 404],
      ['an application that is no instance', 'WebAPIServer_1/kill?tenant=Environment', 'operator', 404],
      ['an unknown order', 'ChatServer_1/destroy?tenant=Environment', 'operator', 404],
      ['a path that leads elsewhere', '..%2F..%2Ftenants/kill?tenant=Environment', 'operator', 404],
    ])('are refused with %s', async (_what, path, token, status) => {
      await give(path, token).expect(status);
    });
  });
});
