import request from 'supertest';
import { aWebNode } from './a-web-node.js';

describe('the headers of the pages', () => {
  const policyOf = async (path: string, allowedOrigins: string): Promise<string> => {
    await using node = await aWebNode({ allowedOrigins });
    const { headers } = await request(node.app).get(path).expect(200);
    return String(headers['content-security-policy']);
  };

  it.each([
    ['https://shop.example', "frame-ancestors 'self' https://shop.example"],
    ['*', "frame-ancestors 'self' *"],
    ['', "frame-ancestors 'self'"],
    ["https://a.example; script-src 'unsafe-inline'", "frame-ancestors 'self'"],
  ])('let the origins "%s" frame the chat', async (allowed, expected) => {
    const policy = await policyOf('/chat?embedded=1&service=support', allowed);

    expect(policy).toContain(expected);
    expect(policy).not.toContain('unsafe-inline');
  });

  it.each(['/', '/email', '/status', '/agent/login'])('let nobody frame %s', async (path) => {
    expect(await policyOf(path, '*')).toContain("frame-ancestors 'none'");
  });

  it('let other sites load the widget, and nothing else', async () => {
    await using node = await aWebNode();
    const policy = async (path: string): Promise<unknown> =>
      (await request(node.app).get(path)).headers['cross-origin-resource-policy'];

    expect(await policy('/widget.js')).toBe('cross-origin');
    expect(await policy('/chat.js')).toBe('same-origin');
  });
});
