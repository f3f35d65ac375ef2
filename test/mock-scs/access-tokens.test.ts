import { StateDirectory, startMockScs } from '@eservices-lb/mock-scs';
import type { MockScs } from '@eservices-lb/mock-scs';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anEstateOf } from './small-estate.js';

const main = join(__dirname, '..', '..', 'packages', 'mock-scs', 'dist', 'main.js');

describe('the command "token"', () => {
  let scs: MockScs;
  let directory: string;
  let state: StateDirectory;

  const command = (...options: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'token', ...options], {
      cwd: directory,
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };
  const answerTo = async (token: string): Promise<number> =>
    (await fetch(`${scs.url}/api/v1/snapshot`, { headers: { authorization: `Bearer ${token}` } })).status;
  const everythingKept = (): string =>
    readdirSync(state.path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n');

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'tokens-'));
    state = new StateDirectory(join(directory, '.eservices-lb', '8000'));
    scs = await startMockScs({ configuration: anEstateOf({ name: 'chat-1' }), state });
  });
  afterEach(async () => {
    await scs.close();
    rmSync(directory, { recursive: true });
  });

  it('makes a token that a running control server accepts at once, and takes it back', async () => {
    const { stdout, status } = command('--role', 'read', '--name', 'ci');
    const token = stdout.trim();

    expect(status).toBe(0);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(await answerTo(token)).toBe(200);
    expect(command('--list').stdout).toMatch(/^ci\tread\t/);

    expect(command('--revoke', 'ci').status).toBe(0);
    expect(await answerTo(token)).toBe(401);
    expect(command('--list').stdout).toBe('');
  });

  it('keeps only a hash, for the owner only', () => {
    const token = command('--role', 'configure', '--name', 'ci').stdout.trim();

    expect(statSync(join(state.path, 'tokens.jsonl')).mode & 0o777).toBe(0o600);
    expect(statSync(join(state.path, 'issued-tokens.json')).mode & 0o777).toBe(0o600);
    expect(everythingKept()).not.toContain(token);
    expect(everythingKept()).not.toContain(scs.token);
  });

  it.each([
    ['no role', 2, ['--name', 'ci'], /give --role and --name/],
    ['a role that there is not', 2, ['--role', 'rule', '--name', 'ci'], /read, operate, configure/],
    ['a name that is none', 2, ['--role', 'read', '--name', 'a b'], /letters/],
    ['a revocation of nobody', 1, ['--revoke', 'nobody'], /has no token "nobody"/],
  ])('refuses %s', (_case, code, options, message) => {
    const { status, stderr, stdout } = command(...options);

    expect([status, stdout]).toEqual([code, '']);
    expect(stderr).toMatch(message);
  });

  it('names the line of a file that is no list of tokens, and so does the control server', async () => {
    const file = join(directory, 'tokens');
    writeFileSync(file, '\n{"name":"ci","role":"root"}\n');

    expect(command('--list', '--tokens', file).stderr).toContain(`${file}: line 2`);
    await expect(
      startMockScs({ configuration: anEstateOf({ name: 'chat-1' }), tokensFile: file }),
    ).rejects.toMatchObject({ name: 'TokenFileError', message: expect.stringContaining('line 2') });
  });

  it('allows nothing by a line that became unreadable while the control server runs', async () => {
    const token = command('--role', 'read', '--name', 'ci').stdout.trim();
    expect(await answerTo(token)).toBe(200);

    writeFileSync(join(state.path, 'tokens.jsonl'), 'nonsense\n');

    expect(await answerTo(token)).toBe(401);
    expect(await answerTo(scs.token)).toBe(200);
  });
});
