import { StateDirectory, startMockScs } from '@eservices-lb/mock-scs';
import type { MockScs } from '@eservices-lb/mock-scs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from './is-alive.js';
import { anEstateOf } from './small-estate.js';
import { untilStatus } from './until-status.js';

const fakeApplication = join(__dirname, 'fake-application.mjs');
const startInfo = (...more: readonly string[]) => ({
  commandLine: 'node',
  commandLineArguments: [fakeApplication, ...more],
});

describe('the Local Control Agent', () => {
  let scs: MockScs;
  const start = async (application: Readonly<Record<string, unknown>>): Promise<number> => {
    scs = await startMockScs({ configuration: anEstateOf({ name: 'chat-1', startInfo: startInfo(), ...application }) });
    return scs.agent.start('chat-1').pid;
  };

  afterEach(() => scs.close());

  it('starts an application, which then reports itself running', async () => {
    const pid = await start({});

    expect(scs.world.status('chat-1').status).toBe('start-pending');
    await untilStatus(scs.world, 'chat-1', 'running');
    expect(scs.links.pid('chat-1')).toBe(pid);
  });

  it('starts nothing twice', async () => {
    const pid = await start({});

    expect(() => scs.agent.start('chat-1')).toThrow(`it runs already, as process ${pid}`);
  });

  it('stops an application on the link', async () => {
    const pid = await start({});
    await untilStatus(scs.world, 'chat-1', 'running');

    await scs.agent.stop('chat-1');

    expect(scs.world.status('chat-1').status).toBe('stopped');
    expect(isAlive(pid)).toBe(false);
  });

  it('ends an application that will not stop, when its shutdown time-out is over', async () => {
    const pid = await start({ startInfo: startInfo('--misbehave', 'stubborn'), shutdownTimeout: 0.2 });
    await untilStatus(scs.world, 'chat-1', 'running');

    await scs.agent.stop('chat-1');

    expect(isAlive(pid)).toBe(false);
    expect(scs.world.notices).toMatchObject([{ code: 'STOP_TIMED_OUT' }]);
  });

  it('ends an application that is not running when its start-up time-out is over', async () => {
    await start({ startInfo: startInfo('--misbehave', 'never-running'), startupTimeout: 0.3 });

    await untilStatus(scs.world, 'chat-1', 'stopped');
    expect(scs.world.notices).toContainEqual(expect.objectContaining({ code: 'START_TIMED_OUT' }));
  });

  it('starts a killed application in the very moment in which it is seen to be stopped', async () => {
    let pid = await start({});
    for (let round = 0; round < 5; round += 1) {
      await untilStatus(scs.world, 'chat-1', 'running');
      process.kill(pid, 'SIGKILL');
      await untilStatus(scs.world, 'chat-1', 'stopped');

      const { status } = await fetch(`${scs.url}/api/v1/applications/chat-1/start`, {
        method: 'POST',
        headers: { authorization: `Bearer ${scs.token}` },
      });

      expect(status).toBe(200);
      pid = scs.agent.process('chat-1')?.pid ?? NaN;
    }
  });

  it('leaves a killed application stopped', async () => {
    await start({});
    await untilStatus(scs.world, 'chat-1', 'running');

    await scs.agent.kill('chat-1');

    expect(scs.world.status('chat-1').status).toBe('stopped');
    expect(scs.agent.process('chat-1')).toBeUndefined();
    expect(scs.world.notices).toMatchObject([{ code: 'ENDED_UNASKED', objects: [{ name: 'chat-1' }] }]);
  });

  it('starts a killed application again where its configuration says autoRestart', async () => {
    const pid = await start({ autoRestart: true });
    await untilStatus(scs.world, 'chat-1', 'running');

    await scs.agent.kill('chat-1');
    await untilStatus(scs.world, 'chat-1', 'running');

    expect(scs.agent.process('chat-1')?.pid).not.toBe(pid);
  });

  it('gives an application that wants a token one of its own, to read with, that outlives a control server', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'agent-'));
    const configuration = anEstateOf({
      name: 'chat-1',
      annex: { 'local-control-agent': { secrets: 'token' } },
      startInfo: { commandLine: 'node', commandLineArguments: ['-p', 'process.env.ESERVICES_TOKEN', '--'] },
    });
    const state = new StateDirectory(directory);
    const answers = async (token: string, method: string): Promise<number> =>
      (await fetch(`${scs.url}/api/v1/applications/chat-1`, { method, headers: { authorization: `Bearer ${token}` } }))
        .status;
    scs = await startMockScs({ configuration, state });
    await scs.agent.start('chat-1').gone;
    const token = readFileSync(state.logFile('chat-1'), 'utf8').trim();

    expect(token).not.toBe(scs.token);
    expect([await answers(token, 'GET'), await answers(token, 'DELETE')]).toEqual([200, 403]);
    await scs.close();
    scs = await startMockScs({ configuration, state });
    expect(await answers(token, 'GET')).toBe(200);
    rmSync(directory, { recursive: true });
  });

  it('answers for the process that an application runs in now, though the end of the one before is noticed later', async () => {
    scs = await startMockScs({ configuration: anEstateOf({ name: 'chat-1' }) });
    const before = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const now = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    try {
      scs.agent.adopt('chat-1', Number(before.pid));
      const noticed = scs.agent.process('chat-1')?.gone;
      before.kill('SIGKILL');
      await once(before, 'exit');

      scs.agent.adopt('chat-1', Number(now.pid));
      scs.world.report('chat-1', 'running');
      await noticed;

      expect(scs.agent.process('chat-1')?.pid).toBe(now.pid);
      expect(scs.world.status('chat-1').status).toBe('running');
    } finally {
      before.kill('SIGKILL');
      now.kill('SIGKILL');
    }
  });

  it('does not start again what ended after a graceful stop, which makes it exiting', async () => {
    await start({ autoRestart: true });
    await untilStatus(scs.world, 'chat-1', 'running');
    const modes = new Set<string>();
    scs.world.subscribe(({ name, body }) => {
      if (name === 'status' && body.status !== 'stopped') modes.add(body.mode);
    });
    const ended = scs.agent.process('chat-1')?.gone;

    const { status } = await fetch(`${scs.url}/api/v1/applications/chat-1/stop-gracefully`, {
      method: 'POST',
      headers: { authorization: `Bearer ${scs.token}` },
    });
    await ended;

    expect(status).toBe(200);
    expect([...modes]).toEqual(['exiting']);
    expect(scs.world.status('chat-1')).toMatchObject({ status: 'stopped', mode: 'primary' });
    expect(scs.agent.process('chat-1')).toBeUndefined();
  });

  it('says when a command line cannot be run', async () => {
    await expect(start({ startInfo: { commandLine: '/no/such/program' } })).rejects.toThrow(
      /"\/no\/such\/program" cannot be run/,
    );
  });

  it('ends everything when it is closed', async () => {
    const pid = await start({});

    await scs.close();

    expect(isAlive(pid)).toBe(false);
  });
});
