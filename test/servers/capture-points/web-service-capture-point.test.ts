import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { CaptureTally } from '../../../packages/servers/src/interaction-server/capture-points/capture-tally.js';
import { captureApplication } from '../../../packages/servers/src/interaction-server/capture-points/web-service/capture-application.js';
import { secretInFile } from '../../../packages/servers/src/interaction-server/capture-points/web-service/secret-file.js';
import { silentLog } from '../application-surroundings.js';
import { aCapture, aCaptureStore } from './a-capture-store.js';
import type { CaptureStore, IntakeDifference } from './a-capture-store.js';
import { Life } from './mortal.js';
import type { Death } from './mortal.js';

const secret = 'the secret of this Capture Point';

interface Post {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly path?: string;
}

describe('Web Service Capture Point', () => {
  let store: CaptureStore;
  let tally: CaptureTally;
  const server = (difference: IntakeDifference & { readonly mostRequests?: number } = {}) => {
    const { mostRequests = 100, ...others } = difference;
    return captureApplication({
      ...{ intake: store.intake(others), tally, log: silentLog, path: '/captures', secret },
      ...{ mostRequests, longestBytes: 10_000 },
    });
  };
  const post = async (app: ReturnType<typeof server>, { headers = {}, body, path = '/captures' }: Post = {}) => {
    const sent = body ?? JSON.stringify(aCapture());
    const all = { authorization: `Bearer ${secret}`, 'content-type': 'application/json', ...headers };
    const { status, body: answer } = await request(app).post(path).set(all).send(sent);
    return { status, body: answer as Record<string, unknown> };
  };

  beforeAll(async () => {
    store = await aCaptureStore();
  }, 60_000);
  beforeEach(() => {
    tally = new CaptureTally();
    return store.clear();
  });
  afterAll(() => store.stop());

  it('answers when the interaction is stored: 201, and 200 where it was before', async () => {
    const headers = { 'idempotency-key': 'order 17' };
    const first = await post(server(), { headers });
    const second = await post(server(), { headers });

    const [interaction] = await store.interactions();
    const { interaction_id: interactionId } = interaction ?? {};
    expect(first).toEqual({ status: 201, body: { interactionId, tenant: 'Environment', media: 'email', isNew: true } });
    expect(second).toEqual({
      status: 200,
      body: { interactionId, tenant: 'Environment', media: 'email', isNew: false },
    });
    expect(await store.interactions()).toHaveLength(1);
  });

  it('tells inputs apart by their keys, and by their bodies where they have none', async () => {
    const app = server();
    await post(app, { headers: { 'idempotency-key': 'a' } });
    await post(app, { headers: { 'idempotency-key': 'b' } });
    await post(app);
    await post(app);
    await post(app, { body: JSON.stringify(aCapture({ subject: 'Order 18' })) });

    expect(await store.interactions()).toHaveLength(4);
  });

  it('takes XML', async () => {
    const body = '<interaction><subject>Order</subject><attributes><Region>south</Region></attributes></interaction>';

    const { status } = await post(server(), { body, headers: { 'content-type': 'text/xml; charset=utf-8' } });

    expect(status).toBe(201);
    expect(await store.interactions()).toMatchObject([{ tenant: 'Resources', service: 'orders', media: 'email' }]);
  });

  it.each<[string, Post, number, string]>([
    ['a request without its secret', { headers: { authorization: 'Bearer another' } }, 401, 'UNAUTHORIZED'],
    ['text of another kind', { headers: { 'content-type': 'text/plain' } }, 415, 'UNSUPPORTED_CONTENT_TYPE'],
    ['another path', { path: '/elsewhere' }, 404, 'UNKNOWN_ROUTE'],
    ['too much', { body: JSON.stringify(aCapture({ subject: 'x'.repeat(20_000) })) }, 413, 'PAYLOAD_TOO_LARGE'],
    ['half a JSON', { body: '{"media"' }, 422, 'MALFORMED_JSON'],
    ['no body', { body: '' }, 422, 'EMPTY'],
    ['bytes', { body: Buffer.from([0xff, 0x00]), headers: { 'content-type': 'application/xml' } }, 422, 'NOT_UTF_8'],
    ['a tenant that it does not know (MT-8)', { body: '{"attributes": {"Region": "west"}}' }, 422, 'TENANT_UNMAPPED'],
    ['an interaction without its tenant (MT-8)', { body: '{}' }, 422, 'TENANT_UNKNOWN'],
    ['a media that is no name', { body: JSON.stringify(aCapture({ media: 'Fax!' })) }, 422, 'INVALID_FIELD'],
    ['an endless key', { headers: { 'idempotency-key': 'x'.repeat(300) } }, 400, 'INVALID_FIELD'],
  ])('refuses %s, and says why', async (_case, sent, status, code) => {
    expect(await post(server(), sent)).toMatchObject({ status, body: { error: { code } } });
    expect(await store.interactions()).toEqual([]);
  });

  it('refuses another body under a key that was used', async () => {
    const headers = { 'idempotency-key': 'order 17' };
    await post(server(), { headers });

    const second = await post(server(), { headers, body: JSON.stringify(aCapture({ subject: 'Another' })) });

    expect(second).toMatchObject({ status: 422, body: { error: { code: 'IDENTITY_REUSED' } } });
    expect(await store.interactions()).toHaveLength(1);
  });

  it('counts what it takes and what it refuses', async () => {
    const app = server();
    await post(app);
    await post(app, { body: '{' });
    await post(app, { headers: { authorization: 'Bearer another' } });

    expect(tally).toMatchObject({ captured: 1, setAside: 1 });
  });

  it('asks to come back while the server takes nothing new (LB-5), and while it has too much to do', async () => {
    const refusing = await post(server({ isAccepting: () => false }));
    const busy = await post(server({ mostRequests: 0 }));

    expect(refusing).toMatchObject({ status: 503, body: { error: { code: 'NOT_ACCEPTING' } } });
    expect(busy).toMatchObject({ status: 503, body: { error: { code: 'TOO_MANY_REQUESTS' } } });
  });

  it.each(
    ['find', 'fix', 'submit'].flatMap((step): Death[] => [
      { step, moment: 'before' },
      { step, moment: 'after' },
    ]),
  )(
    'has one interaction where the process dies $moment the step "$step", and the caller asks the other server',
    async (death) => {
      const first = await post(server({ life: new Life(death) }));
      const second = await post(server());

      expect(first.status).toBeGreaterThanOrEqual(500);
      expect([200, 201]).toContain(second.status);
      expect(await store.interactions()).toHaveLength(1);
    },
  );

  it('makes up its secret once, in a file that nobody else may read', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'eservices-lb-capture-'));
    const file = join(directory, 'deeper', 'secret');

    const secrets = await Promise.all([secretInFile(file), secretInFile(file)]);

    expect(secrets[0]).toMatch(/^[\w-]{43}$/);
    expect(await secretInFile(file)).toBe(secrets[0]);
    expect(statSync(file).mode & 0o077).toBe(0);
    rmSync(directory, { recursive: true });
  });
});
