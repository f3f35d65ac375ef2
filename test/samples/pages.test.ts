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
      const { text, headers } = await request(node.app).get(path).set(browser).expect(200);

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

  it('the status page says of every server whether it would be picked, and why not', async () => {
    await node.estate.report('ChatServer_1', 'service-unavailable');
    await node.estate.report('ChatServer_2', 'running');

    const { text } = await request(node.app).get('/status?tenant=Environment').set(browser).expect(200);

    const row = (application: string): string => text.split(`${application}</th>`)[1]?.split('</tr>')[0] ?? '';
    expect(row('ChatServer_1')).toContain('draining');
    expect(row('ChatServer_2')).toContain('yes');
    expect(row('ChatServer_3')).toContain('not assigned to tenant Environment');
  });

  it("the status page says where the visitor's alias leads, or why nowhere", async () => {
    const { alias } = node.estate.loadBalancer.select({
      tenant: 'Resources',
      type: 'ChatServer',
      exclude: ['ChatServer_2'],
    });

    const known = await request(node.app).get('/status').query({ tenant: 'Resources', alias });
    const forged = await request(node.app).get('/status').query({ tenant: 'Resources', alias: '<b>forged' });

    expect(known.text).toMatch(/leads to <strong>ChatServer_3<\/strong>/);
    expect(forged.text).toContain('&lt;b&gt;forged');
    expect(forged.text).not.toContain('leads to');
  });

  it('the Node API says whether this web node takes requests', async () => {
    const online = await request(node.app)
      .get('/genesys/1/admin/node/status')
      .expect('content-type', /text\/plain/);
    node.online.is = false;
    const offline = await request(node.app).get('/genesys/1/admin/node/status');

    expect([online.text, offline.text]).toEqual(['ONLINE', 'OFFLINE']);
  });
});
