import type { RequestListener } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { PassThrough, Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import axios from 'axios';
import type { AxiosInstance, AxiosRequestConfig, AxiosResponse } from 'axios';
import { anEstateOfServers, answering, echoing, email } from './an-estate-of-servers.js';
import type { Echo, EstateOfServers, Instance } from './an-estate-of-servers.js';

const answeringJson =
  (text: string): RequestListener =>
  (_request, response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(text);

const encodedAs =
  (encoding: string, body: Buffer): RequestListener =>
  (_request, response) =>
    void response.writeHead(200, { 'content-encoding': encoding }).end(body);

const long = 'eServices '.repeat(10_000);

describe.each(['undici', 'node'] as const)('lb.http over %s, as axios users know it', (transport) => {
  let servers: EstateOfServers | undefined;

  const clientOf = async (instance: Instance): Promise<AxiosInstance> => {
    servers = await anEstateOfServers([instance], { options: { transport } });
    return servers.estate.loadBalancer.http(email);
  };

  afterEach(async () => {
    await servers?.end();
    servers = undefined;
  });

  it.each<[string, AxiosRequestConfig, string]>([
    ['/path?a=1', {}, '/path?a=1'],
    ['path', {}, '/path'],
    ['', {}, '/'],
    ['/path', { params: { b: 'x y', list: [1, 2] } }, '/path?b=x+y&list%5B%5D=1&list%5B%5D=2'],
    ['/path?a=1', { params: new URLSearchParams({ b: '2' }) }, '/path?a=1&b=2'],
    ['/path', { params: { a: 1 }, paramsSerializer: () => 'own=1' }, '/path?own=1'],
    ['/Grüße an alle', {}, '/Gr%C3%BC%C3%9Fe%20an%20alle'],
    ['/a/../../b', {}, '/b'],
    ['/path#fragment', {}, '/path'],
    ['/x', { baseURL: '/api/v2/' }, '/api/v2/x'],
    ['/x', { baseURL: 'http://stranger.test/api' }, '/api/x'],
    ['/a\r\nX-Injected: 1', {}, '/aX-Injected:%201'],
  ])('asks for %j with %j as %s', async (url, config, expected) => {
    const client = await clientOf(echoing);

    const { data } = await client.get<Echo>(url, config);

    expect(data.url).toBe(expected);
    expect(data.headers).not.toHaveProperty('x-injected');
  });

  it.each<[string, unknown, string, string]>([
    ['an object as JSON', { a: 1 }, '{"a":1}', 'application/json'],
    ['a string as a form', 'a=1', 'a=1', 'application/x-www-form-urlencoded'],
    ['URLSearchParams', new URLSearchParams({ a: 'b c' }), 'a=b+c', 'application/x-www-form-urlencoded;charset=utf-8'],
    ['a Buffer', Buffer.from('bytes'), 'bytes', 'application/x-www-form-urlencoded'],
    ['an ArrayBuffer', Uint8Array.from([65, 66]).buffer, 'AB', 'application/x-www-form-urlencoded'],
    ['a stream', Readable.from(['str', 'eam']), 'stream', 'application/x-www-form-urlencoded'],
    ['a Blob', new Blob(['blob'], { type: 'text/plain' }), 'blob', 'text/plain'],
    ['nothing', undefined, '', 'application/x-www-form-urlencoded'],
  ])('sends %s', async (_kind, data, body, contentType) => {
    const client = await clientOf(echoing);

    const echo = (await client.post<Echo>('/', data)).data;

    expect(echo).toMatchObject({ method: 'POST', body });
    expect(echo.headers['content-type'] ?? '').toBe(contentType);
  });

  it.each<[string, (client: AxiosInstance) => Promise<AxiosResponse<Echo>>]>([
    ['a FormData', (client) => client.post('/', formOf({ field: 'value', file: new Blob(['content']) }))],
    ['postForm', (client) => client.postForm('/', { field: 'value', file: Buffer.from('content') })],
  ])('sends a form: %s', async (_kind, post) => {
    const client = await clientOf(echoing);

    const { headers, body } = (await post(client)).data;

    expect(headers['content-type']).toMatch(/^multipart\/form-data; ?boundary=/);
    expect(body).toContain('name="field"\r\n\r\nvalue');
    expect(body).toContain('content');
  });

  it('sends headers, those of its defaults, basic authentication, and who it is', async () => {
    const client = await clientOf(echoing);
    client.defaults.headers.common['X-Common'] = 'c';
    client.defaults.headers.get['X-Get'] = 'g';
    client.defaults.headers.post['X-Post'] = 'p';

    const auth = { username: 'user', password: 'päss' };
    const { headers } = (await client.get<Echo>('/', { headers: { 'X-Own': 'o' }, auth })).data;

    expect(headers).toMatchObject({
      'x-common': 'c',
      'x-get': 'g',
      'x-own': 'o',
      'accept-encoding': expect.any(String),
    });
    expect(headers).not.toHaveProperty('x-post');
    expect(headers['user-agent']).toBe(`axios/${axios.VERSION}`);
    expect(headers.authorization).toBe(`Basic ${Buffer.from('user:päss').toString('base64')}`);
  });

  it('has every method of axios, is a function itself, and makes others like it', async () => {
    const client = await clientOf(echoing);
    const derived = client.create({ headers: { 'X-Derived': 'd' } });
    derived.defaults.headers.delete['X-Delete'] = 'x';

    const echoes = [
      await client<Echo>('/a'),
      await client.request<Echo>({ url: '/b', method: 'post', data: 'b' }),
      await client.put<Echo>('/c', 'c', { headers: { 'X-C': 'c' } }),
      await client.patch<Echo>('/d', 'd'),
      await client.options<Echo>('/e'),
      await derived.delete<Echo>('/f', { data: 'f' }),
    ].map(({ data }) => data);

    const asked = echoes.map(({ method, url, body }) => `${method} ${url} ${body}`.trim());
    expect(asked).toEqual(['GET /a', 'POST /b b', 'PUT /c c', 'PATCH /d d', 'OPTIONS /e', 'DELETE /f f']);
    expect(echoes[2]?.headers['x-c']).toBe('c');
    expect(echoes[5]?.headers).toMatchObject({ 'x-derived': 'd', 'x-delete': 'x' });
  });

  it('lets no header smuggle in another', async () => {
    const client = await clientOf(echoing);

    const outcome = await client.get<Echo>('/', { headers: { 'X-A': 'a\r\nX-Injected: 1' } }).then(
      ({ data }) => Object.keys(data.headers),
      () => [],
    );

    expect(outcome).not.toContain('x-injected');
  });

  it('takes the transport apart from what the caller says of the connection', async () => {
    const client = await clientOf(echoing);

    const { data } = await client.post<Echo>('/', 'body', { headers: { 'Keep-Alive': 'timeout=1' } });

    expect(data.body).toBe('body');
  });

  it('parses JSON, and keeps it inert when it says __proto__', async () => {
    const client = await clientOf(answeringJson('{"__proto__":{"polluted":true},"a":1}'));

    const { data } = await client.get<Record<string, unknown>>('/');

    expect(data.a).toBe(1);
    expect({}).not.toHaveProperty('polluted');
    expect(data.polluted).toBeUndefined();
  });

  it('gives response headers as axios does: by any case, cookies as a list, others joined', async () => {
    const client = await clientOf((_request, response) => {
      response.setHeader('Set-Cookie', 'a=1');
      response.setHeader('X-List', ['1', '2']);
      response.setHeader('__proto__', ['polluted', 'polluted']);
      response.end();
    });

    const { headers } = await client.get('/');

    expect(headers['set-cookie']).toEqual(['a=1']);
    expect((headers as { get(name: string): unknown }).get('X-LIST')).toBe('1, 2');
    expect(Array.isArray(Object.getPrototypeOf(headers))).toBe(false);
  });

  it.each<[AxiosRequestConfig['responseType'], unknown]>([
    ['json', { a: 1 }],
    ['text', '{"a":1}'],
    ['arraybuffer', Buffer.from('{"a":1}')],
  ])('gives the body as %s', async (responseType, expected) => {
    const client = await clientOf(answeringJson('{"a":1}'));

    expect((await client.get('/', { responseType })).data).toEqual(expected);
  });

  it('leaves out a byte order mark, and reads other encodings', async () => {
    const client = await clientOf(answering('\ufeffGrüße'));

    expect((await client.get('/')).data).toBe('Grüße');
    expect((await client.get('/', { responseEncoding: 'latin1' })).data).toContain('GrÃ¼');
  });

  it('gives the body as a stream, whole', async () => {
    const client = await clientOf(answering(long));

    const { data } = await client.get<Readable>('/', { responseType: 'stream' });

    expect((await buffer(data)).toString()).toBe(long);
  });

  it('holds the instance back while nobody reads a stream', async () => {
    const endless: RequestListener = (_request, response) => {
      Readable.from(blocks()).pipe(response);
    };
    let given = 0;
    function* blocks(): Generator<Buffer> {
      for (; given < 4_000; given += 1) yield Buffer.alloc(65_536);
    }
    const client = await clientOf(endless);

    const { data } = await client.get<Readable>('/', { responseType: 'stream' });
    for (let idleTurns = 0; idleTurns < 100; idleTurns += 1) {
      const before = given;
      await nextTurn();
      if (given !== before) idleTurns = 0;
    }

    expect(given).toBeLessThan(1_000);
    data.destroy();
  });

  it.each([
    ['gzip', gzipSync(long)],
    ['x-gzip', gzipSync(long)],
    ['deflate', deflateSync(long)],
    ['deflate', deflateRawSync(long)],
    ['br', brotliCompressSync(long)],
  ])('undoes %s', async (encoding, body) => {
    const client = await clientOf(encodedAs(encoding, body));

    const { data, headers } = await client.get<string>('/');

    expect(data).toBe(long);
    expect(headers).not.toHaveProperty('content-encoding');
  });

  it('undoes gzip of a stream', async () => {
    const client = await clientOf(encodedAs('gzip', gzipSync(long)));

    const { data } = await client.get<Readable>('/', { responseType: 'stream' });

    expect((await buffer(data)).toString()).toBe(long);
  });

  it('leaves an encoding where decompress is false, or the encoding is unknown', async () => {
    const body = gzipSync(long);
    const client = await clientOf(encodedAs('gzip', body));

    const { data, headers } = await client.get('/', { decompress: false, responseType: 'arraybuffer' });

    expect(data).toEqual(body);
    expect(headers['content-encoding']).toBe('gzip');
  });

  it('rejects what only says that it is gzip', async () => {
    const client = await clientOf(encodedAs('gzip', Buffer.from('not gzip at all')));

    await expect(client.post('/', {})).rejects.toMatchObject({ code: 'Z_DATA_ERROR' });
  });

  it.each<[string, RequestListener, AxiosRequestConfig]>([
    ['plain', answering(long), {}],
    ['compressed', encodedAs('gzip', gzipSync(long)), {}],
  ])('ends an answer beyond maxContentLength: %s', async (_kind, instance, config) => {
    const client = await clientOf(instance);

    const answer = client.get('/', { maxContentLength: 1_000, ...config });

    await expect(answer).rejects.toMatchObject({ code: 'ERR_BAD_RESPONSE', message: /maxContentLength size of 1000/ });
    expect(servers?.received).toEqual([1]);
  });

  it('ends a stream beyond maxContentLength', async () => {
    const client = await clientOf(answering(long));

    const { data } = await client.get<Readable>('/', { responseType: 'stream', maxContentLength: 1_000 });

    await expect(buffer(data)).rejects.toMatchObject({ message: /maxContentLength/ });
  });

  it.each<[string, () => unknown]>([
    ['a string', () => long],
    ['a stream', () => Readable.from([long])],
  ])('does not send more than maxBodyLength: %s', async (_kind, data) => {
    const client = await clientOf(echoing);

    const answer = client.post('/', data(), { maxBodyLength: 1_000 });

    await expect(answer).rejects.toMatchObject({ message: 'Request body larger than maxBodyLength limit' });
  });

  it('rejects by validateStatus, with the response', async () => {
    const client = await clientOf((_request, response) => void response.writeHead(404, 'Nowhere').end('{"why":1}'));

    await expect(client.get('/')).rejects.toMatchObject({
      code: 'ERR_BAD_REQUEST',
      message: 'Request failed with status code 404',
      response: { status: 404, statusText: 'Nowhere', data: { why: 1 }, config: { alias: expect.any(String) } },
      config: { alias: expect.any(String) },
    });
    expect((await client.get('/', { validateStatus: null })).status).toBe(404);
  });

  it('answers HEAD, and 204', async () => {
    const client = await clientOf((_request, response) => void response.writeHead(204, { 'x-a': 'b' }).end());

    expect((await client.head('/')).headers['x-a']).toBe('b');
    expect(await client.get('/')).toMatchObject({ status: 204, data: '' });
  });

  it('follows no redirect', async () => {
    const redirecting: RequestListener = (_request, response) =>
      void response.writeHead(302, { location: 'http://stranger.test/' }).end();
    const client = await clientOf(redirecting);

    await expect(client.get('/', { maxRedirects: 5 })).rejects.toMatchObject({ response: { status: 302 } });
  });

  it('runs interceptors', async () => {
    const client = await clientOf(echoing);
    client.interceptors.request.use((config) => {
      config.headers.set('X-Seen', 'yes');
      return config;
    });
    client.interceptors.response.use((response) => ({ ...response, statusText: 'seen' }));

    const { data, statusText } = await client.get<Echo>('/');

    expect([data.headers['x-seen'], statusText]).toEqual(['yes', 'seen']);
  });

  it('ends when its signal aborts', async () => {
    const leaving = new AbortController();
    const client = await clientOf(() => {
      leaving.abort();
    });

    await expect(client.get('/', { signal: leaving.signal })).rejects.toMatchObject({ code: 'ERR_CANCELED' });

    expect(servers?.received).toEqual([1]);
  });

  it('ends when its cancel token is used', async () => {
    const token = axios.CancelToken.source();
    const client = await clientOf(() => {
      token.cancel('enough');
    });

    const answer = client.get('/', { cancelToken: token.token });

    await expect(answer).rejects.toMatchObject({ code: 'ERR_CANCELED', message: 'enough' });
  });

  it('ends a stream when its signal aborts in the middle', async () => {
    const client = await clientOf((_request, response) => void response.write('half'));
    const leaving = new AbortController();

    const { data } = await client.get<Readable>('/', { responseType: 'stream', signal: leaving.signal });
    data.once('data', () => {
      leaving.abort();
    });

    await expect(buffer(data)).rejects.toMatchObject({ code: 'ERR_CANCELED' });
  });

  it('does without a time limit where timeout is 0', async () => {
    const client = await clientOf(answering('in the end'));

    expect((await client.get('/', { timeout: 0 })).data).toBe('in the end');
    expect(servers?.estate.clock.pending).toBe(transport === 'undici' ? 1 : 0); // The retirement of the pool.
  });

  it('rejects a timeout that is no number', async () => {
    const client = await clientOf(answering('x'));

    const answer = client.get('/', { timeout: 'soon' as never });

    await expect(answer).rejects.toMatchObject({ code: 'ERR_BAD_OPTION_VALUE' });
  });

  it('lets who has a stream that is never read end it', async () => {
    const client = await clientOf(echoing);
    const body = new PassThrough();
    const leaving = new AbortController();
    body.write('begun');
    queueMicrotask(() => {
      leaving.abort();
    });

    await expect(client.post('/', body, { signal: leaving.signal })).rejects.toMatchObject({ code: 'ERR_CANCELED' });
  });
});

function formOf(fields: Readonly<Record<string, string | Blob>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}
