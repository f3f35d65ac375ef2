import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../estate/eventually.js';
import { freePortBase } from '../estate/free-port-base.js';
import { isAlive } from './is-alive.js';

const main = join(__dirname, '..', '..', 'packages', 'mock-scs', 'dist', 'main.js');
const fakeApplication = join(__dirname, 'fake-application.mjs');

interface ReadyFile {
  readonly pid: number;
  readonly token: string;
  readonly urls: { readonly web: readonly string[]; readonly scs: readonly string[] };
  readonly processes: readonly { readonly application: string; readonly pid: number; readonly port: number }[];
}

const scenario = (misbehaviour = 'none', startupTimeout = 90): string => `tenants: [{ dbid: 1, name: Environment }]
hosts: [{ dbid: 1, name: localhost, address: 127.0.0.1 }]
applications:
  - name: Chat
    dbid: 1
    type: ChatServer
    host: localhost
    tenants: [Environment]
    ports: [{ id: webapi, port: 8001 }]
    startupTimeout: ${startupTimeout}
    startInfo: { commandLine: node, commandLineArguments: ['${fakeApplication}', --misbehave, ${misbehaviour}] }
  - name: Web
    dbid: 2
    type: WebAPIServer
    host: localhost
    tenants: [Environment]
    ports: [{ port: 8002 }]
    connections: [{ application: Chat }]
    startInfo: { commandLine: node, commandLineArguments: ['${fakeApplication}'] }
`;

describe('npm start', () => {
  let directory: string;
  let portBase: number;
  let started: ChildProcess[];
  let output: string;

  const listenTo = (child: ChildProcess): ChildProcess => {
    started.push(child);
    output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (part: Buffer) => (output += part.toString()));
    }
    return child;
  };
  const run = (...more: readonly string[]): ChildProcess => runAs({}, ...more);
  const runAs = (spawnOptions: SpawnOptions, ...more: readonly string[]): ChildProcess => {
    const options = ['--scenario', join(directory, 'estate.yaml'), '--port-base', String(portBase), ...more];
    const stdio = ['ignore', 'pipe', 'pipe'] as const;
    return listenTo(
      spawn(process.execPath, [main, ...options], { cwd: directory, stdio: [...stdio], ...spawnOptions }),
    );
  };
  const exitCode = async (child: ChildProcess): Promise<unknown> => (await once(child, 'close'))[0] as unknown;
  const ready = async (child: ChildProcess): Promise<ReadyFile> => {
    while (!output.includes('The estate is running')) {
      const end = await Promise.race([
        once(child.stdout ?? child, 'data'),
        once(child, 'exit').then(() => 'exit' as const),
      ]);
      if (end === 'exit') throw new Error(output);
    }
    return JSON.parse(readFileSync(join(directory, 'ready.json'), 'utf8')) as ReadyFile;
  };

  const answerTo = async ({ urls, token }: ReadyFile): Promise<number> =>
    (await fetch(`${urls.scs[0]}/api/v1/snapshot`, { headers: { authorization: `Bearer ${token}` } })).status;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'estate-'));
    writeFileSync(join(directory, 'estate.yaml'), scenario());
    portBase = await freePortBase();
    started = [];
  });
  afterEach(async () => {
    for (const child of started) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    rmSync(directory, { recursive: true, force: true });
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'brings everything up, tells where, and leaves nothing behind on %s',
    async (signal) => {
      const estate = run('--ready-file', join(directory, 'ready.json'));
      const { pid, processes, urls, token } = await ready(estate);

      expect(pid).toBe(estate.pid);
      expect(processes.map(({ application, port }) => [application, port])).toEqual([
        ['Chat', portBase + 1],
        ['Web', portBase + 2],
      ]);
      expect(urls.web).toEqual([`http://127.0.0.1:${portBase + 2}`]);
      expect(output).toContain(`/#token=${token}`);

      estate.kill(signal);
      expect(await exitCode(estate)).toBe(0);
      expect(processes.filter((each) => isAlive(each.pid))).toEqual([]);
    },
  );

  it('says how many of the applications are running', async () => {
    await ready(run('--ready-file', join(directory, 'ready.json')));

    expect(output).toMatch(/Chat +running \(1 of 2\)\n.*Web +starting\n.*Web +running \(2 of 2\)\n/);
  });

  it('names an application that is up but lacks what it needs for longer than its start may take, and leaves nothing behind', async () => {
    writeFileSync(join(directory, 'estate.yaml'), scenario('unable', 6));

    expect(await exitCode(run())).toBe(1);
    expect(output).toContain('Chat did not start: it is still service-unavailable 6 s after its start.');
    expect(output).not.toMatch(/Web +starting/);
  });

  it('ends at once when it is interrupted while an application starts', async () => {
    writeFileSync(join(directory, 'estate.yaml'), scenario('never-running'));
    const estate = run();
    await eventually('the start', () => (output.includes('starting') ? true : undefined));

    estate.kill('SIGINT');

    expect(await exitCode(estate)).toBe(0);
    expect(output).not.toContain('did not start');
  });

  it('leaves nothing behind when npm is told to end, although the shell in between passes no signal on', async () => {
    const options = `--scenario ${directory}/estate.yaml --port-base ${portBase} --ready-file ${directory}/ready.json`;
    const shell = spawn('sh', ['-c', `${process.execPath} ${main} ${options}; true`], {
      cwd: directory,
      env: { ...process.env, npm_lifecycle_event: 'start' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    listenTo(shell);
    const { pid, processes } = await ready(shell);

    shell.kill('SIGTERM');
    await once(shell, 'close');

    const all = [pid, ...processes.map((each) => each.pid)];
    await eventually('the end of every process', () => (all.some(isAlive) ? undefined : true));
  });

  it('leaves nothing behind on Ctrl-C, which reaches the whole process group', async () => {
    const estate = runAs({ detached: true }, '--ready-file', join(directory, 'ready.json'));
    const { pid, processes } = await ready(estate);

    process.kill(-pid, 'SIGINT');

    expect(await exitCode(estate)).toBe(0);
    expect(processes.filter((each) => isAlive(each.pid))).toEqual([]);
  });

  it('finds its applications again after it was killed, and starts none twice', async () => {
    const killed = run('--ready-file', join(directory, 'ready.json'));
    const before = await ready(killed);
    killed.kill('SIGKILL');
    await exitCode(killed);

    const again = run('--ready-file', join(directory, 'ready.json'));
    const after = await ready(again);

    expect(after.processes).toEqual(before.processes);
    expect(after.token).not.toBe(before.token);
    expect(await answerTo(before)).toBe(200);
    expect(await answerTo(after)).toBe(200);
    again.kill('SIGTERM');
    expect(await exitCode(again)).toBe(0);
    expect(after.processes.filter((each) => isAlive(each.pid))).toEqual([]);
  });

  it('keeps no token on the disk, and takes the one that it is given', async () => {
    const given = 'a-token-of-our-own-choosing';
    const { token, urls } = await ready(run('--ready-file', join(directory, 'ready.json'), '--token', given));

    expect(token).toBe(given);
    expect(await answerTo({ token, urls } as ReadyFile)).toBe(200);
    const state = join(directory, '.eservices-lb', String(portBase));
    const kept = readdirSync(state).filter((name) => name.endsWith('.json'));
    expect(kept.map((name) => readFileSync(join(state, name), 'utf8')).join('\n')).not.toContain(given);
  });

  it('listens beyond the loopback interface only when told to, and says so', async () => {
    const inside = run('--ready-file', join(directory, 'ready.json'));
    await ready(inside);
    expect(output).not.toContain('WARNING');
    inside.kill('SIGTERM');
    await exitCode(inside);

    await ready(run('--ready-file', join(directory, 'ready.json'), '--host', '0.0.0.0'));
    expect(output).toMatch(/WARNING: 0\.0\.0\.0 can be reached from other machines/);
  });

  it('survives a killed application', async () => {
    const estate = run('--ready-file', join(directory, 'ready.json'));
    const { processes, urls, token } = await ready(estate);

    process.kill(processes[0]?.pid ?? NaN, 'SIGKILL');
    let status: unknown;
    while (status !== 'stopped') {
      const answer = await fetch(`${urls.scs[0]}/api/v1/applications/Chat`, {
        headers: { authorization: `Bearer ${token}` },
      });
      status = ((await answer.json()) as { readonly status: unknown }).status;
    }

    expect(estate.exitCode).toBeNull();
  });

  it('names the application whose port is busy, and starts nothing', async () => {
    const squatter = createServer().listen(portBase + 2, '127.0.0.1');
    await once(squatter, 'listening');

    const estate = run();

    expect(await exitCode(estate)).toBe(1);
    expect(output).toContain(`port ${portBase + 2} on 127.0.0.1, needed by Web`);
    expect(output).not.toContain('starting');
    squatter.close();
  });

  it('names the applications that need the same port on hosts that are one machine, and starts nothing', async () => {
    const twoHosts = scenario()
      .replace('hosts: [', 'hosts: [{ dbid: 2, name: host_2, address: 127.0.0.1 }, ')
      .replace('type: WebAPIServer\n    host: localhost', 'type: WebAPIServer\n    host: host_2')
      .replace('port: 8002', 'port: 8001');
    writeFileSync(join(directory, 'estate.yaml'), twoHosts);

    expect(await exitCode(run())).toBe(1);
    expect(output).toContain(`  port ${portBase + 1} on 127.0.0.1, Chat\n  port ${portBase + 1} on 127.0.0.1, Web\n`);
    expect(output).not.toContain('listening');
  });

  it('shows the end of the log of an application that fails, and ends the others', async () => {
    writeFileSync(join(directory, 'estate.yaml'), scenario('fail'));

    const estate = run('--ready-file', join(directory, 'ready.json'));

    expect(await exitCode(estate)).toBe(1);
    expect(output).toMatch(/Chat did not start: it exited with code 3/);
    expect(output).toContain('the fake application cannot find its thing');
    expect(existsSync(join(directory, 'ready.json'))).toBe(false);
  });

  it('refuses a malformed configuration with file and line', async () => {
    writeFileSync(join(directory, 'estate.yaml'), scenario().replace('application: Chat', 'application: Chet'));

    const estate = run();

    expect(await exitCode(estate)).toBe(1);
    expect(output).toMatch(/estate\.yaml:18: application "Web": connection to an unknown application "Chet"/);
  });

  it.each([
    ['an unknown option', 2, ['--colour', 'red'], /unknown option '--colour'[^]*Usage:/],
    ['a port base that is none', 2, ['--port-base', 'many'], /whole number/],
    ['a superfluous word', 2, ['please'], /too many arguments/],
    ['an unknown scenario', 1, ['--scenario', 'nothing'], /no scenario "nothing".*demo, full, guide/],
  ])('refuses %s with exit code %i', async (_case, code, options, message) => {
    const estate = run(...options);

    expect(await exitCode(estate)).toBe(code);
    expect(output).toMatch(message);
  });
});
