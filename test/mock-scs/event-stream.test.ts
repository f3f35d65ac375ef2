import { startMockScs } from '@eservices-lb/mock-scs';
import type { MockScs } from '@eservices-lb/mock-scs';
import { once } from 'node:events';
import { connect } from 'node:net';
import { nextNews, serverSentEvents } from './server-sent-events.js';
import { anEstateOf } from './small-estate.js';

describe('the event stream', () => {
  let scs: MockScs;
  const open = (lastEventId?: string) =>
    serverSentEvents(scs.url, {
      authorization: `Bearer ${scs.token}`,
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    });

  beforeEach(async () => {
    scs = await startMockScs({
      configuration: anEstateOf({ name: 'chat-1' }),
      epoch: 7,
      historyLimit: 3,
      heartbeatMs: 20,
    });
  });
  afterEach(() => scs.close());

  it('begins with a snapshot, and goes on with every change', async () => {
    const events = open();

    const snapshot = await nextNews(events);
    scs.world.report('chat-1', 'running');
    const change = await nextNews(events);
    await events.return(undefined);

    expect(snapshot).toMatchObject({ id: '7.0', event: 'snapshot', data: { epoch: 7, revision: 0 } });
    expect(change).toMatchObject({ id: '7.1', event: 'status', data: { application: 'chat-1', status: 'running' } });
  });

  it('resumes with what was missed', async () => {
    scs.world.report('chat-1', 'initializing');
    scs.world.report('chat-1', 'running');

    const events = open('7.1');
    const missed = await nextNews(events);
    await events.return(undefined);

    expect(missed).toMatchObject({ id: '7.2', event: 'status', data: { status: 'running' } });
  });

  it.each(['6.1', '7.999', 'nonsense', ''])(
    'begins with a fresh snapshot where it cannot resume from %j',
    async (lastEventId) => {
      const events = open(lastEventId);
      const first = await nextNews(events);
      await events.return(undefined);

      expect(first.event).toBe('snapshot');
    },
  );

  it('begins with a fresh snapshot where too much was missed', async () => {
    for (let load = 1; load <= 20; load++) scs.world.report('chat-1', 'running', { load });

    const events = open('7.1');
    const first = await nextNews(events);
    await events.return(undefined);

    expect(first).toMatchObject({ event: 'snapshot', data: { revision: 20 } });
  });

  it('cuts off a client that does not read', async () => {
    const client = connect(scs.port, '127.0.0.1');
    client.write(`GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${scs.token}\r\n\r\n`);
    await once(client, 'readable');

    const isCut = once(client, 'close');
    const chat = scs.world.object('application', 'chat-1');
    for (let round = 0; round < 200; round++) {
      scs.world.put('application', { ...chat, options: { big: { round: `${round}${'x'.repeat(100_000)}` } } });
    }
    client.resume();
    client.on('error', () => undefined);
    await isCut;

    expect(client.bytesRead).toBeLessThan(20_000_000);
  });

  it('says by heartbeats that it is alive', async () => {
    const events = open();
    const names: string[] = [];
    for await (const { event } of events) {
      names.push(event);
      if (names.length === 4) break;
    }

    expect(names).toEqual(['snapshot', 'heartbeat', 'heartbeat', 'heartbeat']);
  });
});
