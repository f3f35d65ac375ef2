import type { RequestListener } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { eventually } from '../estate/eventually.js';
import { RequestError } from '../../packages/servers/src/application-server/request-error.js';
import { aCall, anEstateOfServices, anInteraction } from './an-estate-of-services.js';
import type { Instance, Services, ServicesWish } from './an-estate-of-services.js';

const fax: Instance = { operations: { 'send-fax': () => Promise.resolve({ faxJob: 'f' }) } };
const instantMessages: Instance = { operations: { 'send-message': () => Promise.resolve({ messageIndex: '1' }) } };
const answering =
  (status: number, body: string): RequestListener =>
  (request, response) => {
    request.resume().once('end', () => response.writeHead(status, { 'content-type': 'application/json' }).end(body));
  };
const refusing = (status: number, code: string): RequestListener =>
  answering(status, JSON.stringify({ error: { code, message: 'no' } }));
const hangingUp: RequestListener = (request) => request.resume().once('end', () => request.socket.destroy());
const silent: RequestListener = (request) => request.resume();
const mailServer: Instance = {
  onConnection: (socket) => {
    socket.write('220 mail.example.test ESMTP\r\n');
    socket.on('data', () => socket.write('500 What was that?\r\n'));
  },
};

describe('Interaction Server as a client of ESP servers', () => {
  let estate: Services | undefined;
  const given = async (wish: ServicesWish): Promise<Services> => (estate = await anEstateOfServices(wish));
  const twoFaxServers = (differences: ServicesWish['differences'] = {}): Promise<Services> =>
    given({ servers: { Fax_1: fax, Fax_2: fax }, clusters: { Fax_Cluster: ['Fax_1', 'Fax_2'] }, differences });
  const counts = ({ deliveries }: Services): readonly number[] => Object.values(deliveries).map((ids) => ids.length);
  /** Calls so often, each for another interaction; answers the results and the codes of the errors. */
  const call = async (times: number, difference: Parameters<typeof aCall>[0] = {}): Promise<readonly string[]> => {
    const outcomes: string[] = [];
    for (let index = 0; index < times; index++) {
      const outcome = await estate?.services.call(anInteraction(String(index)), aCall(difference)).then(
        (result) => Object.keys(result).join(),
        (error: unknown) => (error instanceof RequestError ? error.code : String(error)),
      );
      outcomes.push(outcome ?? '');
    }
    return outcomes;
  };

  afterEach(async () => {
    await estate?.end();
    estate = undefined;
  });

  it('has every interaction served that was taken, also one with an attribute without a name', async () => {
    const { services } = await twoFaxServers();

    const interaction = { ...anInteraction('1'), attributes: { '': 'x' } };
    await expect(services.call(interaction, aCall())).resolves.toHaveProperty('faxJob');
  });

  it('gives each of the servers of a cluster its share, in turn (IXN-4)', async () => {
    const services = await twoFaxServers();

    await call(10);

    expect(counts(services)).toEqual([5, 5]);
    expect(services.services.counts()).toEqual([
      {
        service: 'Fax_Cluster',
        instances: [
          { application: 'Fax_1', requests: 5, failures: 0 },
          { application: 'Fax_2', requests: 5, failures: 0 },
        ],
      },
    ]);
  });

  it('sends fax requests to the server for instant messages where both are connected directly, and says why (IXN-6)', async () => {
    const services = await given({
      servers: { Fax_1: fax, IM_1: instantMessages },
      connections: ['Fax_1', 'IM_1'],
    });

    const outcomes = await call(6, { service: 'ThirdPartyServer' });
    const all = await Promise.allSettled(
      ['m', 'n'].map((id) => services.services.call(anInteraction(id), aCall({ service: 'ThirdPartyServer' }))),
    );

    const [right, wrong] = counts(services) as [number, number];
    expect(wrong).toBeGreaterThan(1);
    expect(right + wrong).toBe(8);
    expect(new Set(outcomes)).toEqual(new Set(['faxJob', 'UNKNOWN_OPERATION']));
    expect(all.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { message: expect.stringMatching(/IM_1 refuses "send-fax".*one Application Cluster.*IXN-6/) as string },
    });
  });

  it('sends every request to the right servers where each service has a cluster that is named (IXN-6)', async () => {
    const services = await given({
      servers: { Fax_1: fax, IM_1: instantMessages },
      clusters: { Fax_Cluster: ['Fax_1'], IM_Cluster: ['IM_1'] },
    });

    const outcomes = [...(await call(5)), ...(await call(5, { service: 'IM_Cluster', operation: 'send-message' }))];

    expect(new Set(outcomes)).toEqual(new Set(['faxJob', 'messageIndex']));
    expect(counts(services)).toEqual([5, 5]);
  });

  it('gives the same call of the same run of a strategy the same id, whoever makes it, and any other call another one', async () => {
    const { services, deliveries } = await given({ servers: { Fax_1: fax }, clusters: { Fax_Cluster: ['Fax_1'] } });
    const interaction = anInteraction('1');

    await services.call(interaction, aCall());
    await services.call(interaction, aCall({ requestId: 'of another routing server' }));
    await services.call(interaction, aCall({ number: 2 }));
    await services.call({ ...interaction, step: 1 }, aCall());
    await services.call({ ...interaction, media: 'sms' }, aCall());

    const [first, again, ...others] = deliveries.Fax_1 ?? [];
    expect(again).toBe(first);
    expect(new Set([first, ...others]).size).toBe(4);
  });

  it('says that there is one level of clusters where a cluster leads to another one (IXN-7)', async () => {
    const services = await given({
      servers: { Fax_1: fax },
      clusters: { Inner: ['Fax_1'], Fax_Cluster: ['Inner'] },
    });

    await expect(services.services.call(anInteraction('1'), aCall())).rejects.toMatchObject({
      code: 'NO_SERVICE',
      message: expect.stringContaining('IXN-7') as string,
    });
  });

  describe.each<[string, Instance, { once: [string, number, number]; repeatable: [string, number, number] }]>([
    ['cannot be reached', undefined, { once: ['faxJob', 0, 1], repeatable: ['faxJob', 0, 1] }],
    ['takes nothing new', { operations: fax.operations, isAccepting: () => false }, both(['faxJob', 1, 1])],
    ['is the backup of a pair', refusing(503, 'NOT_PRIMARY'), both(['faxJob', 1, 1])],
    ['has just lost the tenant', refusing(403, 'TENANT_NOT_SERVED'), both(['faxJob', 1, 1])],
    ['refuses what it is asked', refusing(400, 'INVALID_NUMBER'), both(['INVALID_NUMBER', 1, 0])],
    ['has no such operation', instantMessages, both(['UNKNOWN_OPERATION', 1, 0])],
    ['fails', refusing(500, 'INTERNAL_ERROR'), { once: ['INTERNAL_ERROR', 1, 0], repeatable: ['faxJob', 1, 1] }],
    ['hangs up', hangingUp, { once: ['NO_ANSWER', 1, 0], repeatable: ['faxJob', 1, 1] }],
    ['says nothing', silent, { once: ['TIMED_OUT', 1, 0], repeatable: ['faxJob', 1, 1] }],
    ['answers nonsense', answering(200, '<html>'), { once: ['MALFORMED_ANSWER', 1, 0], repeatable: ['faxJob', 1, 1] }],
    [
      'answers values that are too long',
      answering(200, JSON.stringify({ result: { a: 'x'.repeat(4_097) } })),
      {
        once: ['MALFORMED_ANSWER', 1, 0],
        repeatable: ['faxJob', 1, 1],
      },
    ],
    [
      'fails with nonsense',
      answering(502, 'Bad gateway'),
      {
        once: ['MALFORMED_ANSWER', 1, 0],
        repeatable: ['faxJob', 1, 1],
      },
    ],
    ['answers without end', answering(200, ' '.repeat(2_000_000)), both(['ANSWER_TOO_LONG', 1, 0])],
    // Its greeting comes before our request, so that it looks like a kept connection that was just closed: that one is replaced once.
    ['speaks another protocol', mailServer, { once: ['WRONG_PROTOCOL', 1, 0], repeatable: ['faxJob', 2, 1] }],
  ])('where an instance %s', (_case, instance, expected) => {
    it.each(['once', 'repeatable'] as const)('asks whom it may, for what may be done %s', async (kind) => {
      const services = await given({
        servers: { Broken: instance, Fax_2: fax },
        clusters: { Fax_Cluster: ['Broken', 'Fax_2'] },
      });

      const [outcome] = await call(1, { repeatable: kind === 'repeatable', timeoutMs: 1_200 });

      expect([outcome, ...counts(services)]).toEqual(expected[kind]);
      const ids = new Set(
        Object.values(services.deliveries)
          .flat()
          .filter((id) => id !== '?'),
      );
      expect(ids.size).toBeLessThanOrEqual(1);
      const [broken] = services.services.counts()[0]!.instances;
      expect(broken).toMatchObject({ application: 'Broken', failures: 1 });
    });
  });

  it('gives nothing to members that are disabled or not available', async () => {
    const services = await twoFaxServers({ Fax_1: { state: 'disabled' } });

    await call(4);
    await services.estate.report('Fax_2', 'service-unavailable');
    const [outcome] = await call(1, { timeoutMs: 150 });

    expect(counts(services)).toEqual([0, 4]);
    expect(outcome).toBe('ALL_DRAINING');
  });

  it.each(['ClassificationServer', 'EmailServer'])(
    'outlives the switchover of a pair of type %s behind a cluster: the backup answers (BK-1)',
    async (type) => {
      const services = await given({
        servers: { Server_1: fax, Server_1_Backup: fax },
        clusters: { Fax_Cluster: ['Server_1'] },
        type,
        differences: {
          Server_1: { backup: 'Server_1_Backup', redundancyType: 'warm' },
          Server_1_Backup: { isPrimary: false, redundancyType: 'warm' },
        },
      });
      await call(1);

      await services.kill('Server_1');
      const outcome = call(1, { timeoutMs: 5_000 });
      await eventually('an attempt in vain', () =>
        services.services.counts()[0]?.instances[0]?.failures === 0 ? undefined : true,
      );
      await services.estate.report('Server_1', 'stopped');
      await services.estate.report('Server_1_Backup', 'running');

      expect(await outcome).toEqual(['faxJob']);
      expect(counts(services)).toEqual([1, 1]);
    },
  );

  it.each([true, false])(
    'does nothing twice and loses nothing untold when an instance is killed under load (repeatable: %s)',
    async (repeatable) => {
      const slowly: Instance = {
        operations: { 'send-fax': () => nextTurn({ faxJob: 'f' }) },
      };
      const services = await given({
        servers: { Fax_1: slowly, Fax_2: slowly },
        clusters: { Fax_Cluster: ['Fax_1', 'Fax_2'] },
      });
      const calls = 200;
      let next = 0;
      const client = async (): Promise<readonly string[]> => {
        const codes: string[] = [];
        while (next < calls) {
          const id = String(next++);
          if (id === '80') void services.kill('Fax_1');
          const called = services.services.call(anInteraction(id), aCall({ repeatable }));
          codes.push(
            ...(await called.then(
              () => [],
              (error: unknown) => [(error as RequestError).code],
            )),
          );
        }
        return codes;
      };

      const failures = (await Promise.all(Array.from({ length: 16 }, client))).flat();

      const all = Object.values(services.deliveries).flat();
      expect(failures.filter((code) => code !== 'NO_ANSWER')).toEqual([]);
      expect(new Set(all).size).toBeGreaterThanOrEqual(calls - failures.length);
      if (repeatable) expect(failures).toEqual([]);
      else expect(all).toHaveLength(new Set(all).size);
    },
  );

  it('gives up at once where no server could ever be selected, and at the time limit where one may come', async () => {
    await twoFaxServers();

    expect(await call(1, { service: 'NoSuchServer', timeoutMs: 60_000 })).toEqual(['UNKNOWN_SERVER_TYPE']);
    await estate?.kill('Fax_1');
    await estate?.kill('Fax_2');
    expect(await call(1, { timeoutMs: 250 })).toEqual([expect.stringMatching(/^(NOT_REACHED|TIMED_OUT)$/)]);
  });
});

function both(outcome: [string, number, number]): {
  once: [string, number, number];
  repeatable: [string, number, number];
} {
  return { once: outcome, repeatable: outcome };
}
