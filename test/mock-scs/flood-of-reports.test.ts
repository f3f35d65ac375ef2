import { startMockScs } from '@eservices-lb/mock-scs';
import type { MockScs } from '@eservices-lb/mock-scs';
import { ManualClock } from '@eservices-lb/sdk/testing';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { anEstateOf } from './small-estate.js';
import { untilStatus } from './until-status.js';

describe('an application that reports without pause', () => {
  let scs: MockScs;
  let clock: ManualClock;
  let sockets: WebSocket[];
  let heard: string[];

  const link = async (application: string): Promise<WebSocket> => {
    const socket = new WebSocket(`${scs.url.replace('http', 'ws')}/api/v1/lca`);
    sockets.push(socket);
    await once(socket, 'open');
    const secret = scs.secretOf(application);
    socket.send(JSON.stringify({ type: 'register', application, secret, pid: 1234, status: 'running' }));
    await untilStatus(scs.world, application, 'running');
    return socket;
  };
  const flips = (socket: WebSocket, count: number, padding = ''): void => {
    for (let each = 0; each < count; each += 1) {
      socket.send(JSON.stringify({ type: 'status', status: each % 2 === 0 ? 'suspended' : 'running', padding }));
    }
  };
  /** Resolves once the agent has read everything that was sent before. */
  const read = async (socket: WebSocket): Promise<void> => {
    socket.ping();
    await once(socket, 'pong');
  };

  beforeEach(async () => {
    sockets = [];
    heard = [];
    clock = new ManualClock();
    scs = await startMockScs({ configuration: anEstateOf({ name: 'chat-1' }, { name: 'chat-2' }), clock });
    scs.world.subscribe((event) => {
      if (event.name === 'status') heard.push(`${event.body.application} ${event.body.status}`);
    });
  });
  afterEach(async () => {
    for (const socket of sockets) socket.terminate();
    await scs.close();
  });

  it('is heard a hundred times at once and then a hundred times a second, in order, to the last report', async () => {
    const socket = await link('chat-1');
    heard = [];

    flips(socket, 150);
    await read(socket);
    const atOnce = heard.length;
    clock.advance(200);
    const later = heard.length;
    clock.advance(1_000);

    // One of the hundred was the registration.
    expect([atOnce, later, heard.length]).toEqual([99, 119, 150]);
    expect(heard.slice(-2)).toEqual(['chat-1 suspended', 'chat-1 running']);
  });

  it('is heard of no more than the latest figures, where only these change', async () => {
    const socket = await link('chat-1');
    for (let sessions = 1; sessions <= 500; sessions += 1) {
      socket.send(JSON.stringify({ type: 'status', status: 'running', sessions }));
    }
    await read(socket);

    clock.advance(10);

    expect(heard.length).toBeLessThanOrEqual(102);
    expect(scs.world.status('chat-1').sessions).toBe(500);
  });

  it('is heard of figures that a later report of the same status leaves out', async () => {
    const socket = await link('chat-1');
    flips(socket, 120);
    socket.send(JSON.stringify({ type: 'status', status: 'running', load: 5, sessions: 7 }));
    socket.send(JSON.stringify({ type: 'status', status: 'running' }));
    await read(socket);

    clock.advance(1_000);

    expect(scs.world.status('chat-1')).toMatchObject({ status: 'running', load: 5, sessions: 7 });
  });

  it('is read no further while hundreds of its reports wait, and keeps nobody else from being heard', async () => {
    const flooding = await link('chat-1');
    flips(flooding, 4_000, 'x'.repeat(10_000));

    const other = await link('chat-2');
    other.send(JSON.stringify({ type: 'status', status: 'service-unavailable' }));
    await untilStatus(scs.world, 'chat-2', 'service-unavailable');

    expect(heard.filter((each) => each.startsWith('chat-1')).length).toBeLessThanOrEqual(101);
    expect(flooding.bufferedAmount).toBeGreaterThan(0);
  });
});
