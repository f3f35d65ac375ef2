import request from 'supertest';
import { aWebNode } from './a-web-node.js';

const paths = [
  '/genesys/2/chat/support',
  '/genesys/2/chat/support/',
  '/genesys/2/chat/support/c/refresh',
  '/genesys/2/email/support',
  '/genesys/1/admin/node/status',
];

describe('requests from pages of other origins', () => {
  it.each(paths)('are announced by a preflight with header apikey, which %s answers', async (path) => {
    await using node = await aWebNode();

    const { headers } = await request(node.app)
      .options(path)
      .set({
        origin: 'https://shop.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'apikey,content-type',
      })
      .expect(204);

    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'apikey,content-type',
      'access-control-allow-methods': 'GET,POST',
    });
  });

  it.each([
    ['https://shop.example', 'https://shop.example'],
    ['https://help.example', 'https://help.example'],
    ['https://evil.example', undefined],
  ])('may come from %s as far as the configuration lists it', async (origin, allowed) => {
    await using node = await aWebNode({ allowedOrigins: 'https://shop.example, https://help.example' });

    const { headers } = await request(node.app).post('/genesys/2/chat/open').set({ origin });

    expect(headers['access-control-allow-origin']).toBe(allowed);
  });

  it('may not go to the agent API', async () => {
    await using node = await aWebNode();

    const { headers } = await node.asAgent.get('/agent/api/work').set({ origin: 'https://shop.example' });

    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });
});
