import nock from 'nock';
import request from 'supertest';
import { aWebNode } from './a-web-node.js';
import type { WebNode } from './a-web-node.js';

// What nock replaces is Node's own, which the next test file of the same worker uses too.
afterAll(() => {
  nock.restore();
});

describe('the tenant rules', () => {
  let node: WebNode;
  beforeAll(async () => {
    node = await aWebNode();
  });
  afterAll(async () => {
    await node.estate[Symbol.asyncDispose]();
    nock.cleanAll();
  });

  describe.each([
    ['chat', ''],
    ['chat', '/someChatId/refresh'],
    ['email', ''],
  ])('for %s%s', (channel, path) => {
    it.each([
      [901, 'names no tenant, nor does its service', 'open', {}],
      [901, 'names an empty one', 'open', { tenant: '' }],
      [902, 'names a tenant that is not configured', 'open', { tenant: 'Nobody' }],
      [902, 'names a tenant that is not configured, though its service names one', 'support', { tenant: 'Nobody' }],
      [903, 'names a tenant that this web node does not list', 'open', { tenant: 'Unserved' }],
      [904, "names another tenant than its service's", 'support', { tenant: 'Resources' }],
      [905, 'goes to a service that is not configured', 'nothing', { tenant: 'Environment' }],
      [905, 'goes to a service named as a property of every object', 'constructor', { tenant: 'Environment' }],
      [909, 'names two tenants', 'open', { tenant: ['Environment', 'Resources'] }],
    ])('answers %i when the request %s', async (code, _situation, service, parameters) => {
      const { body } = await request(node.app)
        .post(`/genesys/2/${channel}/${service}${path}`)
        .type('form')
        .send(parameters)
        .expect(400);

      expect(body).toMatchObject({
        statusCode: 2,
        errors: [{ code, message: expect.any(String), advice: expect.any(String) }],
      });
    });
  });

  it('accepts the tenant in the query', async () => {
    const { body } = await request(node.app).post('/genesys/2/chat/open/c/refresh?tenant=Nobody').expect(400);

    expect(body).toMatchObject({ errors: [{ code: 902 }] });
  });

  it('says which tenant a service belongs to', async () => {
    const { body } = await request(node.app).post('/genesys/2/chat/support').type('form').send({ tenant: 'Resources' });

    expect(body).toMatchObject({ errors: [{ advice: expect.stringContaining('tenant=Environment') as string }] });
  });
});
