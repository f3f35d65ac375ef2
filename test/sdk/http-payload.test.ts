import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import axios from 'axios';
import { certificate } from './a-certificate.js';
import { answering, email, realServers } from './real-servers.js';
import type { RealServers } from './real-servers.js';

interface Echo {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Answers with what it was asked; `/as/<encoding>` in that encoding. */
const echo = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { method, url = '', headers } = request;
    const text = JSON.stringify({ method, url, headers, body: Buffer.concat(chunks).toString() });
    const encoding = /^\/as\/(\w+)/.exec(url)?.[1];
    response.setHeader('content-type', 'application/json');
    if (encoding !== undefined) response.setHeader('content-encoding', encoding);
    const encode = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync }[encoding ?? ''];
    response.end(encode === undefined ? text : encode(text));
  });
});

describe('lb.http over undici sends and receives as axios does', () => {
  let started: RealServers;
  const client = () => started.loadBalancer.http(email);

  beforeAll(async () => {
    started = await realServers([echo]);
  });
  afterAll(() => started[Symbol.asyncDispose]());

  it.each<[string, unknown, string, RegExp]>([
    ['an object', { a: 1 }, '{"a":1}', /^application\/json/],
    ['a text', 'hello', 'hello', /^application\/x-www-form-urlencoded/],
    ['a form', new URLSearchParams({ a: '1', b: 'ö' }), 'a=1&b=%C3%B6', /^application\/x-www-form-urlencoded/],
    ['a buffer', Buffer.from('bytes'), 'bytes', /./],
    ['an array of bytes', new Uint8Array([104, 105]), 'hi', /./],
    ['a stream', () => Readable.from(['one', 'two']), 'onetwo', /./],
    ['nothing', undefined, '', /./],
  ])('%s', async (_kind, data, body, type) => {
    const given: unknown = typeof data === 'function' ? (data as () => unknown)() : data;

    const answer = await client().post<Echo>('/x', given);

    expect(answer.data).toMatchObject({ method: 'POST', url: '/x', body });
    expect(String(answer.data.headers['content-type'])).toMatch(type);
  });

  it('a form with a file', async () => {
    const form = new FormData();
    form.append('files', new Blob(['content']), 'name.txt');

    const { data } = await client().post<Echo>('/x', form);

    expect(data.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(data.body).toMatch(/filename="name.txt"[^]*content/);
  });

  it.each<[string, string]>([
    ['/a?b=c', '/a?b=c'],
    ['no/slash', '/no/slash'],
    ['/with space', '/with%20space'],
    ['/ö', '/%C3%B6'],
    ['/a#fragment', '/a'],
    ['/x/../y', '/y'],
    ['//stranger.test/x', '//stranger.test/x'],
    ['/a\r\nx-evil: 1', '/ax-evil:%201'],
    ['/a\\b', '/a%5Cb'],
  ])('the path %j goes out as %s', async (path, url) => {
    expect((await client().get<Echo>(path)).data.url).toBe(url);
  });

  it('parameters, headers and credentials', async () => {
    const { data } = await client().get<Echo>('/x?a=1', {
      params: { b: [2, 3], c: 'ä' },
      headers: { 'X-Mine': 'yes' },
      auth: { username: 'user', password: 'secret' },
    });

    expect(data.url).toBe('/x?a=1&b%5B%5D=2&b%5B%5D=3&c=%C3%A4');
    expect(data.headers).toMatchObject({ 'x-mine': 'yes', authorization: 'Basic dXNlcjpzZWNyZXQ=' });
  });

  it('refuses a header that would break out of its line', async () => {
    await expect(client().get('/x', { headers: { 'x-mine': 'a\r\nx-evil: 1' } })).resolves.toMatchObject({
      data: { headers: expect.not.objectContaining({ 'x-evil': '1' }) },
    });
  });

  it.each(['gzip', 'deflate', 'br'])('decodes %s', async (encoding) => {
    const { data, headers } = await client().get<Echo>(`/as/${encoding}`);

    expect(data.method).toBe('GET');
    expect(headers['content-encoding']).toBeUndefined();
  });

  it('gives bytes, text and a stream where they are asked for', async () => {
    const bytes = await client().get<Buffer>('/x', { responseType: 'arraybuffer' });
    const text = await client().get<string>('/x', { responseType: 'text', transformResponse: (data: string) => data });
    const stream = await client().get<Readable>('/as/gzip', { responseType: 'stream' });

    expect(Buffer.isBuffer(bytes.data)).toBe(true);
    expect(text.data).toContain('"method":"GET"');
    expect(await textOf(stream.data)).toContain('"url":"/as/gzip"');
  });

  it('takes no more than maxContentLength, packed or not', async () => {
    const limit = { maxContentLength: 20 };

    await expect(client().get('/x', limit)).rejects.toMatchObject({ message: /maxContentLength size of 20 exceeded/ });
    const packed = { ...limit, maxContentLength: 200, headers: { 'x-long': 'a'.repeat(5_000) } };
    await expect(client().get('/as/gzip', packed)).rejects.toMatchObject({ message: /maxContentLength/ });
  });

  it('sends no more than maxBodyLength', async () => {
    const limit = { maxBodyLength: 10 };

    await expect(client().post('/x', 'a'.repeat(11), limit)).rejects.toMatchObject({ message: /maxBodyLength/ });
    expect((await client().post<Echo>('/x', 'a'.repeat(10), limit)).status).toBe(200);
  });

  it('keeps names such as __proto__ in an answer harmless', async () => {
    const { data } = await client().post<Echo>('/x', '{"__proto__":{"polluted":1}}');

    expect(JSON.parse(data.body)).toBeDefined();
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('is an axios instance like any other: interceptors and defaults work', async () => {
    const instance = client();
    instance.defaults.headers.common['x-default'] = 'yes';
    instance.interceptors.request.use((config) => {
      config.headers.set('x-added', 'yes');
      return config;
    });

    expect((await instance.get<Echo>('/x')).data.headers).toMatchObject({ 'x-default': 'yes', 'x-added': 'yes' });
    await expect(instance.get('/x', { cancelToken: canceled() })).rejects.toMatchObject({ code: 'ERR_CANCELED' });
  });
});

function canceled(): ReturnType<typeof axios.CancelToken.source>['token'] {
  const { token, cancel } = axios.CancelToken.source();
  cancel();
  return token;
}

describe.each(['undici', 'node'] as const)('a secured port over %s', (transport) => {
  it('is asked over TLS, with the certificates that the option tls trusts (LB-13)', async () => {
    await using started = await realServers([answering('secret')], {
      ...{ isSecure: true, transport },
      tls: { ca: certificate },
    });

    const { data, config } = await started.loadBalancer.http(email).get<string>('/');

    expect(data).toBe('secret');
    expect(config.baseURL).toMatch(/^https:/);
  });

  it('is refused when its certificate is not trusted', async () => {
    await using started = await realServers([answering('secret')], { isSecure: true, transport });

    await expect(started.loadBalancer.http(email).get('/')).rejects.toMatchObject({
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
  });
});
