import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePortBase } from '../estate/free-port-base.js';

const program = join(__dirname, '../../bench/dist/chats/main.js');

interface Report {
  readonly failed: number;
  readonly failures: Readonly<Record<string, number>>;
  readonly interrupted: number;
  readonly chatsPerServer: readonly number[];
  readonly acknowledged: number;
  readonly missing: number;
  readonly doubled: number;
  readonly moved: number;
}

/** A small one, so that the other tests can breathe; `.ci/run` has the soak, with a fault every ten seconds. */
describe('sixty chats over three Chat Servers and two web nodes', () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'eservices-lb-load-test-'))));
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  async function load(...options: readonly string[]): Promise<Report> {
    const json = join(directory, 'report.json');
    const all = [
      '--chats',
      '60',
      '--minutes',
      '0.15',
      '--arrival',
      '2',
      '--port-base',
      String(await freePortBase()),
      '--json',
      json,
    ];
    const child = spawn(process.execPath, [program, ...all, ...options], { stdio: 'ignore' });
    await once(child, 'exit');
    return JSON.parse(readFileSync(json, 'utf8')) as Report;
  }

  it('are spread evenly, and no request fails', async () => {
    const report = await load();

    expect(report.failures).toEqual({});
    expect(report).toMatchObject({ failed: 0, interrupted: 0, missing: 0, doubled: 0 });
    expect(Math.max(...report.chatsPerServer) - Math.min(...report.chatsPerServer)).toBeLessThanOrEqual(1);
  }, 120_000);

  it('all go on when one Chat Server is killed in the middle, with every acknowledged message once', async () => {
    const report = await load('--kill', 'ChatServer_2');

    expect(report.failures).toEqual({});
    expect(report).toMatchObject({ failed: 0, missing: 0, doubled: 0 });
    expect(report.moved).toBeGreaterThan(0);
    expect(report.acknowledged).toBeGreaterThan(60);
  }, 120_000);
});
