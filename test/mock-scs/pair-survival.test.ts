import { fileStore, startMockScs } from '@eservices-lb/mock-scs';
import type { MockScs } from '@eservices-lb/mock-scs';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../estate/eventually.js';
import { freePortBase } from '../estate/free-port-base.js';
import { anEstate } from './small-estate.js';
import { untilStatus } from './until-status.js';

const configuration = anEstate({
  applications: [
    { name: 'web', type: 'WebAPIServer', simulated: true },
    {
      name: 'chat',
      autoRestart: true,
      startInfo: { commandLine: 'node', commandLineArguments: [join(__dirname, 'fake-application.mjs')] },
    },
  ],
});
const token = 'a-token-of-the-operator-0123456789';

/** Both with a store, as `npm start -- --pair` has them. */
describe('a pair of control servers, when the roles have changed', () => {
  let directory: string;
  let portBase: number;
  let running: Set<MockScs>;
  const start = async (index: 0 | 1): Promise<MockScs> => {
    const scs = await startMockScs({
      ...{ configuration, token, secrets: { masterSecret: 'm'.repeat(43) }, heartbeatMs: 1000 },
      ...{ store: fileStore(join(directory, String(index))), port: portBase + 90 + index },
      pair: { peerUrl: `http://127.0.0.1:${portBase + 91 - index}`, configured: index === 0 ? 'primary' : 'backup' },
    });
    running.add(scs);
    return scs;
  };
  const end = async (scs: MockScs): Promise<void> => {
    running.delete(scs);
    await scs.close();
  };
  const handOver = async (from: MockScs, to: MockScs): Promise<void> => {
    await eventually('the pair to be in step', () => (from.pair.isInStep ? true : undefined));
    await from.pair.switchOver();
    await eventually('the other one to be primary', () => (to.pair.isServing ? true : undefined));
    await eventually('the pair to be in step again', () => (to.pair.isInStep ? true : undefined));
  };
  const change = async ({ url }: MockScs, version: string): Promise<number> =>
    (
      await fetch(`${url}/api/v1/applications/web`, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ version }),
      })
    ).status;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'pair-'));
    portBase = await freePortBase();
    running = new Set();
    for (const index of ['0', '1']) mkdirSync(join(directory, index));
  });
  afterEach(async () => {
    await Promise.all([...running].map((scs) => scs.close()));
    rmSync(directory, { recursive: true, force: true });
  });

  it('loses no change when both are ended while the one by configuration primary follows, and started again', async () => {
    const first = await start(0);
    const second = await start(1);
    await handOver(first, second);
    expect(await change(second, '7')).toBe(200);

    await end(first);
    await end(second);

    expect((await start(0)).world.object('application', 'web').version).toBe('7');
  });

  it('lets one agent alone start again what ended unasked', async () => {
    const first = await start(0);
    const second = await start(1);
    const { pid } = first.agent.start('chat');
    await untilStatus(first.world, 'chat', 'running');
    await handOver(first, second);
    await eventually('the link to the other one', () => (second.links.isLinked('chat') ? true : undefined));

    process.kill(pid, 'SIGKILL');
    await eventually('the next process', () => {
      const next = second.links.pid('chat');
      return next !== undefined && next !== pid ? true : undefined;
    });

    expect(second.agent.process('chat')?.pid).toBe(second.links.pid('chat'));
    expect(first.agent.process('chat')).toBeUndefined();
  });
});
