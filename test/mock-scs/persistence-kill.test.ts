import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { seededRandom } from '@eservices-lb/sdk/testing';
import { freePortBase } from '../estate/free-port-base.js';
import { startDatabaseProcess } from '../servers/database-process.js';

const main = join(__dirname, '..', '..', 'packages', 'mock-scs', 'dist', 'main.js');
const applications = ['A', 'B', 'C', 'D'];
const scenario = (names: readonly string[] = applications): string => `
tenants: [{ dbid: 1, name: Environment }]
hosts: [{ dbid: 1, name: localhost, address: 127.0.0.1 }]
applications:
${names
  .map(
    (name, index) =>
      `  - { name: ${name}, dbid: ${index + 1}, type: ChatServer, host: localhost, tenants: [Environment], simulated: true }`,
  )
  .join('\n')}
`;

const readySchema = z.object({ token: z.string(), urls: z.object({ scs: z.array(z.string()) }) });
const countSchema = z.object({ options: z.record(z.string(), z.record(z.string(), z.string())) });
const countOf = async (answer: Response): Promise<number> =>
  Number(countSchema.parse(await answer.json()).options.test?.count ?? 0);

interface Running {
  readonly child: ChildProcess;
  readonly output: () => string;
  ask(method: string, path: string, body?: object): Promise<Response>;
}

describe('npm start with saved changes', () => {
  let directory: string;
  let portBase: number;
  let children: ChildProcess[];

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'persistence-kill-'));
    writeFileSync(join(directory, 'estate.yaml'), scenario());
    portBase = await freePortBase();
    children = [];
  });
  afterEach(async () => {
    await Promise.all(children.map((child) => end(child, 'SIGKILL')));
    rmSync(directory, { recursive: true, force: true });
  });

  const end = async (child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  };

  const start = async (...more: readonly string[]): Promise<Running> => {
    const readyFile = join(directory, 'ready.json');
    const options = ['--scenario', join(directory, 'estate.yaml'), '--port-base', String(portBase)];
    const child = spawn(process.execPath, [main, ...options, '--ready-file', readyFile, ...more], {
      cwd: directory,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (output += part.toString()));
    while (!output.includes('The estate is running')) {
      const event = await Promise.race([
        once(child.stdout, 'data').then(() => 'data'),
        once(child, 'exit').then(() => 'exit'),
      ]);
      if (event === 'exit') throw new Error(output);
    }
    const { token, urls } = readySchema.parse(JSON.parse(readFileSync(readyFile, 'utf8')));
    return {
      child,
      output: () => output,
      ask: (method, path, body) =>
        fetch(`${urls.scs[0]}/api/v1/${path}`, {
          method,
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          ...(body && { body: JSON.stringify(body) }),
        }),
    };
  };

  /** Counts up in the options of one application until the server is gone. @returns what was acknowledged last, and what was sent last */
  const countUp = async ({ ask }: Running, name: string, onAcknowledged: () => void) => {
    let acknowledged = 0;
    for (;;) {
      const count = acknowledged + 1;
      try {
        const answer = await ask('PATCH', `applications/${name}`, { options: { test: { count: String(count) } } });
        if (answer.status !== 200) throw new Error(`it answered ${answer.status}: ${await answer.text()}`);
        await answer.arrayBuffer();
      } catch (error) {
        if (error instanceof Error && error.message.startsWith('it answered')) throw error;
        return { name, acknowledged, sent: count };
      }
      acknowledged = count;
      onAcknowledged();
    }
  };

  it.each([1, 2, 3, 4, 5])(
    'loses nothing that it acknowledged when it is killed at any moment (run %i)',
    async (seed) => {
      const random = seededRandom(seed);
      const running = await start();
      const killAfter = 1 + Math.floor(random() * 250);
      let count = 0;
      const onAcknowledged = (): void => {
        count += 1;
        if (count === killAfter) running.child.kill('SIGKILL');
      };

      const results = await Promise.all(applications.map((name) => countUp(running, name, onAcknowledged)));
      await end(running.child, 'SIGKILL');
      expect(count).toBeGreaterThanOrEqual(killAfter);
      const again = await start();

      for (const { name, acknowledged, sent } of results) {
        const stored = await countOf(await again.ask('GET', `applications/${name}`));
        expect([acknowledged, sent]).toContain(stored);
      }
      expect(again.output()).toContain('saved change');
    },
  );

  it('keeps changes in the database that --database names, and does not start without it', async () => {
    const port = portBase + 150;
    const database = `postgresql://postgres@127.0.0.1:${port}/postgres`;
    const process = await startDatabaseProcess(port);
    try {
      const first = await start('--database', database);
      await first.ask('POST', 'applications/A/disable');
      await end(first.child, 'SIGKILL');

      const again = await start('--database', database);
      expect(await (await again.ask('GET', 'applications/A')).json()).toMatchObject({ state: 'disabled' });
      await end(again.child, 'SIGTERM');
      expect(readdirSync(join(directory, '.eservices-lb', String(portBase)))).not.toContain('configuration.base');
    } finally {
      await process.stop();
    }
    await expect(start('--database', database)).rejects.toThrow(
      /^The place where changes of the configuration are saved cannot be used: .*ECONNREFUSED.*\n$/,
    );
  });

  it('says in one line that the scenario has changed, and --fresh begins anew', async () => {
    const first = await start();
    await first.ask('POST', 'applications/A/disable');
    await end(first.child, 'SIGTERM');
    writeFileSync(join(directory, 'estate.yaml'), scenario(['A', 'B']));

    const changed = await start();
    const told = changed
      .output()
      .split('\n')
      .filter((line) => line.includes('saved change'));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(
      /WARNING: the scenario is another than before, so 1 saved change is not in force; .*set-aside-1/,
    );
    await changed.ask('POST', 'applications/B/disable');
    await end(changed.child, 'SIGTERM');

    const fresh = await start('--fresh');
    expect(fresh.output()).toMatch(/WARNING: a fresh start was asked for, .*set-aside-2/);
    expect(await (await fresh.ask('GET', 'applications/B')).json()).toMatchObject({ state: 'enabled' });
  });
});
