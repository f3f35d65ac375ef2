import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePortBase } from '../estate/free-port-base.js';

const main = join(__dirname, '../../packages/mock-scs/dist/main.js');

const scenario = (type: string): string => `tenants:
  - { dbid: 1, name: A }
  - { dbid: 2, name: B }
hosts:
  - { dbid: 1, name: one, address: 127.0.0.1 }
applications:
  - { name: Email_1, dbid: 1, type: EmailServer, simulated: true, host: one, tenants: [A] }
  - { name: Email_2, dbid: 2, type: EmailServer, simulated: true, host: one, tenants: [B] }
  - { name: Shared, dbid: 3, type: ${type}, simulated: true, host: one, tenants: [A, B] }
`;

describe('the start of a scenario', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'start-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  it('is refused at errors, by file, line and rule', async () => {
    writeFileSync(join(directory, 'estate.yaml'), scenario('EmailServer'));

    const { code, stderr } = await new Promise<{ code: number | null; stderr: string }>((resolve) => {
      const child = execFile(
        process.execPath,
        [main, '--scenario', './estate.yaml'],
        { cwd: directory },
        (...output) => {
          resolve({ code: child.exitCode, stderr: output[2] });
        },
      );
    });

    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^estate\.yaml:9: application "Shared": it lists the further tenant "B".*\(MT-3\)\. Leave one/m,
    );
  });

  it('tells its warnings, and goes on', async () => {
    writeFileSync(join(directory, 'estate.yaml'), scenario('SocialMessagingServer'));
    const base = String(await freePortBase());

    const child = spawn(process.execPath, [main, '--scenario', './estate.yaml', '--port-base', base], {
      cwd: directory,
    });
    const told: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      told.push(line);
      if (line.includes('listening on')) break;
    }
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;

    expect(told[0]).toMatch(/^warning: estate\.yaml:9: application "Shared".*\(MT-3\)/);
  });
});
