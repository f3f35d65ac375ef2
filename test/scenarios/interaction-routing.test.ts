import { eventually } from '../estate/eventually.js';
import { RoutingEstate } from './routing-estate.js';
import {
  brokenFrames,
  brokenUpgrade,
  sayOverWebSocket,
  sendBytes,
  wrongBytes,
  wrongMessages,
} from './wrong-messages.js';

const tenant = 'Environment';

/** Interaction Server and Universal Routing Servers as real processes. */
describe('Interaction Server and its routing servers', () => {
  let estate: RoutingEstate;

  beforeAll(async () => {
    estate = await RoutingEstate.start();
    await estate.seen('both routing servers', ({ routingServers }) => routingServers.every((one) => one.isParticipant));
  }, 200_000);
  afterEach(() => estate.pool.query('TRUNCATE interaction'));
  afterAll(() => estate.stop(), 60_000);

  it('suppose Interaction Server has two URS instances connected to it: URS 1 has Strategies A and C loaded, and URS 2 has Strategies B and C loaded: A goes to 1, B to 2, C alternates (IXN-1)', async () => {
    for (const gate of ['Gate_A', 'Gate_B', 'Gate_C']) await estate.closeGate(gate);

    await estate.submit('a', 3);
    const a = await estate.seen('A with routing servers', (work) => pendingIn(work) === 3);
    await estate.submit('b', 5);
    const b = await estate.seen('B with routing servers', (work) => pendingIn(work) === 8);
    await estate.submit('c', 20);
    const c = await estate.seen('C with routing servers', (work) => pendingIn(work) === 28);

    expect([a, b, c].map((work) => estate.pendingOf(work))).toEqual([
      [3, 0],
      [3, 5],
      [13, 15],
    ]);
    for (const gate of ['Gate_A', 'Gate_B', 'Gate_C']) await estate.openGate(gate);
    await estate.allWith('Gate_A', 'a');
    await estate.allWith('Gate_B', 'b');
    await estate.allWith('Gate_C', 'c');
  }, 90_000);

  it('gives the 1,000 pending interactions of a killed URS once each to one that has the strategy; those for which there is none wait, are said to wait, and go on when one comes (IXN-3)', async () => {
    for (const gate of ['Gate_A', 'Gate_C']) await estate.closeGate(gate);
    await estate.submit('a', 900);
    await estate.submit('c', 200);
    await estate.seen('1,000 with URS 1', (work) => estate.pendingOf(work)[0] === 1_000);

    await estate.kill('URS_1');
    const alone = await estate.seen('everything with URS 2', (work) => estate.pendingOf(work)[1] === 200);

    expect(alone.unrouted).toEqual([
      {
        ...{ tenant, strategy: 'A', waiting: 900 },
        reason: `No connected routing server has strategy "A" of tenant "${tenant}" loaded: activate it on one.`,
      },
    ]);
    expect(alone.routingServers.find(({ application }) => application === 'URS_1')).toMatchObject({
      ...{ isConnected: false, isParticipant: false, pending: 0, resubmitted: 1_000 },
      missing: ['"URS_1" is not connected at the moment: start it.'],
    });

    await estate.start('URS_1');
    await estate.seen('A with URS 1', (work) => estate.pendingOf(work)[0] === 900 && work.unrouted.length === 0);
    for (const gate of ['Gate_A', 'Gate_C']) await estate.openGate(gate);
    const finished = [...(await estate.allWith('Gate_A', 'a')), ...(await estate.allWith('Gate_C', 'c'))];

    // Exactly one placement each: what is placed takes one step.
    expect(finished).toHaveLength(1_100);
    expect(finished.filter(({ step, state }) => step !== 1 || state !== 'in-progress')).toEqual([]);
  }, 120_000);

  it('places every interaction once where a URS is killed while it tells outcomes (IXN-3)', async () => {
    await estate.closeGate('Gate_C');
    await estate.submit('c', 300);
    await estate.seen('all with routing servers', (work) => pendingIn(work) === 300);

    await estate.openGate('Gate_C');
    await eventually('some to be placed', async () =>
      (await estate.stored('c')).filter(({ agent }) => agent !== null).length > 50 ? true : undefined,
    );
    await estate.kill('URS_2');
    const finished = await estate.allWith('Gate_C', 'c');

    expect(finished.filter(({ step }) => step !== 1)).toEqual([]);
    expect(finished).toHaveLength(300);
    await estate.start('URS_2');
  }, 120_000);

  it('places every interaction once where Interaction Server is killed while routing servers have them', async () => {
    await estate.closeGate('Gate_C');
    await estate.submit('c', 150);
    await estate.seen('all with routing servers', (work) => pendingIn(work) === 150);

    await estate.kill('InteractionServer');
    await estate.start('InteractionServer');
    await estate.seen('all with routing servers again', (work) => pendingIn(work) === 150);
    await estate.openGate('Gate_C');
    const finished = await estate.allWith('Gate_C', 'c');

    expect(finished.filter(({ step }) => step !== 1)).toEqual([]);
    expect(finished).toHaveLength(150);
  }, 120_000);

  it('brings an interaction from its queue by the strategy to an agent, who finishes it and gets the next', async () => {
    await estate.submit('chat', 3);
    const busy = await eventually('both agents to be busy', async () => {
      const stored = await estate.stored('chat');
      return stored.filter(({ agent }) => agent !== null).length === 2 ? stored : undefined;
    });
    expect(busy.map(({ agent }) => agent).sort()).toEqual(['Alex', 'Erin', null]);
    await estate.submit('chat', 4, { language: 'de' });
    await eventually('the German one in its queue', async () =>
      (await estate.stored('chat')).some(({ queue, state }) => queue === 'german' && state === 'new')
        ? true
        : undefined,
    );

    const { data } = await estate.http('get', '/interactions', { tenant, agent: 'Alex' });
    const [first] = data.interactions as readonly { readonly interactionId: string }[];
    const done = await estate.http('post', `/interactions/chat/${first?.interactionId}/state`, {
      tenant,
      state: 'done',
    });

    expect(done).toMatchObject({ status: 200, data: { agent: 'Alex', state: 'done' } });
    await eventually('the one that waited with Alex', async () =>
      (await estate.stored('chat')).filter(({ agent }) => agent === 'Alex').length === 2 ? true : undefined,
    );
  }, 90_000);

  it('gives nothing to a URS that is suspended, says so, and goes on when it is resumed', async () => {
    await estate.scs('post', '/applications/URS_2/suspend');
    // Interaction Server hears of it from URS_2 itself, which may take a moment.
    await estate.seen('URS 2 to take nothing', ({ routingServers }) =>
      routingServers.some(({ application, isTaking }) => application === 'URS_2' && !isTaking),
    );
    await estate.submit('b', 1);
    const { unrouted } = await estate.seen('what waits', ({ unrouted: lines }) => lines.length === 1);
    expect(unrouted[0]?.reason).toMatch(/^"URS_2" has loaded the strategy, but takes nothing at the moment/);

    await estate.scs('post', '/applications/URS_2/resume');
    await estate.allWith('Gate_B', 'b');
  }, 90_000);

  it('names exactly what is missing, piece by piece, at the URS and at Interaction Server, here of type T-Server (IXN-2, MT-6)', async () => {
    const server = 'InteractionServer_Resources';
    const missingAt = async (application: string): Promise<readonly string[]> => {
      const work = await estate.work(application);
      return application === server ? (work?.routingServers[0]?.missing ?? []) : (work?.missing ?? []);
    };
    const becomes = (application: string, missing: readonly string[]): Promise<unknown> =>
      eventually(`${application} to name ${missing.join(' ')}`, async () =>
        JSON.stringify(await missingAt(application)) === JSON.stringify(missing) ? true : undefined,
      );
    const set = (application: string, fields: object): Promise<unknown> =>
      estate.scs('patch', `/applications/${application}`, fields);
    const connection = `Connect "URS_3" to "${server}" (IXN-2).`;
    const option = 'Set the option default/agent_reservation of "URS_3" to true (IXN-2).';
    const annex = `Set URS_3/agent_reservation on the annex of "${server}" to true (IXN-2).`;
    const activation = 'Activate a strategy on "URS_3" that is in its workflow file (IXN-2).';

    await becomes(server, [option, annex, activation]);
    await set('URS_3', { connections: [] });
    await becomes('URS_3', ['"URS_3" has no connection to an Interaction Server: add one to its Connections (IXN-2).']);
    const secrets = { 'local-control-agent': { secrets: 'token, service' } };
    await set(server, { annex: { ...secrets, URS_3: { agent_reservation: 'false' } } });
    await becomes(server, [connection, option, annex]);

    await set('URS_3', { connections: [{ application: server }] });
    await becomes(server, [option, annex, activation]);
    await becomes('URS_3', [option, annex, activation]);
    await set('URS_3', {
      options: { default: { agent_reservation: 'true' }, workflow: { file: 'test/scenarios/workflows/routing.yaml' } },
    });
    await becomes(server, [annex, activation]);
    await set(server, { annex: { ...secrets, URS_3: { agent_reservation: 'true' } } });
    await becomes(server, [activation]);
    await estate.scs('patch', '/strategies/Sorted', { servers: ['URS_3'] });
    await becomes(server, []);
    await becomes('URS_3', []);
    const logs = estate.log('URS_3') + estate.log(server);
    for (const sentence of [connection, option, annex, activation]) expect(logs).toContain(JSON.stringify(sentence));
  }, 90_000);

  it('answers what is not its protocol with a named error, goes on, and loses nothing', async () => {
    const { serviceSecret } = estate;
    const port = estate.portOf(8_146);
    const pid = estate.pidOf('InteractionServer');
    await estate.submit('fax', 1);

    const answers = await Promise.all([
      ...wrongMessages.map(([, message]) => sayOverWebSocket({ port, serviceSecret }, message)),
      ...wrongBytes.map(([, bytes]) => sendBytes(port, bytes)),
      ...[brokenUpgrade, brokenFrames].map((bytes) => sendBytes(port, bytes(serviceSecret))),
    ]);

    for (const [at, [what, , answer]] of [...wrongMessages, ...wrongBytes].entries())
      expect({ what, answer: answers[at] }).toEqual({ what, answer: expect.stringMatching(answer) });
    expect(estate.pidOf('InteractionServer')).toBe(pid);
    expect((await estate.stored('fax')).map(({ state }) => state)).toEqual(['new']);
    await estate.submit('b', 1);
    await estate.allWith('Gate_B', 'b');
  }, 90_000);

  it('is associated with the multimedia switch of its tenant while there is exactly one, and tells clients so (MT-7)', async () => {
    const peer = await estate.connect();
    const other = await estate.connect(8_147);
    const found = { dbid: 3, name: 'Multimedia_Environment', tenant };
    const switches = async () => ((await peer.request('interaction.server', {})) as { switches: object[] }).switches;

    expect(await peer.request('interaction.server', {})).toEqual({
      ...{ application: 'InteractionServer', type: 'InteractionServer', version: '8.1.4', tenants: [tenant] },
      switches: [{ tenant, switch: 'Multimedia_Environment' }],
    });
    expect(await other.request('interaction.server', {})).toMatchObject({
      ...{ type: 'TServer', switches: [{ tenant: 'Resources', switch: 'Multimedia_Resources' }] },
    });
    await estate.scs('delete', '/switches/Multimedia_Environment');
    await estate.seen('no switch', (work) => work.switches.length === 0);
    expect(await switches()).toEqual([]);

    await estate.scs('put', '/switches/Multimedia_Environment', found);
    await estate.seen('the switch', (work) => work.switches.length === 1);
    expect(await switches()).toEqual([{ tenant, switch: 'Multimedia_Environment' }]);
    peer.close();
    other.close();
  });

  it('keeps the workflow it has where the file becomes unusable; started with such a file, it stores what comes, and routes it when the file is mended', async () => {
    const useFile = (file: string): Promise<unknown> =>
      estate.scs('patch', '/applications/InteractionServer', { options: { workflow: { file } } });
    await useFile('test/scenarios/workflows/broken.yaml');
    const { workflow } = await estate.seen('the problem', (work) => work.workflow.problem !== undefined);

    expect(workflow).toEqual({
      file: 'test/scenarios/workflows/routing.yaml',
      problem:
        'The workflow file test/scenarios/workflows/broken.yaml cannot be used: queues.0.strategy (line 3): there is no strategy "Missing" in the file.',
    });
    await estate.submit('b', 1);
    await estate.allWith('Gate_B', 'b');

    await estate.kill('InteractionServer');
    await estate.start('InteractionServer');
    await estate.submit('c', 10);
    await estate.seen('the problem again', (work) => work.workflow.problem !== undefined);
    expect((await estate.stored('c')).map(({ queue, state }) => `${queue} ${state}`)).toEqual(
      Array.from({ length: 10 }, () => 'inbound-c new'),
    );
    await useFile('test/scenarios/workflows/routing.yaml');
    await estate.allWith('Gate_C', 'c');
  }, 90_000);

  it('serves another tenant at once from 8.1.2 on, and before only after a restart (MT-4)', async () => {
    const at = '/applications/InteractionServer';
    const statusFor = async (of: string): Promise<number> => {
      const body = { interactionId: 'one', media: 'fax', tenant: of, service: 'test' };
      return (await estate.http('post', '/interactions', body)).status;
    };
    const serves = (of: string, status: number): Promise<unknown> =>
      eventually(`${of}: ${status}`, async () => ((await statusFor(of)) === status ? true : undefined));

    expect(await statusFor('Sales')).toBe(403);
    await estate.scs('patch', at, { tenants: [tenant, 'Sales'] });
    await serves('Sales', 201);
    await estate.scs('patch', at, { tenants: [tenant] });
    await serves('Sales', 403);

    await estate.scs('patch', at, { version: '8.1.1' });
    await estate.scs('patch', at, { tenants: [tenant, 'Sales'] });
    expect((await estate.scs('get', at)).data).toMatchObject({ effectiveTenants: [tenant] });
    expect(await statusFor('Sales')).toBe(403);
    await estate.kill('InteractionServer');
    await estate.start('InteractionServer');
    await serves('Sales', 200);
  }, 90_000);
});

const pendingIn = ({ routingServers }: { readonly routingServers: readonly { readonly pending: number }[] }): number =>
  routingServers.reduce((sum, { pending }) => sum + pending, 0);
