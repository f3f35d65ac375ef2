import { startMockScs } from '@eservices-lb/mock-scs';
import { connectToLocalControlAgent } from '@eservices-lb/mock-scs/lca';
import type { LocalControlAgentLink } from '@eservices-lb/mock-scs/lca';
import type { MockScs } from '@eservices-lb/mock-scs';
import { systemClock } from '@eservices-lb/sdk';
import axios from 'axios';
import { reporting } from '../../packages/servers/src/application-server/reporting.js';
import { eventually } from '../estate/eventually.js';
import { anEstateOf } from '../mock-scs/small-estate.js';

const types = ['InteractionServer', 'UniversalContactServer'];

describe('the number of clients that a server reports', () => {
  let scs: MockScs;
  let link: LocalControlAgentLink;
  let stop: () => void;
  let clients: number;
  const clock = { ...systemClock, after: (ms: number, task: () => void) => systemClock.after(ms / 100, task) };

  afterEach(async () => {
    stop();
    await link.close();
    await scs.close();
  });

  async function start(type: string): Promise<number[]> {
    const reported: number[] = [];
    scs = await startMockScs({
      configuration: anEstateOf({ name: 'Server', type, ports: [{ id: 'default', port: 1 }] }),
    });
    const secret = scs.secretOf('Server');
    link = connectToLocalControlAgent({ application: 'Server', scs: [scs.url], secret, onCommand: () => undefined });
    await link.registered;
    stop = reporting(() => ({ load: clients }), {
      clock,
      reportWork: ({ load }) => {
        reported.push(load ?? -1);
        link.report('running', load);
      },
    });
    return reported;
  }
  async function warnings(): Promise<readonly string[]> {
    const { data } = await axios.get<{ findings: { rule?: string; message: string }[] }>(`${scs.url}/api/v1/findings`, {
      headers: { authorization: `Bearer ${scs.token}` },
    });
    return data.findings.filter(({ rule }) => rule === 'PX-2').map(({ message }) => message);
  }

  it.each(types)(
    'is an advice of the control server above 10,000 direct clients of %s, and no longer (PX-2)',
    async (type) => {
      clients = 10_000;
      await start(type);
      await eventually('the report', () => (scs.world.status('Server').load === 10_000 ? true : undefined));
      expect(await warnings()).toEqual([]);

      clients = 10_001;
      const [advice] = await eventually('the advice', async () => {
        const found = await warnings();
        return found.length > 0 ? found : undefined;
      });
      expect(advice).toContain('10,001 direct clients');

      clients = 10; // they have gone to proxies
      await eventually('its end', async () => ((await warnings()).length === 0 ? true : undefined));
    },
  );

  it('is said once for many changes', async () => {
    clients = 0;
    const reported = await start('InteractionServer');
    for (let count = 0; count < 1_000; count += 1) clients += 1;
    await eventually('the report', () => (scs.world.status('Server').load === 1_000 ? true : undefined));

    expect(reported).toEqual([0, 1_000]);
  });
});
