import { adaptive, ConcurrencyLimitError, rendezvous, roundRobin, weighted } from '@eservices-lb/sdk';
import type { LoadBalancerOptions } from '@eservices-lb/sdk';
import nock from 'nock';
import { anEmailServer, anEstate, aSnapshot } from './an-estate.js';
import type { Estate } from './an-estate.js';

// What nock replaces is Node's own, which the next test file of the same worker uses too.
afterAll(() => {
  nock.restore();
});

const request = { tenant: 'Environment', type: 'EmailServer', key: 'customer-1' };

const estateOf = (options: Partial<LoadBalancerOptions>): Promise<Estate> =>
  anEstate(aSnapshot([anEmailServer(1), anEmailServer(2)]), { transport: 'node', ...options });

/** Requests that stay in flight at an instance until `end` is called. */
async function busy({ loadBalancer }: Estate, number: number, times: number): Promise<() => Promise<unknown>> {
  let end: (answer: [number]) => void = () => undefined;
  const answer = new Promise<[number]>((resolve) => {
    end = resolve;
  });
  let arrived = 0;
  const running = new Promise<void>((resolve) => {
    nock(`http://127.0.0.1:${9300 + number}`)
      .get('/')
      .times(times)
      .reply(async () => {
        if (++arrived === times) resolve();
        return answer;
      });
  });
  const exclude = [1, 2, 3].filter((other) => other !== number).map((other) => `EmailServer_${other}`);
  const requests = Array.from({ length: times }, () => loadBalancer.http({ ...request, exclude }).get('/'));
  await running;
  return () => {
    end([200]);
    return Promise.all(requests);
  };
}

describe('the limit of requests in flight at an instance', () => {
  afterEach(() => {
    nock.cleanAll();
  });

  it.each([adaptive(), roundRobin(), weighted(), rendezvous()])(
    'is respected with the policy $name: the full one is passed over',
    async (policy) => {
      await using estate = await estateOf({ policy, maxConcurrency: 2 });
      const end = await busy(estate, 1, 2);

      const picks = Array.from({ length: 6 }, () => estate.loadBalancer.select(request).application);

      expect(new Set(picks)).toEqual(new Set(['EmailServer_2']));
      await end();
    },
  );

  it('leaves the choice among those with room to the policy', async () => {
    const servers = [1, 2, 3].map((number) => anEmailServer(number));
    await using estate = await anEstate(aSnapshot(servers), {
      policy: roundRobin(),
      maxConcurrency: 1,
      transport: 'node',
    });
    const end = await busy(estate, 1, 1);

    const picks = Array.from({ length: 8 }, () => estate.loadBalancer.select(request).application);

    expect(new Set(picks)).toEqual(new Set(['EmailServer_2', 'EmailServer_3']));
    await end();
  });

  it('is no limit below itself, and ends with the requests', async () => {
    await using estate = await estateOf({ policy: roundRobin(), maxConcurrency: 2 });
    const picks = (): Set<string> => new Set([1, 2].map(() => estate.loadBalancer.select(request).application));
    const end = await busy(estate, 1, 1);

    expect(picks().size).toBe(2);
    const endMore = await busy(estate, 1, 1);
    expect(picks()).toEqual(new Set(['EmailServer_2']));
    await Promise.all([end(), endMore()]);
    expect(picks().size).toBe(2);
  });

  it('refuses with CONCURRENCY_LIMIT when all are full, which is worth a later try', async () => {
    await using estate = await estateOf({ maxConcurrency: 1 });
    const ends = [await busy(estate, 1, 1), await busy(estate, 2, 1)];

    const select = (): unknown => estate.loadBalancer.select(request);

    expect(select).toThrow(ConcurrencyLimitError);
    expect(select).toThrow(expect.objectContaining({ code: 'CONCURRENCY_LIMIT', retryable: true, limit: 1, request }));
    await Promise.all(ends.map((end) => end()));
    expect(select).not.toThrow();
  });

  it('lets waitFor wait until a request has ended', async () => {
    await using estate = await estateOf({ maxConcurrency: 1 });
    const ends = [await busy(estate, 1, 1), await busy(estate, 2, 1)];
    const waiting = estate.loadBalancer.waitFor(request, { timeoutMs: 1_000 });

    await ends[1]?.();

    expect((await waiting).application).toBe('EmailServer_2');
    await ends[0]?.();
  });

  it('is what waitFor rejects with when no request has ended in time', async () => {
    await using estate = await estateOf({ maxConcurrency: 1 });
    const ends = [await busy(estate, 1, 1), await busy(estate, 2, 1)];
    const waiting = estate.loadBalancer.waitFor(request, { timeoutMs: 1_000 });

    estate.clock.advance(1_000);

    await expect(waiting).rejects.toThrow(ConcurrencyLimitError);
    await Promise.all(ends.map((end) => end()));
  });

  it('does not hide who is not running', async () => {
    await using estate = await estateOf({ maxConcurrency: 1 });
    await estate.report('EmailServer_1', 'stopped');
    await estate.report('EmailServer_2', 'stopped');

    expect(() => estate.loadBalancer.select(request)).toThrow(expect.objectContaining({ code: 'NO_INSTANCE' }));
  });

  it.each([0, -1, 1.5, NaN, Infinity, '3' as never])('must be a positive integer, not %p', async (maxConcurrency) => {
    await expect(estateOf({ maxConcurrency })).rejects.toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION', option: 'maxConcurrency' }),
    );
  });
});
