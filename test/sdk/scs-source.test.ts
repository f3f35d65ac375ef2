import { createLoadBalancer } from '@eservices-lb/sdk';
import type { LoadBalancer, Snapshot } from '@eservices-lb/sdk';
import nock from 'nock';
import { aChatServer, aliasKey, aSnapshot, status } from './an-estate.js';

const url = 'http://scs.test:8090';
const chat = { tenant: 'Environment', type: 'ChatServer' };

const message = (name: string, body: unknown): string => `event: ${name}\ndata: ${JSON.stringify(body)}\n\n`;

function follow(overrides: { scs?: string[]; token?: string } = {}): LoadBalancer {
  return createLoadBalancer({
    ...{ application: 'WebAPIServer_1', scs: [url], token: 'secret-token', aliasKeys: [aliasKey] },
    ...{ onWarning: () => undefined, random: () => 0.001, ...overrides },
  });
}

/** Resolves with the first view for which the condition holds. */
function viewWhere(loadBalancer: LoadBalancer, holds: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
  return new Promise((resolve) => {
    const stop = loadBalancer.subscribe((snapshot) => {
      if (!holds(snapshot)) return;
      stop();
      resolve(snapshot);
    });
  });
}

describe('the source over HTTP and server-sent events', () => {
  beforeAll(() => {
    nock.disableNetConnect();
  });
  afterEach(() => {
    nock.abortPendingRequests();
    nock.cleanAll();
  });
  afterAll(() => {
    nock.enableNetConnect();
    nock.restore();
  });

  it('asks with the bearer token and answers from the snapshot', async () => {
    nock(url, { reqheaders: { authorization: 'Bearer secret-token', accept: 'text/event-stream' } })
      .get('/api/v1/events')
      .reply(200, message('snapshot', aSnapshot([aChatServer(1)])));
    await using loadBalancer = follow();

    await loadBalancer.ready({ timeoutMs: 2_000 });

    expect(loadBalancer.select(chat).application).toBe('ChatServer_1');
  });

  it('applies the events that follow, in order', async () => {
    const events = [
      message('snapshot', aSnapshot([aChatServer(1)])),
      message('status', { epoch: 1, revision: 2, ...status('ChatServer_1', 'service-unavailable') }),
    ];
    nock(url).get('/api/v1/events').reply(200, events.join(''));
    await using loadBalancer = follow();

    await viewWhere(loadBalancer, ({ revision }) => revision === 2);

    expect(() => loadBalancer.select(chat)).toThrow(expect.objectContaining({ code: 'ALL_DRAINING' }));
  });

  it('keeps the last view when the stream ends, says it is stale, and resumes after the last event', async () => {
    nock(url)
      .get('/api/v1/events')
      .reply(200, message('snapshot', aSnapshot([aChatServer(1)])));
    nock(url, { reqheaders: { 'last-event-id': '1.1' } })
      .get('/api/v1/events')
      .reply(200, message('status', { epoch: 1, revision: 2, ...status('ChatServer_1', 'stopped') }));
    await using loadBalancer = follow();
    await loadBalancer.ready({ timeoutMs: 2_000 });

    await viewWhere(loadBalancer, ({ revision }) => revision === 2);

    expect(nock.isDone()).toBe(true);
  });

  it('is stale while the control server is away, and goes on selecting from the last view', async () => {
    nock(url)
      .get('/api/v1/events')
      .reply(200, message('snapshot', aSnapshot([aChatServer(1)])));
    const reached = new Promise<void>((resolve) => {
      nock(url)
        .get('/api/v1/events')
        .reply(503, () => {
          resolve();
          return '';
        });
    });
    await using loadBalancer = follow();
    await loadBalancer.ready({ timeoutMs: 2_000 });
    await reached;

    expect(loadBalancer.health().source).toBe('stale');
    expect(loadBalancer.select(chat).application).toBe('ChatServer_1');
    expect(loadBalancer.resolve(loadBalancer.select(chat).alias, chat).stale).toBe(true);
  });

  it('asks for a fresh snapshot, not a resumption, after a gap in the events (F9)', async () => {
    const gap = message('status', { epoch: 1, revision: 5, ...status('ChatServer_1', 'stopped') });
    nock(url)
      .get('/api/v1/events')
      .reply(200, message('snapshot', aSnapshot([aChatServer(1)])) + gap);
    nock(url, { badheaders: ['last-event-id'] })
      .get('/api/v1/events')
      .reply(200, message('snapshot', aSnapshot([aChatServer(1)], { revision: 9 })));
    await using loadBalancer = follow();

    const view = await viewWhere(loadBalancer, ({ revision }) => revision > 1);

    expect(view.revision).toBe(9);
  });

  it('asks for a fresh snapshot, not a resumption, after one that is held because it mentions nobody (F11)', async () => {
    const full = aSnapshot([aChatServer(1)]);
    const empty = aSnapshot([], { revision: 2, applications: [], statuses: [] });
    nock(url)
      .get('/api/v1/events')
      .reply(200, message('snapshot', full) + message('snapshot', empty));
    nock(url, { badheaders: ['last-event-id'] })
      .get('/api/v1/events')
      .reply(200, message('snapshot', { ...full, revision: 3 }));
    await using loadBalancer = follow();

    await viewWhere(loadBalancer, ({ revision }) => revision === 3);

    expect(loadBalancer.select(chat).application).toBe('ChatServer_1');
    expect(loadBalancer.health().counts.snapshotsHeld).toBe(1);
  });

  it('tries the next address when one does not answer', async () => {
    nock(url).get('/api/v1/events').reply(503);
    nock('http://backup.test:8091')
      .get('/api/v1/events')
      .reply(200, message('snapshot', aSnapshot([aChatServer(1)])));
    await using loadBalancer = follow({ scs: [url, 'http://backup.test:8091'] });

    await expect(loadBalancer.ready({ timeoutMs: 5_000 })).resolves.toBeUndefined();
  });

  it('says why there is no view: the token is refused', async () => {
    nock(url).get('/api/v1/events').times(1000).reply(401);
    await using loadBalancer = follow();

    await expect(loadBalancer.ready({ timeoutMs: 100 })).rejects.toThrow(/DIRECTORY|refuses the token \(HTTP 401\)/);
  });

  it('leaves out a malformed application and keeps the others (F12)', async () => {
    const snapshot = aSnapshot([aChatServer(1)]);
    const body = {
      ...snapshot,
      applications: [...snapshot.applications, { dbid: 'x', name: 'Broken', type: 'ChatServer' }],
    };
    nock(url).get('/api/v1/events').reply(200, message('snapshot', body));
    await using loadBalancer = follow();

    await loadBalancer.ready({ timeoutMs: 2_000 });

    expect(loadBalancer.configuration.applications({ type: 'ChatServer' }).map(({ name }) => name)).toEqual([
      'ChatServer_1',
    ]);
  });

  it('passes over events it does not know', async () => {
    nock(url)
      .get('/api/v1/events')
      .reply(200, message('weather', { rain: true }) + message('snapshot', aSnapshot([aChatServer(1)])));
    await using loadBalancer = follow();

    await expect(loadBalancer.ready({ timeoutMs: 2_000 })).resolves.toBeUndefined();
  });
});
