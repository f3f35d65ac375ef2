import { systemClock } from '@eservices-lb/sdk';
import type { Service } from '@eservices-lb/sdk';
import { Upstream } from '../../packages/servers/src/json-rpc/upstream.js';
import type { UpstreamOptions } from '../../packages/servers/src/json-rpc/upstream.js';
import { eventually } from '../estate/eventually.js';
import { ServerBehindAProxy } from './a-server-behind-a-proxy.js';
import { serviceSecret, silentLog } from './application-surroundings.js';

describe('the one connection to a server', () => {
  let server: ServerBehindAProxy;
  let other: ServerBehindAProxy;
  let selected: Service;
  let changed: () => void;
  let upstream: Upstream | undefined;

  beforeEach(async () => {
    server = await new ServerBehindAProxy().listen();
    other = await new ServerBehindAProxy().listen();
    selected = server.service;
  });
  afterEach(async () => {
    upstream?.close();
    await Promise.all([server.kill(), other.kill()]);
  });

  function connect(options: Partial<UpstreamOptions>): Upstream {
    return (upstream = new Upstream({
      loadBalancer: {
        select: () => selected,
        subscribe: (listener) => {
          changed = listener as () => void;
          return () => undefined;
        },
      },
      ...{ tenant: 'Environment', type: 'InteractionServer', serviceSecret, methods: {} },
      ...{ clock: systemClock, random: () => 0, log: silentLog, ...options },
    }));
  }

  it('is not kept open where the introduction is refused', async () => {
    let refusals = 0;
    const onConnected = (): Promise<void> => {
      refusals += 1;
      return Promise.reject(new Error('NOT_CONNECTED'));
    };
    connect({ onConnected });

    await eventually('a third refusal', () => (refusals >= 3 ? true : undefined));
    expect(server.connections).toBeLessThan(3);
  });

  it('asks no former server what belongs to the one that it introduces itself to', async () => {
    const answers: Promise<unknown>[] = [];
    let lost = 0;
    const link = connect({
      onConnected: (peer) => {
        // What the new server gives us may be done before it answers to our introduction.
        if (selected.port === other.service.port) answers.push(link.request('interaction.state', { n: 7 }));
        return peer.request('router.hello', {}).then(() => undefined);
      },
      onLost: () => (lost += 1),
    });
    await eventually('the first connection', () => (link.isConnected ? true : undefined));
    selected = other.service;
    changed();

    await eventually('a request at the switchover', () => (answers.length > 0 ? true : undefined));
    await answers[0];
    expect(server.asked.map(({ method }) => method)).toEqual(['router.hello']);
    expect(other.asked.map(({ method }) => method)).toEqual(['router.hello', 'interaction.state']);
    expect(lost).toBe(1);
  });
});
