import { startMockScs } from '@eservices-lb/mock-scs';
import type { MockScs } from '@eservices-lb/mock-scs';
import { createLoadBalancer } from '@eservices-lb/sdk';
import type { LoadBalancer } from '@eservices-lb/sdk';
import { eventually } from '../estate/eventually.js';
import { untilAgreed } from '../estate/until-agreed.js';
import { untilSource } from '../estate/until-source.js';
import { anEstateOf } from './small-estate.js';

const aliasKeys = [Buffer.alloc(32, 7).toString('base64')];
const chatServers = ['chat-1', 'chat-2', 'chat-3'];
const request = { tenant: 'Environment', type: 'ChatServer' } as const;

describe('an SDK whose control server misbehaves', () => {
  let scs: MockScs;
  let loadBalancer: LoadBalancer;
  let warnings: string[];

  const connect = (): LoadBalancer =>
    createLoadBalancer({
      application: 'web',
      scs: [scs.url],
      token: scs.access.tokens.issue({ name: 'application web', role: 'read', keep: 2 }),
      aliasKeys,
      silenceLimitMs: 400,
      onWarning: (warning) => warnings.push(warning),
      random: () => 0.01, // reconnects soon
    });
  /** Asked over HTTP, as an operator does. */
  const order = async (kind: string, parameters: object): Promise<void> => {
    const response = await fetch(`${scs.url}/api/v1/faults/${kind}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${scs.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(parameters),
    });
    expect(response.status).toBe(201);
  };
  const isOver = (): Promise<true> =>
    eventually('the end of the fault', () => scs.faults.list.length === 0 || undefined);
  const isStale = () => untilSource(loadBalancer, 'stale');
  const has = (application: string, status: string): Promise<true> =>
    eventually(`${application} ${status}`, () => {
      const report = loadBalancer.explain(request).find((each) => each.application === application);
      return report?.selectable === (status === 'running') || undefined;
    });
  const agrees = (): Promise<void> => untilAgreed({ loadBalancer, scs, fresh: connect, request });
  /** A dozen changes of all sorts. */
  const changeMuch = (): void => {
    for (const name of chatServers) scs.world.report(name, 'service-unavailable');
    scs.world.disable('application', 'chat-2');
    for (const name of chatServers) scs.world.report(name, 'running', { load: 3 });
    const chat3 = scs.world.object('application', 'chat-3');
    scs.world.put('application', { ...chat3, ports: [{ ...chat3.ports[0]!, port: 9999 }] });
    scs.world.report('chat-1', 'stopped');
    scs.world.enable('application', 'chat-2');
    scs.world.report('chat-1', 'running');
    scs.world.report('chat-2', 'stopped');
  };

  beforeEach(async () => {
    warnings = [];
    const servers = chatServers.map((name, index) => ({ name, ports: [{ id: 'webapi', port: 9001 + index }] }));
    const connections = chatServers.map((application) => ({ application }));
    const web = { name: 'web', type: 'WebAPIServer', ports: [{ port: 9000 }], connections };
    scs = await startMockScs({ configuration: anEstateOf(...servers, web), heartbeatMs: 50 });
    for (const name of chatServers) scs.world.report(name, 'running');
    loadBalancer = connect();
    await loadBalancer.ready({ timeoutMs: 5000 });
  });
  afterEach(async () => {
    await loadBalancer.close();
    await scs.close();
  });

  it('reconnects when its stream is cut, as often as that happens, and misses nothing', async () => {
    await order('cut-streams', { durationMs: 500 });
    changeMuch();
    await isStale();

    await isOver();
    await agrees();
    expect(loadBalancer.health().counts.losses).toBeGreaterThan(1);
  });

  it('notices a stream that is open and silent, goes on from its last view, and catches up (F3)', async () => {
    const { alias } = loadBalancer.select(request);
    await order('silence', { durationMs: 1500 });
    changeMuch();
    await isStale();
    expect(loadBalancer.resolve(alias, request)).toMatchObject({ stale: true });
    expect(loadBalancer.select(request).alias).toHaveLength(32);

    await isOver();
    await agrees();
  });

  it('waits for events that are late, and takes nobody for lost', async () => {
    await order('delay', { durationMs: 600, delayMs: 200 });
    changeMuch();

    await isOver();
    await agrees();
    expect(loadBalancer.health().counts.losses).toBe(0);
  });

  it('takes events that come twice once (F7)', async () => {
    await order('duplicate', { durationMs: 60_000 });
    changeMuch();

    await agrees();
    expect(loadBalancer.health().counts.losses).toBe(0);
  });

  it('ends with the right view when events overtake each other (F8)', async () => {
    await order('reorder', { durationMs: 60_000 });
    changeMuch();
    await has('chat-2', 'stopped');
    scs.faults.endAll();

    await agrees();
  });

  it('asks for everything anew, once, when an event is missing (F9)', async () => {
    scs.faults.begin('drop', { durationMs: 60_000, probability: 1 }, 'a test');
    scs.world.report('chat-1', 'service-unavailable');
    scs.faults.endAll();
    scs.world.report('chat-3', 'service-unavailable');

    await agrees();
    expect(loadBalancer.health().counts.losses).toBe(1);
    expect(loadBalancer.explain(request).filter(({ selectable }) => selectable)).toHaveLength(1);
  });

  it('notices by the heartbeat that the last event is missing', async () => {
    await order('drop', { durationMs: 60_000 });
    scs.world.report('chat-1', 'service-unavailable');

    await agrees();
  });

  it('holds an empty snapshot that follows a lost connection, and drops nobody (F11)', async () => {
    const { alias } = loadBalancer.select(request);
    await order('empty', { durationMs: 1000 });
    await order('cut-streams', {});
    await eventually('a held snapshot', () => loadBalancer.health().counts.snapshotsHeld === 1 || undefined);

    expect(loadBalancer.resolve(alias, request).state).toBe('live');
    expect(loadBalancer.explain(request).filter(({ selectable }) => selectable)).toHaveLength(3);
    changeMuch();

    await isOver();
    await agrees();
    expect(warnings.join()).toContain('mentions none');
  });

  it('that begins with an empty snapshot knows everybody when that is over', async () => {
    await order('empty', { durationMs: 60_000 });
    await using newcomer = connect();
    await newcomer.ready({ timeoutMs: 5000 });
    expect(() => newcomer.select(request)).toThrow('not in the configuration');

    scs.faults.endAll();

    await eventually('the revision of the true snapshot', () =>
      newcomer.configuration.tenant('Environment') ? true : undefined,
    );
    expect(newcomer.select(request).alias).toHaveLength(32);
    await agrees();
  });

  it.each([500, 503])('goes on from its last view while the control server answers %i', async (status) => {
    await order('errors', { durationMs: 800, status });
    scs.faults.begin('cut-streams', { durationMs: 1 }, 'a test');
    changeMuch();
    await isStale();
    expect(loadBalancer.select(request).alias).toHaveLength(32);

    await isOver();
    await agrees();
  });

  it('takes a new epoch by its snapshot, and what comes after it (F10)', async () => {
    const { epoch } = scs.world.version;
    changeMuch();
    await order('forget-history', {});
    scs.world.report('chat-1', 'service-unavailable');

    await agrees();
    expect(loadBalancer.health().epoch).toBeGreaterThan(epoch);
    expect(loadBalancer.health().counts.losses).toBe(0);
  });

  it('gets a fresh snapshot where it would resume, while the history is forgotten', async () => {
    await order('forget-history', { durationMs: 60_000 });
    await agrees();
    scs.faults.begin('cut-streams', { durationMs: 1 }, 'a test');
    await isStale();
    changeMuch();

    await agrees();
  });

  it('survives all of it at once, by chance', async () => {
    for (const kind of ['duplicate', 'reorder', 'drop']) await order(kind, { durationMs: 1500, probability: 0.3 });
    await order('delay', { durationMs: 1500, delayMs: 30 });
    await order('errors', { durationMs: 1500, probability: 0.5 });
    for (let round = 0; round < 20; round += 1) {
      changeMuch();
      scs.world.report('chat-2', 'running');
      await fetch(`${scs.url}/api/v1/health`);
    }

    await isOver();
    await agrees();
  });
});
