import { Itinerary } from '../../../packages/sdk/src/core/itinerary.js';
import { RetryBudget } from '../../../packages/sdk/src/core/retry-budget.js';
import { VirtualTime } from '../../simulation/virtual-time.js';
import { anEmailServer, anEstate, aSnapshot } from '../../sdk/an-estate.js';
import type { Fault } from '../fault.js';
import { drawsOf } from './draws-of.js';

const email = { tenant: 'Environment', type: 'EmailServer' };
const windowMs = 10_000;
const mostOf = (requests: number): number => 0.2 * requests + 3;

export const totalOutage: Fault = {
  row: 'F47',
  kind: 'simulated',
  fault: 'every instance refuses, breaks or hangs, for everybody',
  condition: 'at most 20 % and 3 more attempts than requests, and no request twice at the same instance',
  async play(seed) {
    const draws = drawsOf(seed);
    const servers = Array.from({ length: draws.integer(1, 10) }, (_, index) => anEmailServer(index + 1));
    await using estate = await anEstate(aSnapshot(servers), { random: draws.random });
    const { loadBalancer } = estate;
    const time = new VirtualTime();
    const budget = new RetryBudget(time.now);
    const parts = {
      select: (request: typeof email) => loadBalancer.select(request),
      resolve: (alias: string) => loadBalancer.resolve(alias, email),
      mayMove: () => true,
      budgetOf: () => budget,
      maxAttempts: draws.integer(1, 5),
    };
    const [requestCount, betweenMs] = [draws.integer(1, 250), draws.integer(1, 200)];
    const extraAt: number[] = [];
    const sentAt: number[] = [];

    const send = (): void => {
      const alias = draws.isTrue(0.3) ? loadBalancer.select(email).alias : undefined;
      const itinerary = new Itinerary({ request: email, alias, isRepeatable: draws.isTrue(0.8) }, parts);
      const tried: string[] = [];
      const attempt = (): void => {
        const { service } = itinerary;
        const wasReplayed = tried.at(-1) === service.application;
        if (tried.includes(service.application) && !wasReplayed) throw new Error('It is tried again at the same.');
        tried.push(service.application);
        time.at(time.now() + draws.integer(0, 3_000), () => {
          loadBalancer.report(service, 'failure');
          if (!itinerary.goOn({ isUnsent: draws.isTrue(0.5), wasReused: draws.isTrue(0.2) })) return;
          extraAt.push(time.now());
          attempt();
        });
      };
      sentAt.push(time.now());
      attempt();
    };
    for (let request = 0; request < requestCount; request += 1) time.at(request * betweenMs, send);
    time.runUntil(Infinity);

    if (extraAt.length > mostOf(requestCount))
      throw new Error(`${extraAt.length} attempts more than the ${requestCount} requests.`);
    for (const at of extraAt) {
      const within = (each: number): boolean => each <= at && each > at - windowMs;
      // The budget forgets half a window at a time, so what it still counts is at most the requests of the whole window.
      const [extra, sent] = [extraAt.filter((each) => each <= at && each > at - windowMs / 2), sentAt.filter(within)];
      if (extra.length > mostOf(sent.length))
        throw new Error(`${extra.length} further attempts within 5 s of ${sent.length} requests within 10 s.`);
    }
    return { requests: requestCount, 'extra attempts': extraAt.length };
  },
};
