import { once } from 'node:events';
import { createServer } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@eservices-lb/sdk';
import type { LoadBalancer, Snapshot } from '@eservices-lb/sdk';
import { applicationSchema } from '@eservices-lb/sdk/wire';
import type { Application } from '@eservices-lb/sdk/wire';
import axios from 'axios';
import { askingDatabase } from '../../../packages/servers/src/database/asking-database.js';
import { CapturePoints } from '../../../packages/servers/src/interaction-server/capture-points/capture-points.js';
import { unfenced } from '../../../packages/servers/src/interaction-server/standby/primary-generation.js';
import { eventually } from '../../estate/eventually.js';
import { freePortBase } from '../../estate/free-port-base.js';
import { silentLog } from '../application-surroundings.js';
import { aWatchedFolder } from './a-file-capture-point.js';

type Listener = Parameters<LoadBalancer['subscribe']>[0];

/** A configuration that can be changed, as a load balancer gives it. */
class ChangingConfiguration {
  #applications: readonly Application[] = [];
  #listener: Listener = () => undefined;
  readonly loadBalancer = {
    configuration: {
      applications: ({ type }: { readonly type?: string } = {}) =>
        this.#applications.filter((each) => type === undefined || each.type === type),
      tenants: () => ['Environment', 'Resources'].map((name, at) => ({ dbid: at + 1, name, state: 'enabled' })),
    },
    subscribe: (listener: Listener) => {
      this.#listener = listener;
      return () => undefined;
    },
  } as unknown as Pick<LoadBalancer, 'configuration' | 'subscribe'>;

  set(applications: readonly object[]): void {
    this.#applications = applications.map((each, at) =>
      applicationSchema.parse({ dbid: at + 1, tenants: ['Environment'], host: 'one', ...each }),
    );
    this.#listener({ configuration: this.#applications } as unknown as Snapshot);
  }
}

const server = { name: 'IXN', type: 'InteractionServer' };
const capturePoint = { name: 'CP', type: 'CapturePoint', connections: [{ application: 'IXN' }] };

describe('Capture Points of an Interaction Server', () => {
  let folder: ReturnType<typeof aWatchedFolder>;
  let configuration: ChangingConfiguration;
  let capturePoints: CapturePoints;
  let submitted: string[];
  let port: number;
  const file = (settings: object = {}, difference: object = {}) => ({
    ...{ ...capturePoint, options: { settings: { 'capture-point-type': 'file', folder: 'a', ...settings } } },
    ...difference,
  });
  const webService = () => ({
    ...{ ...capturePoint, ports: [{ id: 'default', port }] },
    options: { settings: { 'capture-point-type': 'web-service', 'secret-file': 'secret' } },
  });
  const stateOf = () => capturePoints.shown().map(({ application, state }) => `${application} ${state}`);
  const until = (...states: readonly string[]) =>
    eventually(states.join(', ') || 'no Capture Point', () => (stateOf().join() === states.join() ? true : undefined));

  beforeEach(async () => {
    port = await freePortBase();
    folder = aWatchedFolder();
    configuration = new ChangingConfiguration();
    submitted = [];
    capturePoints = new CapturePoints({
      ...{ application: 'IXN', loadBalancer: configuration.loadBalancer, tenants: () => ['Environment'] },
      ...{ database: { query: (_text, values = []) => Promise.resolve({ rows: rowsFor(values) }) } },
      askDatabase: askingDatabase({ lost: () => undefined }),
      submit: (params) => {
        submitted.push((params as { readonly subject: string }).subject);
        return Promise.resolve({ interaction: params as never, isNew: true });
      },
      ...{ directory: folder.path, environment: {}, clock: systemClock, random: () => 0.5, log: silentLog },
      fence: () => unfenced,
    });
  });
  afterEach(async () => {
    await capturePoints.close();
    folder.remove();
  });

  it('run while it serves, and not while it is a backup (BK-4)', async () => {
    configuration.set([server, file()]);
    expect(stateOf()).toEqual([]);

    capturePoints.start();
    await until('CP running');
    await capturePoints.stop();
    expect(stateOf()).toEqual([]);
    capturePoints.start();
    await until('CP running');
  });

  it('follow the configuration: begin when they are connected, begin anew with other options, end when they are disabled or only modelled', async () => {
    configuration.set([server]);
    capturePoints.start();
    configuration.set([server, file()]);
    await until('CP running');

    configuration.set([server, file({ folder: 'b', media: 'email', service: 'orders' })]);
    await eventually('the new folder', () => (folder.inbox().includes('b') ? true : undefined));
    await until('CP running');
    folder.put('b/order.json', '{"subject": "seventeen"}');
    await eventually('the capture', () => (submitted.includes('seventeen') ? true : undefined));

    configuration.set([server, file({ folder: 'b' }, { state: 'disabled' })]);
    await until();
    configuration.set([server, file({ folder: 'b' })]);
    await until('CP running');
    configuration.set([server, file({ folder: 'b' }, { simulated: true })]);
    await until();
  });

  it('go on undisturbed where something else changes', async () => {
    configuration.set([server, file({ media: 'email', service: 'orders' })]);
    capturePoints.start();
    await until('CP running');
    folder.put('a/order.json', '{}');
    await eventually('the capture', () => capturePoints.shown().find(({ captured }) => captured === 1));

    configuration.set([server, file({ media: 'email', service: 'orders' }), { name: 'Other', type: 'ChatServer' }]);
    await capturePoints.follow();

    expect(capturePoints.shown()).toEqual([
      { application: 'CP', type: 'file', state: 'running', captured: 1, setAside: 0 },
    ]);
  });

  it('of one kind may fail, and the others work', async () => {
    const wrong = { ...file({ folder: '' }), name: 'Wrong' };
    const unknown = { ...capturePoint, name: 'Unknown' };
    configuration.set([server, wrong, unknown, file()]);
    capturePoints.start();

    await until('Wrong failed', 'Unknown failed', 'CP running');
    const [first, second] = capturePoints.shown();
    expect(first?.problem).toBe('Wrong: its option settings/folder: name the folder that is watched.');
    expect(second?.problem).toContain('settings/capture-point-type');
  });

  it('are not started in an older release, which says so (CP-4)', async () => {
    configuration.set([{ ...server, version: '8.1.1' }, webService()]);
    capturePoints.start();

    await until('CP failed');
    expect(capturePoints.shown()[0]?.problem).toContain('needs 8.1.2 or later (CP-4)');

    configuration.set([{ ...server, version: '8.1.2' }, webService()]);
    await until('CP running');
  });

  it('end at once, even after they were started again and again', async () => {
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    configuration.set([server, webService()]);
    capturePoints.start();
    await until('CP waiting');

    await expect(capturePoints.stop()).resolves.toBeUndefined();
    other.close();
  });

  it('wait where somebody else has their port, and run as soon as it is free', async () => {
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    configuration.set([server, webService()]);
    capturePoints.start();
    await until('CP waiting');
    await eventually('the problem', () =>
      capturePoints.shown().find(({ problem }) => problem?.includes(`Port ${port}`)),
    );

    other.close();
    await until('CP running');

    const headers = { authorization: `Bearer ${readFileSync(join(folder.path, 'secret'), 'utf8').trim()}` };
    const sent = { media: 'email', service: 'orders' };
    const { status } = await axios.post<unknown>(`http://127.0.0.1:${port}/captures`, sent, { headers });
    expect(status).toBe(201);
  });
});

/** What a claim comes back as; nothing else is asked for. */
function rowsFor([, , submission]: readonly unknown[]): readonly unknown[] {
  return typeof submission === 'string' ? [{ submission: JSON.parse(submission) as unknown, digest: null }] : [];
}
