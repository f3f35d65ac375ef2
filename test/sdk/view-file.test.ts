import { createLoadBalancer } from '@eservices-lb/sdk';
import type { LoadBalancer, LoadBalancerOptions } from '@eservices-lb/sdk';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { viewFile } from '../../packages/sdk/src/edge/view-file.js';
import { eventually } from '../estate/eventually.js';
import { aControlServer } from './a-control-server.js';
import { aChatServer, aliasKey, aSnapshot, status } from './an-estate.js';

const chat = { tenant: 'Environment', type: 'ChatServer' };
const full = aSnapshot([aChatServer(1)]);
/** Where nobody listens. */
const nowhere = 'http://127.0.0.1:1';

interface Followed extends AsyncDisposable {
  readonly loadBalancer: LoadBalancer;
  readonly warnings: string[];
}

function follow(scs: string, path: string, overrides: Partial<LoadBalancerOptions> = {}): Followed {
  const warnings: string[] = [];
  const loadBalancer = createLoadBalancer({
    ...{ application: 'WebAPIServer_1', scs: [scs], viewFile: path, aliasKeys: [aliasKey], random: () => 0.001 },
    onWarning: (warning) => warnings.push(warning),
    ...overrides,
  });
  return { loadBalancer, warnings, [Symbol.asyncDispose]: () => loadBalancer.close() };
}

const isLive = ({ loadBalancer }: Followed): Promise<true> =>
  eventually('the live view', () => (loadBalancer.health().source === 'live' ? true : undefined));

describe('the last view in a file (F48)', () => {
  let directory: string;
  let path: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'eservices-lb-'));
    path = join(directory, 'last.view');
  });
  afterEach(() => {
    chmodSync(directory, 0o700);
    rmSync(directory, { recursive: true });
  });

  const written = async (snapshot = full): Promise<void> => {
    expect(await viewFile(path).write(snapshot)).toBeUndefined();
  };

  it('is written when the control server has told its own, for the owner only, and nothing else is left behind', async () => {
    await using server = await aControlServer((subscription) => subscription.say('snapshot', full));
    await using followed = follow(server.url, path);

    await followed.loadBalancer.ready();
    await eventually('the file', () => (readdirSync(directory).includes('last.view') ? true : undefined));

    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(directory)).toEqual(['last.view']);
    expect(await viewFile(path).read()).toEqual({ snapshot: full });
  });

  it('is what a start has while the control server is down; health says stale', async () => {
    await written();
    await using followed = follow(nowhere, path);

    await followed.loadBalancer.ready();

    expect(followed.loadBalancer.select(chat).application).toBe('ChatServer_1');
    expect(followed.loadBalancer.health()).toMatchObject({ source: 'stale', ageMs: Infinity, epoch: 1 });
    expect(followed.loadBalancer.resolve(followed.loadBalancer.select(chat).alias, chat).stale).toBe(true);
  });

  it('is what a start has when the control server says nothing for a second', async () => {
    await written();
    await using server = await aControlServer();
    await using followed = follow(server.url, path);

    await expect(followed.loadBalancer.ready({ timeoutMs: 3_000 })).resolves.toBeUndefined();

    expect(followed.loadBalancer.health().source).toBe('stale');
  });

  it.each([
    ['newer', { epoch: 1, revision: 8 }],
    ['of a lower revision', { epoch: 1, revision: 1 }],
    ['of another epoch', { epoch: 7, revision: 1 }],
  ])('gives way to what the control server says, be it %s', async (_case, version) => {
    await written({ ...full, epoch: 1, revision: 5 });
    await using server = await aControlServer((subscription, index) => {
      if (index === 0) subscription.response.writeHead(500).end();
      else subscription.say('snapshot', { ...full, ...version, statuses: [status('ChatServer_1', 'stopped')] });
    });
    await using followed = follow(server.url, path);

    await isLive(followed);

    expect(followed.loadBalancer.health()).toMatchObject(version);
    expect(() => followed.loadBalancer.select(chat)).toThrow(expect.objectContaining({ code: 'NO_INSTANCE' }));
  });

  it('is not read where the control server answers', async () => {
    writeFileSync(path, 'this would be warned of');
    await using server = await aControlServer((subscription) => subscription.say('snapshot', full));
    await using followed = follow(server.url, path);

    await followed.loadBalancer.ready();

    expect(followed.warnings).toEqual([]);
  });

  it('keeps an empty snapshot of a control server that has just started from wiping it out (R14)', async () => {
    await written();
    await using server = await aControlServer((subscription, index) => {
      if (index === 0) subscription.response.writeHead(500).end();
      else subscription.say('snapshot', { ...full, epoch: 2, applications: [], statuses: [] });
    });
    await using followed = follow(server.url, path);

    await isLive(followed);

    expect(followed.loadBalancer.select(chat).application).toBe('ChatServer_1');
    expect(followed.loadBalancer.health().counts.snapshotsHeld).toBe(1);
  });

  it('is no reason to warn where there is none yet', async () => {
    await using followed = follow(nowhere, path);

    await expect(followed.loadBalancer.ready({ timeoutMs: 200 })).rejects.toMatchObject({
      code: 'DIRECTORY_UNAVAILABLE',
    });

    expect(followed.warnings).toEqual([]);
  });

  it.each<[string, () => void]>([
    [
      'has one bit changed',
      () => writeFileSync(path, readFileSync(path, 'utf8').replace('ChatServer_1', 'ChatServer_2')),
    ],
    ['is cut off', () => writeFileSync(path, readFileSync(path, 'utf8').slice(0, -9))],
    ['is empty', () => writeFileSync(path, '')],
    ['holds something else', () => writeFileSync(path, 'hello\nworld')],
  ])('is passed over with a warning where it %s', async (_case, spoil) => {
    await written();
    spoil();
    await using followed = follow(nowhere, path);

    await expect(followed.loadBalancer.ready({ timeoutMs: 200 })).rejects.toMatchObject({
      code: 'DIRECTORY_UNAVAILABLE',
    });

    expect(followed.warnings).toEqual([expect.stringMatching(/last\.view is not used: .*checksum/)]);
  });

  it('that cannot be written is warned of once, and nothing else suffers', async () => {
    await using server = await aControlServer((subscription) => {
      subscription.say('snapshot', full);
      void (async () => {
        for (let revision = 1; !subscription.response.destroyed; revision += 1) {
          await setTimeout(10);
          subscription.say('heartbeat', { epoch: 1, revision: 1 });
        }
      })();
    });
    await using followed = follow(server.url, join(directory, 'no', 'such', 'directory'));

    await followed.loadBalancer.ready();
    await eventually('a warning', () => followed.warnings[0]);

    expect(followed.warnings).toEqual([expect.stringMatching(/could not be written to .*ENOENT/)]);
    expect(followed.loadBalancer.select(chat).application).toBe('ChatServer_1');
  });

  it('that is a directory is warned of at the start too', async () => {
    await using followed = follow(nowhere, directory);

    await expect(followed.loadBalancer.ready({ timeoutMs: 200 })).rejects.toMatchObject({
      code: 'DIRECTORY_UNAVAILABLE',
    });

    expect(followed.warnings).toEqual([expect.stringContaining('EISDIR')]);
  });

  it('stays the old one where the disk is full (ENOSPC), with a warning and nothing left behind', async () => {
    await written();
    const before = readFileSync(path, 'utf8');
    const open = fs.open.bind(fs);
    const opening = jest.spyOn(fs, 'open').mockImplementation(async (...given) => {
      const file = await open(...given);
      jest.spyOn(file, 'sync').mockRejectedValue(Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' }));
      return file;
    });

    const warning = await viewFile(path).write({ ...full, revision: 9 });

    opening.mockRestore();
    expect(warning).toMatch(/could not be written to .*ENOSPC/);
    expect(readFileSync(path, 'utf8')).toBe(before);
    expect(readdirSync(directory)).toEqual(['last.view']);
  });

  it('comes back as a warning where it may not be written or read (EACCES)', async () => {
    await written();
    const refusal = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
    const spies = [
      jest.spyOn(fs, 'open').mockRejectedValue(refusal),
      jest.spyOn(fs, 'readFile').mockRejectedValue(refusal),
    ];

    const outcome = [await viewFile(path).write(full), await viewFile(path).read()];

    for (const spy of spies) spy.mockRestore();
    expect(outcome).toEqual([expect.stringContaining('EACCES'), { warning: expect.stringContaining('EACCES') }]);
  });

  it('holds no annex, no start information and no option whose name speaks of a secret', async () => {
    const secret = 'do-not-tell';
    const options = { mail: { password: secret, 'api-key': secret, 'client-secret': secret, server: 'smtp' } };
    const annex = { agent: { secrets: secret } };
    const startInfo = { commandLine: secret, commandLineArguments: [] };

    await written(aSnapshot([aChatServer(1, { options, annex, startInfo })]));

    const text = readFileSync(path, 'utf8');
    expect(text).not.toContain(secret);
    expect(text).toContain('smtp');
  });
});
