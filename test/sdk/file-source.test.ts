import { createLoadBalancer, fileSource } from '@eservices-lb/sdk';
import type { FileSourceOptions, LoadBalancer, Snapshot } from '@eservices-lb/sdk';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aliasKey } from './an-estate.js';

const chat = { tenant: 'Environment', type: 'ChatServer' };

interface EstateOf {
  readonly chatPort?: number;
  readonly chatState?: string;
  readonly extra?: string;
}

const estate = ({ chatPort = 9001, chatState = 'enabled', extra = '' }: EstateOf = {}): string => `tenants:
  - { dbid: 1, name: Environment }
hosts:
  - { dbid: 1, name: localhost, address: 127.0.0.1 }
applications:
  - { dbid: 1, name: WebAPIServer_1, type: WebAPIServer, tenants: [Environment], connections: [{ application: ChatServer_1 }] }
  - dbid: 2
    name: ChatServer_1
    type: ChatServer
    state: ${chatState}
    tenants: [Environment]
    host: localhost
    ports: [{ id: webapi, port: ${chatPort} }]
${extra}`;

interface Followed extends AsyncDisposable {
  readonly loadBalancer: LoadBalancer;
  readonly warnings: string[];
  /** Resolves with the first warning that has not been asked for yet. */
  warning(): Promise<string>;
}

function follow(path: string, options?: FileSourceOptions): Followed {
  const warnings: string[] = [];
  let wake = (): void => undefined;
  const loadBalancer = createLoadBalancer({
    ...{ application: 'WebAPIServer_1', source: fileSource(path, options), aliasKeys: [aliasKey] },
    onWarning: (warning) => {
      warnings.push(warning);
      wake();
    },
  });
  return {
    ...{ loadBalancer, warnings },
    async warning() {
      while (warnings.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return warnings.shift() ?? '';
    },
    [Symbol.asyncDispose]: () => loadBalancer.close(),
  };
}

function viewWhere({ loadBalancer }: Followed, holds: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
  return new Promise((resolve) => {
    const stop = loadBalancer.subscribe((snapshot) => {
      if (!holds(snapshot)) return;
      stop();
      resolve(snapshot);
    });
  });
}

const chatStatus = ({ statuses }: Snapshot): string | undefined => statuses.get('ChatServer_1')?.status;
const chatPort = ({ configuration }: Snapshot): number | undefined => configuration.applications.get(2)?.ports[0]?.port;

describe('a file as source', () => {
  let directory: string;
  let path: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'eservices-lb-'));
    path = join(directory, 'estate.yaml');
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  it('is an estate in which everybody runs, with no control server at all', async () => {
    writeFileSync(path, estate());
    await using followed = follow(path);

    await followed.loadBalancer.ready();

    expect(followed.loadBalancer.select(chat)).toMatchObject({
      application: 'ChatServer_1',
      url: 'http://127.0.0.1:9001',
    });
    expect(followed.loadBalancer.health()).toMatchObject({ source: 'file' });
    expect(followed.warnings).toEqual([]);
  });

  it('may be JSON, indented with tabs too', async () => {
    const applications = [
      {
        dbid: 1,
        name: 'WebAPIServer_1',
        type: 'WebAPIServer',
        tenants: ['Environment'],
        connections: [{ application: 'ChatServer_1' }],
      },
      {
        dbid: 2,
        name: 'ChatServer_1',
        type: 'ChatServer',
        tenants: ['Environment'],
        ports: [{ id: 'webapi', port: 9001 }],
      },
    ];
    writeFileSync(path, JSON.stringify({ tenants: [{ dbid: 1, name: 'Environment' }], applications }, undefined, '\t'));
    await using followed = follow(path);

    await followed.loadBalancer.ready();

    expect(followed.loadBalancer.select(chat).port).toBe(9001);
  });

  it('may be a scenario of the mock control server', async () => {
    await using followed = follow(join(__dirname, '../../packages/mock-scs/scenarios/demo.yaml'));

    await followed.loadBalancer.ready();

    expect(followed.loadBalancer.select(chat).application).toMatch(/ChatServer_[12]/);
  });

  it('states a status where it wants another one than running', async () => {
    writeFileSync(path, estate({ extra: 'statuses: [{ application: ChatServer_1, status: service-unavailable }]\n' }));
    await using followed = follow(path);

    await followed.loadBalancer.ready();

    expect(() => followed.loadBalancer.select(chat)).toThrow(expect.objectContaining({ code: 'ALL_DRAINING' }));
  });

  it('assumes nobody to run where it is told not to', async () => {
    writeFileSync(path, estate());
    await using followed = follow(path, { assumeRunning: false });

    await followed.loadBalancer.ready();

    expect(() => followed.loadBalancer.select(chat)).toThrow(expect.objectContaining({ code: 'NO_INSTANCE' }));
  });

  it.each<[string, (text: string) => void]>([
    ['is written in place', (text) => writeFileSync(path, text)],
    [
      'is replaced by a rename',
      (text) => {
        writeFileSync(`${path}.new`, text);
        renameSync(`${path}.new`, path);
      },
    ],
  ])('is followed when it %s', async (_case, write) => {
    writeFileSync(path, estate());
    await using followed = follow(path);
    await followed.loadBalancer.ready();
    const changed = viewWhere(followed, (snapshot) => chatPort(snapshot) === 9002);

    write(estate({ chatPort: 9002 }));

    await changed;
    expect(followed.loadBalancer.select(chat).port).toBe(9002);
  });

  it('is followed where it is a link into a directory that is exchanged, as in a ConfigMap', async () => {
    for (const [name, port] of [
      ['one', 9001],
      ['two', 9002],
    ] as const) {
      mkdirSync(join(directory, name));
      writeFileSync(join(directory, name, 'estate.yaml'), estate({ chatPort: port }));
    }
    symlinkSync('one', join(directory, '..data'));
    symlinkSync('..data/estate.yaml', path);
    await using followed = follow(path);
    await followed.loadBalancer.ready();
    const changed = viewWhere(followed, (snapshot) => chatPort(snapshot) === 9002);

    symlinkSync('two', join(directory, '..data_tmp'));
    renameSync(join(directory, '..data_tmp'), join(directory, '..data'));

    await changed;
  });

  it.each([
    ['is no YAML', 'applications: [', /estate\.yaml:\d+: /],
    ['has an unknown field', estate({ extra: 'aplications: []\n' }), /estate\.yaml:14: aplications: unknown field/],
    ['has a wrong value', estate({ chatState: 'off' }), /estate\.yaml:10: applications\.1\.state: /],
    [
      'gives a DBID twice',
      estate({ extra: '  - { dbid: 2, name: Other, type: ChatServer }\n' }),
      /estate\.yaml:14: applications\.2\.dbid: DBID 2 is taken already/,
    ],
    ['has an alias without an anchor', 'applications: *nobody', /estate\.yaml:1: .*nobody/],
    ['is empty', '', /estate\.yaml:1: /],
  ])('keeps the last good view and names file and line when it %s', async (_case, text, expected) => {
    writeFileSync(path, estate());
    await using followed = follow(path);
    await followed.loadBalancer.ready();

    writeFileSync(path, text);

    const warning = await followed.warning();
    expect(warning).toMatch(expected);
    expect(warning).toContain('The last good view stays.');
    expect(followed.loadBalancer.select(chat).application).toBe('ChatServer_1');
  });

  it('keeps the last good view when it is deleted, and goes on when it is back', async () => {
    writeFileSync(path, estate());
    await using followed = follow(path);
    await followed.loadBalancer.ready();

    rmSync(path);
    expect(await followed.warning()).toContain('ENOENT');
    expect(followed.loadBalancer.select(chat).port).toBe(9001);

    const changed = viewWhere(followed, (snapshot) => chatPort(snapshot) === 9002);
    writeFileSync(path, estate({ chatPort: 9002 }));
    await changed;
  });

  it('says at ready() what is wrong with it, and becomes ready when it is put right', async () => {
    writeFileSync(path, 'applications: 7');
    await using followed = follow(path);

    await expect(followed.loadBalancer.ready({ timeoutMs: 300 })).rejects.toThrow(/estate\.yaml:1: applications: /);

    writeFileSync(path, estate());
    await expect(followed.loadBalancer.ready({ timeoutMs: 5_000 })).resolves.toBeUndefined();
  });

  it('keeps __proto__ inert', async () => {
    writeFileSync(path, estate({ extra: '    options: { __proto__: { polluted: "yes" } }\n' }));
    await using followed = follow(path);

    await followed.loadBalancer.ready();

    expect({}).not.toHaveProperty('polluted');
    expect(followed.loadBalancer.configuration.options('ChatServer_1', '__proto__')).toEqual({});
  });

  it.each<[string, unknown]>([
    ['path', undefined],
    ['probe.kind', { probe: { kind: 'icmp' } }],
    ['probe.path', { probe: { kind: 'http', path: 'health' } }],
    ['probe.intervalMs', { probe: { kind: 'tcp', intervalMs: 0 } }],
    ['probe.timeoutMs', { probe: { kind: 'tcp', timeoutMs: NaN } }],
    ['probe.rise', { probe: { kind: 'tcp', rise: 0 } }],
    ['probe.fall', { probe: { kind: 'tcp', fall: 1.5 } }],
    ['assumeRunning', { assumeRunning: 'yes' }],
  ])('refuses the option %s by name when wrong', (option, options) => {
    const source = (): unknown => fileSource(option === 'path' ? '' : path, options as FileSourceOptions);

    expect(source).toThrow(expect.objectContaining({ code: 'INVALID_OPTION', option }));
  });

  describe('with probes', () => {
    let server: Server;
    let answer: number;
    const rhythm = { intervalMs: 20, timeoutMs: 200, rise: 2, fall: 2 };
    const port = (): number => (server.address() as AddressInfo).port;
    beforeEach(async () => {
      answer = 200;
      server = createServer((request, response) => {
        response.writeHead(request.url === '/health' ? answer : 404).end();
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      writeFileSync(path, estate({ chatPort: port() }));
    });
    afterEach(() => {
      server.closeAllConnections();
      server.close();
    });

    it('is ready with the first verdicts, and not before: whoever accepts connections runs', async () => {
      await using followed = follow(path, { probe: { kind: 'tcp', ...rhythm } });

      await followed.loadBalancer.ready();

      expect(followed.loadBalancer.select(chat).port).toBe(port());
    });

    it('takes one that stops listening for stopped, and for running when it is back', async () => {
      await using followed = follow(path, { probe: { kind: 'tcp', ...rhythm } });
      await followed.loadBalancer.ready();
      const at = port();

      const stopped = viewWhere(followed, (snapshot) => chatStatus(snapshot) === 'stopped');
      server.close();
      await stopped;
      const running = viewWhere(followed, (snapshot) => chatStatus(snapshot) === 'running');
      server.listen(at, '127.0.0.1');
      await running;
    });

    it('asks over HTTP, and takes a 500 for a no', async () => {
      await using followed = follow(path, { probe: { kind: 'http', path: '/health', ...rhythm } });
      await followed.loadBalancer.ready();
      expect(followed.loadBalancer.select(chat).port).toBe(port());
      const stopped = viewWhere(followed, (snapshot) => chatStatus(snapshot) === 'stopped');

      answer = 500;

      await stopped;
    });

    it('does not ask about an application whose status the file states', async () => {
      const extra = 'statuses: [{ application: ChatServer_1, status: suspended }]\n';
      writeFileSync(path, estate({ chatPort: port(), extra }));
      await using followed = follow(path, { probe: { kind: 'tcp', ...rhythm } });

      await followed.loadBalancer.ready();

      expect(() => followed.loadBalancer.select(chat)).toThrow(expect.objectContaining({ code: 'ALL_DRAINING' }));
    });

    it('leaves no connection open and no probe running after close()', async () => {
      const followed = follow(path, { probe: { kind: 'http', path: '/health', ...rhythm } });
      await followed.loadBalancer.ready();

      await followed.loadBalancer.close();

      server.close();
      await once(server, 'close');
      expect(server.listening).toBe(false);
    });
  });
});
