import { startMockScs } from '@eservices-lb/mock-scs';
import type { MockScs } from '@eservices-lb/mock-scs';
import { connectToLocalControlAgent, RegistrationRefusedError } from '@eservices-lb/mock-scs/lca';
import type { Command, LocalControlAgentLink, Registration } from '@eservices-lb/mock-scs/lca';
import type { Clock } from '@eservices-lb/sdk';
import { ManualClock } from '@eservices-lb/sdk/testing';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { eventually } from '../estate/eventually.js';
import { anEstateOf } from './small-estate.js';
import { untilStatus } from './until-status.js';

const estate = anEstateOf(
  { name: 'chat-1', ports: [{ id: 'webapi', port: 8111 }] },
  { name: 'web-1', type: 'WebAPIServer', connections: [{ application: 'chat-1' }] },
);

describe('the link of an application to its Local Control Agent', () => {
  let scs: MockScs;
  let links: LocalControlAgentLink[];

  const link = (application: string, more: Partial<Parameters<typeof connectToLocalControlAgent>[0]> = {}) => {
    const connected = connectToLocalControlAgent({
      application,
      scs: [scs.url],
      secret: scs.secretOf(application),
      onCommand: () => undefined,
      ...more,
    });
    links.push(connected);
    return connected;
  };
  /** A client without our manners: it can stay silent, and be another process. */
  const rawLink = async (application: string, pid: number, autoPong = true): Promise<WebSocket> => {
    const socket = new WebSocket(`${scs.url.replace('http', 'ws')}/api/v1/lca`, { autoPong });
    await once(socket, 'open');
    socket.send(
      JSON.stringify({ type: 'register', application, secret: scs.secretOf(application), pid, status: 'running' }),
    );
    return socket;
  };

  beforeEach(async () => {
    links = [];
    scs = await startMockScs({ configuration: estate, heartbeatMs: 100 });
  });
  afterEach(async () => {
    await Promise.all(links.map((each) => each.close()));
    await scs.close();
  });

  it('tells a registered application its configuration and the addresses it is connected to', async () => {
    const registration = await link('web-1').registered;

    expect(registration.application.name).toBe('web-1');
    expect(registration.connections).toEqual([
      { application: 'chat-1', type: 'ChatServer', host: '127.0.0.1', port: 8111, secure: false },
    ]);
  });

  it('makes an application what it reports', async () => {
    const chat = link('chat-1');
    await chat.registered;
    expect(scs.world.status('chat-1').status).toBe('initializing');

    chat.report('running', 2, 7);
    await untilStatus(scs.world, 'chat-1', 'running');

    expect(scs.world.status('chat-1')).toMatchObject({ load: 2, sessions: 7 });
  });

  it('shows what an application says of its work, until its link is lost', async () => {
    const shown = async (): Promise<unknown> => {
      const answer = await fetch(`${scs.url}/api/v1/work`, { headers: { authorization: `Bearer ${scs.token}` } });
      return ((await answer.json()) as { readonly applications: unknown }).applications;
    };
    const chat = link('chat-1');
    chat.show({ kind: 'chats', open: 3 });
    chat.report('running');
    await untilStatus(scs.world, 'chat-1', 'running');
    await eventually('the work to be shown', async () => ((await shown()) as readonly unknown[])[0]);

    expect(await shown()).toMatchObject([{ application: 'chat-1', work: { kind: 'chats', open: 3 } }]);

    await chat.close();
    await untilStatus(scs.world, 'chat-1', 'stopped');
    expect(await shown()).toEqual([]);
  });

  it('takes what no status allows, and tells operators', async () => {
    const chat = link('chat-1');
    await chat.registered;
    chat.report('stop-pending');
    chat.report('running');
    await untilStatus(scs.world, 'chat-1', 'running');

    expect(scs.world.notices).toMatchObject([
      { level: 'warning', code: 'ILLEGAL_TRANSITION', objects: [{ kind: 'application', name: 'chat-1' }] },
    ]);
  });

  it('makes an application stopped when it closes', async () => {
    const chat = link('chat-1');
    chat.report('running');
    await untilStatus(scs.world, 'chat-1', 'running');

    await chat.close();
    await untilStatus(scs.world, 'chat-1', 'stopped');
  });

  it('makes an application stopped when its socket breaks', async () => {
    const socket = await rawLink('chat-1', 1234);
    await untilStatus(scs.world, 'chat-1', 'running');

    socket.terminate();
    await untilStatus(scs.world, 'chat-1', 'stopped');
  });

  it('makes a silent application unknown, and what it was when it is heard again', async () => {
    const socket = await rawLink('chat-1', 1234, false);
    await untilStatus(scs.world, 'chat-1', 'running');
    await untilStatus(scs.world, 'chat-1', 'unknown');

    socket.pong();
    await untilStatus(scs.world, 'chat-1', 'running');
    socket.terminate();
  });

  it('carries commands', async () => {
    const command = new Promise<Command>((resolve) => {
      link('chat-1', { onCommand: resolve });
    });
    await untilStatus(scs.world, 'chat-1', 'initializing');

    scs.links.command('chat-1', 'suspend');

    expect(await command).toBe('suspend');
  });

  it('tells of changes that concern the application', async () => {
    const told = new Promise<Registration>((resolve) => {
      link('web-1', { onConfiguration: resolve });
    });
    await untilStatus(scs.world, 'web-1', 'initializing');

    scs.world.put('application', {
      ...scs.world.object('application', 'chat-1'),
      ports: [{ id: 'webapi', port: 9999, protocol: '', secure: false }],
    });

    expect((await told).connections).toMatchObject([{ application: 'chat-1', port: 9999 }]);
  });

  it.each([
    ['a wrong secret', 'chat-1', () => 'guessed'],
    ['an unknown name', 'chat-9', () => scs.secretOf('chat-9')],
  ])('is refused for %s, for good', async (_case, application, secret) => {
    await expect(link(application, { secret: secret() }).registered).rejects.toThrow(RegistrationRefusedError);
  });

  it('is refused to a second process of the same name', async () => {
    const former = await rawLink('chat-1', 1234);
    await untilStatus(scs.world, 'chat-1', 'running');

    await expect(link('chat-1').registered).rejects.toThrow(/linked already, as process 1234/);
    former.terminate();
  });

  it('passes to a second process when the first is silent', async () => {
    await rawLink('chat-1', 1234, false);
    await untilStatus(scs.world, 'chat-1', 'running');
    await untilStatus(scs.world, 'chat-1', 'unknown');

    await link('chat-1').registered;

    expect(scs.links.pid('chat-1')).toBe(process.pid);
  });

  it('comes back by itself, with the last status, when Solution Control Server comes back', async () => {
    const chat = link('chat-1');
    await chat.registered;
    chat.report('service-unavailable', 5);
    await untilStatus(scs.world, 'chat-1', 'service-unavailable');
    const { port, secrets } = scs;
    await scs.close();

    scs = await startMockScs({ configuration: estate, heartbeatMs: 100, port, secrets });
    await untilStatus(scs.world, 'chat-1', 'service-unavailable');

    expect(scs.world.status('chat-1').load).toBe(5);
  });

  it('is given up by the application after three heartbeats of silence, counted from its registration on', async () => {
    await using slow = await startMockScs({ configuration: estate, heartbeatMs: 60_000 });
    const clock = new ManualClock();
    const chat = link('chat-1', { scs: [slow.url], secret: slow.secretOf('chat-1'), clock });
    await chat.registered;

    clock.advance(179_000);
    chat.report('running');
    await untilStatus(slow.world, 'chat-1', 'running');

    clock.advance(1_000);
    await untilStatus(slow.world, 'chat-1', 'stopped');
  });

  it('is not given up by an application that was asleep itself, before what came meanwhile is read (R26)', async () => {
    await using slow = await startMockScs({ configuration: estate, heartbeatMs: 60_000 });
    const clock = new ManualClock();
    let asleepMs = 0;
    const late: Clock = {
      now: () => clock.now() + asleepMs,
      wallClock: () => clock.wallClock(),
      after: (delayMs, task) => clock.after(delayMs, task),
    };
    const chat = link('chat-1', { scs: [slow.url], secret: slow.secretOf('chat-1'), clock: late });
    await chat.registered;

    asleepMs = 5_000;
    clock.advance(180_000);
    chat.report('running');
    await untilStatus(slow.world, 'chat-1', 'running');

    clock.advance(1_000);
    await untilStatus(slow.world, 'chat-1', 'stopped');
  });

  it('is closed by the agent at nonsense, which harms nobody else', async () => {
    const socket = await rawLink('chat-1', 1234);
    await untilStatus(scs.world, 'chat-1', 'running');

    socket.send('{"type":"');
    await once(socket, 'close');

    expect((await fetch(`${scs.url}/api/v1/health`)).status).toBe(200);
  });

  it('is closed at work that is nested too deeply to be shown, and operators see the work of all others', async () => {
    const socket = await rawLink('chat-1', 1234);
    await untilStatus(scs.world, 'chat-1', 'running');

    socket.send(`{"type":"work","work":{"deep":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`);
    const [code] = (await once(socket, 'close')) as [number];
    const { status } = await fetch(`${scs.url}/api/v1/work`, { headers: { authorization: `Bearer ${scs.token}` } });

    expect([code, status]).toEqual([1008, 200]);
  });

  it('gives no application power over the process of another one, whose number it says is its own', async () => {
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1e6)']);
    await once(stranger, 'spawn');
    await rawLink('chat-1', stranger.pid ?? 0);
    await untilStatus(scs.world, 'chat-1', 'running');

    const headers = { authorization: `Bearer ${scs.token}` };
    const { status } = await fetch(`${scs.url}/api/v1/applications/chat-1/kill`, { method: 'POST', headers });

    expect([status, stranger.kill('SIGTERM')]).toEqual([409, true]);
    const [, signal] = (await once(stranger, 'exit')) as [number | null, string | null];
    expect(signal).toBe('SIGTERM');
  });

  it('is given up with a rejection when closed before it was registered', async () => {
    const nowhere = link('chat-1', { scs: ['http://127.0.0.1:1'] });

    await nowhere.close();

    await expect(nowhere.registered).rejects.toThrow(/closed before/);
  });
});
