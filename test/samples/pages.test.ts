import request from 'supertest';
import { aWebNode } from './a-web-node.js';
import type { WebNode } from './a-web-node.js';

const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('the pages', () => {
  let node: WebNode;
  beforeAll(async () => {
    node = await aWebNode();
  });
  afterAll(async () => {
    await node.estate[Symbol.asyncDispose]();
  });

  it.each(['/', '/chat', '/email', '/agent', '/status', '/mailbox'])(
    '%s says which web node serves it, under a strict policy',
    async (path) => {
      const { text, headers } = await node.asAgent.get(path).set(browser).expect(200);

      expect(text).toContain('Served by <strong>WebAPIServer_1</strong>');
      expect(headers['content-security-policy']).toContain("script-src 'self';style-src 'self'");
      expect(text).not.toMatch(/<style|style="|<script(?![^>]*src=)|onclick=/);
      expect(text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    },
  );

  it.each(['/style/page.css', '/icon.svg', '/chat.js', '/agent.js', '/status.js', '/email.js', '/local-time.js'])(
    '%s is served from here',
    async (path) => {
      await request(node.app).get(path).expect(200);
    },
  );

  it('the Node API says whether this web node takes requests', async () => {
    const online = await request(node.app)
      .get('/genesys/1/admin/node/status')
      .expect('content-type', /text\/plain/);
    node.online.is = false;
    const offline = await request(node.app).get('/genesys/1/admin/node/status');

    expect([online.text, offline.text]).toEqual(['ONLINE', 'OFFLINE']);
  });
});
