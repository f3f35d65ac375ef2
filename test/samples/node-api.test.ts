import request from 'supertest';
import { agentPassword, aWebNode } from './a-web-node.js';
import type { WebNode } from './a-web-node.js';

describe('the Node API', () => {
  let node: WebNode;
  beforeEach(async () => {
    node = await aWebNode();
  });
  afterEach(() => node[Symbol.asyncDispose]());

  const status = async (): Promise<string> => (await request(node.app).get('/genesys/1/admin/node/status')).text;
  const change = (to: string) => request(node.app).post(`/genesys/1/admin/node/changestatus/${to}`);

  it('takes the web node out and in again, and says so as text', async () => {
    const out = await change('OFFLINE').auth('admin', agentPassword).expect(200);
    expect(out.text).toBe('OFFLINE');
    expect(out.get('content-type')).toContain('text/plain');
    expect(await status()).toBe('OFFLINE');

    await change('ONLINE').auth('admin', agentPassword).expect(200);
    expect(await status()).toBe('ONLINE');
  });

  it.each([
    ['nobody', '', ''],
    ['a wrong password', 'admin', 'wrong'],
    ['an empty password', 'admin', ''],
    ['another user', 'agent', agentPassword],
  ])('changes nothing for %s', async (_who, user, password) => {
    const asked = change('OFFLINE');
    const answer = await (user === '' ? asked : asked.auth(user, password)).expect(401);

    expect(answer.get('www-authenticate')).toContain('Basic');
    expect(await status()).toBe('ONLINE');
  });

  it('lets nobody guess the password', async () => {
    for (let n = 0; n < 10; n += 1) await change('OFFLINE').auth('admin', `guess ${n}`).expect(401);

    await change('OFFLINE').auth('admin', agentPassword).expect(429);
  });

  it('refuses a status that there is not', async () => {
    await change('SLEEPING').auth('admin', agentPassword).expect(400);

    expect(await status()).toBe('ONLINE');
  });

  it('serves what comes to a node that is out', async () => {
    await change('OFFLINE').auth('admin', agentPassword).expect(200);

    await request(node.app).get('/chat').expect(200);
  });
});
