import { systemClock } from '@eservices-lb/sdk';
import { applicationSchema } from '@eservices-lb/sdk/wire';
import type { Application } from '@eservices-lb/sdk/wire';
import { eventually } from '../estate/eventually.js';
import type { Interaction } from '../../packages/servers/src/interaction-server/interaction.js';
import { InteractionRouting } from '../../packages/servers/src/interaction-server/routing/interaction-routing.js';
import { RoutingServerDirectory } from '../../packages/servers/src/interaction-server/routing/routing-server-directory.js';
import type { JsonRpcPeer, Methods } from '../../packages/servers/src/json-rpc/json-rpc-peer.js';
import { PeerError } from '../../packages/servers/src/json-rpc/peer-error.js';
import { readWorkflow } from '../../packages/servers/src/workflow/read-workflow.js';
import type { Workflow } from '../../packages/servers/src/workflow/workflow.js';
import { silentLog } from './application-surroundings.js';
import { StoredInteractions } from './a-stored-interaction.js';

const tenant = 'Environment';
const workflowText = `
queues: [{ name: qa, strategy: A }, { name: qb, strategy: B }]
strategies: { A: [{ queue: done-a }], B: [{ queue: done-b }] }`;
const anApplication = (fields: object): Application =>
  applicationSchema.parse({ dbid: 1, tenants: [tenant], host: 'localhost', ...fields });

interface Given {
  readonly requestId: string;
  readonly strategy: string;
  readonly interaction: { readonly interactionId: string };
}

/** A routing server as Interaction Server sees it: what it was given, and how it answers. */
class SeenRoutingServer {
  readonly given: Given[] = [];
  readonly #methods: Methods;
  readonly peer: JsonRpcPeer;
  answer: () => Promise<unknown> = () => Promise.resolve({ accepted: true });
  isClosed = false;

  constructor(
    routing: InteractionRouting,
    readonly application: string,
  ) {
    const peer: Pick<JsonRpcPeer, 'request' | 'close'> = {
      request: (_method, params) => {
        this.given.push(params as Given);
        return this.answer();
      },
      close: () => (this.isClosed = true),
    };
    this.peer = peer as JsonRpcPeer;
    this.#methods = routing.methodsFor({ peer: this.peer });
  }

  ask(method: string, params: object): Promise<unknown> {
    return Promise.resolve().then(() => this.#methods[method]?.(params));
  }

  hello(strategies: string, difference: object = {}): Promise<unknown> {
    return this.ask('router.hello', {
      ...{ application: this.application, agentReservation: true },
      strategies: strategies.split('').map((name) => ({ name, tenant })),
      ...difference,
    });
  }

  finish({ requestId }: Given, outcome: object = { to: 'queue', queue: 'elsewhere' }): Promise<unknown> {
    return this.ask('router.finished', { requestId, outcome });
  }

  get ids(): readonly string[] {
    return this.given.map(({ interaction }) => interaction.interactionId);
  }
}

describe('the routing of Interaction Server', () => {
  let stored: StoredInteractions;
  let routing: InteractionRouting;
  let workflow: Workflow;
  let tenants: readonly string[];
  let applications: readonly Application[];
  let own: Application;

  const arrive = (id: string, difference: object = {}): boolean => routing.arrived(stored.add(id, difference));
  const connected = async (application: string, strategies: string): Promise<SeenRoutingServer> => {
    const server = new SeenRoutingServer(routing, application);
    await server.hello(strategies);
    return server;
  };

  beforeEach(() => {
    stored = new StoredInteractions();
    workflow = readWorkflow(workflowText, 'w');
    tenants = [tenant];
    const connections = [{ application: 'Interactions' }];
    applications = [1, 2, 3].map((number) =>
      anApplication({ name: `URS_${number}`, dbid: number, type: 'UniversalRoutingServer', connections }),
    );
    own = anApplication({
      ...{ name: 'Interactions', type: 'InteractionServer' },
      annex: Object.fromEntries(['URS_1', 'URS_2'].map((name) => [name, { agent_reservation: 'true' }])),
    });
    let requests = 0;
    routing = new InteractionRouting({
      ...{ store: stored, askDatabase: (act) => act(), clock: systemClock, random: () => 0, log: silentLog },
      ...{ workflow: () => workflow, tenants: () => tenants, nextRequestId: () => `r${++requests}` },
      externalServices: { call: (_interaction, { operation }) => Promise.resolve({ did: operation }) },
      directory: new RoutingServerDirectory({
        application: () => own,
        configuration: {
          application: (name) => applications.find((one) => one.name === name),
          applications: ({ type } = {}) => applications.filter((one) => type === undefined || one.type === type),
        },
      }),
    });
    routing.start();
  });
  afterEach(() => {
    routing.stop();
  });

  it('does what a routing server says, and takes its word once', async () => {
    const server = await connected('URS_1', 'A');
    arrive('x');
    const [given] = server.given;

    const answers = await Promise.all([server.finish(given!), server.finish(given!)]);

    expect(answers).toContainEqual({ isKnown: true });
    expect(await server.finish(given!)).toEqual({ isKnown: false });
    expect(stored.get('x')).toMatchObject({ queue: 'elsewhere', step: 1 });
    expect(stored.placements.get('x')).toBe(1);
  });

  it('leads an interaction from queue to queue, each to its strategy', async () => {
    const server = await connected('URS_1', 'AB');
    arrive('x');
    await server.finish(server.given[0]!, { to: 'queue', queue: 'qb', attributes: { language: 'en' } });
    await server.finish(server.given[1]!, { to: 'end' });

    expect(server.given.map(({ strategy }) => strategy)).toEqual(['A', 'B']);
    expect(server.given[1]).toMatchObject({ interaction: { attributes: { language: 'en' } } });
    expect(stored.get('x')).toMatchObject({ state: 'done', step: 2 });
  });

  it('finds by itself what is in the database', async () => {
    stored.add('x');
    const server = await connected('URS_1', 'A');
    routing.stop();
    routing.start();

    await eventually('the interaction', () => (server.ids.length === 1 ? true : undefined));
  });

  it('routes nothing again that left its queue while the database was asked for what is there', async () => {
    const server = await connected('URS_1', 'A');
    routing.stop();
    const before = stored.add('x');
    let answer: (found: readonly Interaction[]) => void = () => undefined;
    const toRoute = jest.spyOn(stored, 'toRoute').mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    routing.start();
    await eventually('the question', () => (toRoute.mock.calls.length === 1 ? true : undefined));
    routing.arrived(before);
    await server.finish(server.given[0]!);

    answer([before]);
    await eventually('another question', () => (toRoute.mock.calls.length === 2 ? true : undefined));

    expect(server.ids).toEqual(['x']);
  });

  it.each<[string, string, object]>([
    ['router.finished', 'GIVEN_TO_ANOTHER', { outcome: { to: 'end' } }],
    ['agent.reserve', 'GIVEN_TO_ANOTHER', { agent: 'Alex', atMost: 1 }],
    ['esp.request', 'GIVEN_TO_ANOTHER', aCall()],
  ])('takes %s only from the routing server that has the interaction', async (method, code, params) => {
    const server = await connected('URS_1', 'A');
    const other = await connected('URS_2', 'B');
    const stranger = new SeenRoutingServer(routing, 'URS_3');
    arrive('x');
    const { requestId } = server.given[0]!;

    await expect(other.ask(method, { requestId, ...params })).rejects.toMatchObject({ status: 403, code });
    await expect(stranger.ask(method, { requestId, ...params })).rejects.toMatchObject({ code: 'NO_ROUTING_SERVER' });

    expect(stored.get('x')).toMatchObject({ queue: 'qa', step: 0 });
    expect(await server.finish(server.given[0]!)).toEqual({ isKnown: true });
  });

  it.each<[string, object, string]>([
    ['nobody', {}, 'INVALID_FIELD'],
    ['an application that the configuration does not know', { application: 'URS_9' }, 'NOT_CONNECTED'],
    ['a server of another type', { application: 'Interactions' }, 'NOT_CONNECTED'],
    ['more strategies than there can be', { strategies: Array(1_001).fill({ name: 'A', tenant }) }, 'INVALID_FIELD'],
  ])('refuses whoever says to be %s', async (_case, difference, code) => {
    const client = new SeenRoutingServer(routing, 'URS_1');
    const said =
      code === 'INVALID_FIELD' && Object.keys(difference).length === 0 ? { agentReservation: 'no' } : difference;

    await expect(client.hello('A', said)).rejects.toMatchObject({ code });
    expect(routing.shown().routingServers.filter(({ isConnected }) => isConnected)).toEqual([]);
  });

  it('lets no connection speak for two routing servers', async () => {
    const server = await connected('URS_1', 'A');

    await expect(server.hello('A', { application: 'URS_2' })).rejects.toMatchObject({ code: 'OTHER_NAME' });
  });

  it('gives everything to the new connection where a routing server connects anew', async () => {
    const before = await connected('URS_1', 'A');
    arrive('x');
    const after = await connected('URS_1', 'A');

    expect(before.isClosed).toBe(true);
    expect(after.ids).toEqual(['x']);
    await expect(before.finish(before.given[0]!)).rejects.toMatchObject({ code: 'NO_ROUTING_SERVER' });
  });

  it('resubmits once what a lost one had, and what the lost one says afterwards counts for nothing (IXN-3)', async () => {
    const first = await connected('URS_1', 'A');
    for (const id of ['x', 'y']) arrive(id);
    const second = await connected('URS_2', 'A');

    routing.lost(first.peer);
    routing.lost(first.peer);

    expect(second.ids).toEqual(['x', 'y']);
    await expect(first.finish(first.given[0]!)).rejects.toMatchObject({ code: 'NO_ROUTING_SERVER' });
    for (const given of second.given) await second.finish(given);
    expect([...stored.placements.values()]).toEqual([1, 1]);
    expect(routing.shown().routingServers.find(({ application }) => application === 'URS_1')?.resubmitted).toBe(2);
  });

  it('runs no strategy again whose outcome is being written when its routing server is lost (IXN-3, IXN-4)', async () => {
    const first = await connected('URS_1', 'A');
    arrive('i1');
    const other = await connected('URS_2', 'A');
    let write: () => void = () => undefined;
    const writing = new Promise<void>((resolve) => (write = resolve));
    const place = stored.place.bind(stored);
    stored.place = async (...of) => {
      await writing;
      return place(...of);
    };

    const finished = first.finish(first.given[0]!);
    await Promise.resolve();
    routing.lost(first.peer);
    write();
    await finished;

    expect(other.given).toEqual([]);
    expect(await stored.toRoute([{ tenant, queue: 'qa', room: 9 }] as never)).toEqual([]);
  });

  it('gives an interaction to another one whose outcome could not be written when its routing server was lost (IXN-3)', async () => {
    const first = await connected('URS_1', 'A');
    arrive('i1');
    const other = await connected('URS_2', 'A');
    let fail: (reason: Error) => void = () => undefined;
    stored.place = () => new Promise((_resolve, reject) => (fail = reject));

    const finished = first.finish(first.given[0]!);
    await Promise.resolve();
    routing.lost(first.peer);
    fail(new Error('the database is away'));

    await expect(finished).rejects.toThrow('the database is away');
    expect(other.ids).toEqual(['i1']);
  });

  it('counts a routing server that does not answer as lost', async () => {
    const silent = await connected('URS_1', 'A');
    silent.answer = () => Promise.reject(new PeerError('PEER_SILENT', 'No answer.'));
    arrive('x');
    const other = await connected('URS_2', 'A');

    await eventually('the other to have it', () => (other.ids.length === 1 ? true : undefined));
    expect(silent.isClosed).toBe(true);
  });

  it('gives to another what one does not take now', async () => {
    const refusing = await connected('URS_1', 'A');
    const other = await connected('URS_2', 'A');
    refusing.answer = () => Promise.reject(new PeerError('PEER_REFUSED', 'Not now.', 'NOT_ACCEPTING'));
    for (const id of ['x', 'y', 'z']) arrive(id);

    await eventually('the other to have all', () => (other.ids.length === 3 ? true : undefined));
    expect(new Set(other.ids).size).toBe(3);
  });

  it.each([
    ['no routing server can take', {}, 'It cannot be.'],
    ['is longer than a message', { attributes: { a: 'ä'.repeat(600_000) } }, 'Its attributes are longer'],
  ])(
    'sets aside, with the reason, an interaction that %s, and goes on with others',
    async (_case, difference, reason) => {
      const server = await connected('URS_1', 'A');
      server.answer = () => Promise.reject(new PeerError('PEER_REFUSED', 'It cannot be.', 'INTERNAL_ERROR'));
      arrive('x', difference);
      await eventually('it to be set aside', () => (stored.get('x').queue === 'set-aside' ? true : undefined));
      expect(stored.get('x').attributes.reason).toMatch(reason);

      server.answer = () => Promise.resolve({});
      arrive('y');
      expect(server.ids.at(-1)).toBe('y');
    },
  );

  it('sets aside what goes in circles', async () => {
    const server = await connected('URS_1', 'A');
    arrive('x');
    for (let round = 0; stored.get('x').queue === 'qa'; round += 1)
      await server.finish(server.given[round]!, { to: 'queue', queue: 'qa' });

    expect(stored.get('x')).toMatchObject({ queue: 'set-aside', step: 101 });
    expect(stored.get('x').attributes.reason).toMatch(/circles/);
  });

  it('routes other strategies where one has more than memory holds', async () => {
    for (let count = 0; count < 1_200; count += 1) arrive(`a${count}`);
    const server = await connected('URS_2', 'B');
    expect(arrive('b', { queue: 'qb' })).toBe(true);
    expect(server.ids).toEqual(['b']);

    const late = await connected('URS_1', 'A');
    let finished = 0;
    await eventually('all of them', async () => {
      for (const given of late.given.slice(finished, (finished = late.given.length)))
        await late.finish(given, { to: 'end' });
      return finished === 1_200 ? true : undefined;
    });
    expect(new Set(late.ids).size).toBe(1_200);
  });

  it('leads what waits to another strategy where the workflow says so, and nowhere where its tenant is not served any more', async () => {
    const server = await connected('URS_1', 'AB');
    await server.hello('B');
    arrive('x');
    expect(routing.shown().unrouted).toMatchObject([{ strategy: 'A', waiting: 1 }]);

    workflow = { ...workflow, queues: [{ name: 'qa', strategy: 'B' }] };
    routing.rearrange();
    await eventually('the interaction', () => (server.ids.length === 1 ? true : undefined));
    expect(server.given[0]?.strategy).toBe('B');

    tenants = [];
    routing.rearrange();
    expect(arrive('y')).toBe(false);
  });

  it('says at both sides which settings are missing, and gives nothing to one that lacks any beside one that has all (IXN-2)', async () => {
    await connected('URS_1', 'A');
    const incomplete = new SeenRoutingServer(routing, 'URS_2');
    const answer = await incomplete.hello('B', { agentReservation: false });
    const missing = 'Set the option default/agent_reservation of "URS_2" to true (IXN-2).';
    arrive('x', { queue: 'qb' });

    expect(answer).toEqual({ missing: [missing] });
    expect(incomplete.given).toEqual([]);
    expect(routing.shown().unrouted[0]?.reason).toBe(`"URS_2" has the strategy, but takes no part: ${missing}`);
    await incomplete.hello('B');
    expect(incomplete.ids).toEqual(['x']);
  });

  it('takes a changed annex at once (IXN-2)', async () => {
    const third = await connected('URS_3', 'A');
    await connected('URS_1', '');
    await connected('URS_2', 'A');
    arrive('x');
    expect(third.given).toEqual([]);
    expect(missingOf('URS_3')).toEqual(['Set URS_3/agent_reservation on the annex of "Interactions" to true (IXN-2).']);
    expect(missingOf('URS_1')).toEqual(['Activate a strategy on "URS_1" that is in its workflow file (IXN-2).']);

    own = { ...own, annex: { ...own.annex, URS_3: { agent_reservation: 'true' } } };
    routing.rearrange();
    for (const id of ['y', 'z']) arrive(id);

    expect(third.given).toHaveLength(1);
    expect(missingOf('URS_3')).toEqual([]);
  });

  it('names the routing servers that ought to be there, and what each lacks (IXN-2)', () => {
    const unset = anApplication({ name: 'URS_3', dbid: 3, type: 'UniversalRoutingServer' });
    applications = [...applications.slice(0, 2), { ...unset, options: { default: { agent_reservation: 'true' } } }];
    own = { ...own, annex: { ...own.annex, URS_7: { agent_reservation: 'true' } } };

    expect(missingOf('URS_3')).toEqual([
      'Connect "URS_3" to "Interactions" (IXN-2).',
      'Set URS_3/agent_reservation on the annex of "Interactions" to true (IXN-2).',
    ]);
    expect(missingOf('URS_1')).toEqual([
      '"URS_1" is not connected at the moment: start it.',
      'Set the option default/agent_reservation of "URS_1" to true (IXN-2).',
    ]);
    expect(missingOf('URS_7')).toEqual([
      'Section "URS_7" on the annex of "Interactions" names no routing server: correct it.',
    ]);
  });

  it('knows the routing servers of a pair by the settings of its primary (LB-14)', async () => {
    applications = [...applications, { ...own, backup: 'Interactions_Backup' }];
    own = anApplication({ name: 'Interactions_Backup', type: 'InteractionServer', isPrimary: false });
    const server = await connected('URS_1', 'A');
    arrive('x');

    expect(server.ids).toEqual(['x']);
    expect(missingOf('URS_1')).toEqual([]);
  });

  it('reserves an agent for no more interactions than the strategy allows, whichever routing servers ask at once', async () => {
    const servers = [await connected('URS_1', 'A'), await connected('URS_2', 'A')];
    for (let count = 0; count < 6; count += 1) arrive(`x${count}`);
    const ask = (server: SeenRoutingServer, given: Given): Promise<unknown> =>
      server.ask('agent.reserve', { requestId: given.requestId, agent: 'Alex', atMost: 2 });

    const answers = await Promise.all(servers.flatMap((server) => server.given.map((given) => ask(server, given))));

    expect(answers.filter((answer) => (answer as { isReserved: boolean }).isReserved)).toHaveLength(2);
  });

  it('sends nobody to an agent who was not reserved, and frees a reserved one whose routing server is lost', async () => {
    const first = await connected('URS_1', 'A');
    arrive('x');
    const second = await connected('URS_2', 'A');
    const toAlex = { to: 'agent', agent: 'Alex' };
    const reserve = { agent: 'Alex', atMost: 1 };

    await expect(first.finish(first.given[0]!, toAlex)).rejects.toMatchObject({ code: 'NOT_RESERVED' });
    await first.ask('agent.reserve', { requestId: first.given[0]!.requestId, ...reserve });
    routing.lost(first.peer);
    const { requestId } = second.given[0]!;

    expect(await second.ask('agent.reserve', { requestId, ...reserve })).toEqual({ isReserved: true });
    expect(await second.finish(second.given[0]!, toAlex)).toEqual({ isKnown: true });
    expect(stored.get('x')).toMatchObject({ agent: 'Alex', state: 'in-progress' });
  });

  it('asks application servers for the routing server that has the interaction (IXN-4)', async () => {
    const server = await connected('URS_1', 'A');
    arrive('x');
    const { requestId } = server.given[0]!;

    expect(await server.ask('esp.request', { requestId, ...aCall() })).toEqual({ result: { did: 'classify' } });
  });

  it('routes nothing while it is a backup, and all that waits afterwards (BK-4)', async () => {
    const server = await connected('URS_1', 'A');
    arrive('x');
    routing.stop();
    expect(arrive('y')).toBe(false);
    expect(await server.finish(server.given[0]!)).toEqual({ isKnown: false });

    routing.start();
    await eventually('both', () => (server.ids.length === 3 ? true : undefined));
    expect(server.ids).toEqual(['x', 'x', 'y']);
  });

  it('shows no more than a Local Control Agent takes', () => {
    const names = Array.from({ length: 500 }, (_, number) => `${'S'.repeat(200)}${number}`);
    workflow = {
      queues: names.map((name) => ({ name, strategy: name })),
      strategies: Object.fromEntries(names.map((name) => [name, [{ done: true as const }]])),
    };
    for (const [at, queue] of names.entries()) arrive(`x${at}`, { queue });
    own = { ...own, annex: Object.fromEntries(names.map((name) => [name, { agent_reservation: 'true' }])) };

    const shown = JSON.stringify(routing.shown());

    expect(shown.length).toBeGreaterThan(10_000);
    expect(shown.length).toBeLessThan(40_000);
  });

  function missingOf(routingServer: string): readonly string[] | undefined {
    return routing.shown().routingServers.find(({ application }) => application === routingServer)?.missing;
  }
});

function aCall(): object {
  return {
    number: 1,
    service: 'Classification',
    operation: 'classify',
    parameters: {},
    repeatable: true,
    timeoutMs: 100,
  };
}
