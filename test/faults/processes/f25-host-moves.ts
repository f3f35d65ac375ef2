import dns from 'node:dns';
import type { LookupAddress } from 'node:dns';
import axios from 'axios';
import type { LoadBalancer } from '@eservices-lb/sdk';
import { eventually } from '../../estate/eventually.js';
import { hastenedClock } from '../../estate/hastened-clock.js';
import type { Fault, Figures } from '../fault.js';
import { InstancesEstate } from './instances-estate.js';

const request = { tenant: 'Moving', type: 'EmailServer' };
const [before, after] = ['127.0.0.1', '127.0.0.2'];
const hostObject = 'moving-host';
const hostName = 'moving.test';
/** The web node lives twenty times faster than we do: its 5 s are a quarter of one of ours. */
const times = 20;
const maxSocketAgeMs = 10_000;
const lookupAgeMs = 5_000;

interface Answer {
  /** Under which address it was asked. */
  readonly address: string;
  /** Under which addresses connections to it are open. */
  readonly connections: readonly string[];
}

export const hostMoves: Fault = {
  row: 'F25',
  kind: 'processes',
  fault:
    'a host moves: its address is changed in the configuration, or its name means another one, while the former one answers',
  condition:
    'aliases and requests follow: a change at once, a name once connections are of age, which are closed, with one lookup in 5 s at most',
  async play() {
    await changeHostObject();
    return moveHostName();
  },
};

async function changeHostObject(): Promise<void> {
  const instances = await InstancesEstate.get();
  await using loadBalancer = await instances.loadBalancer();
  const { alias } = loadBalancer.select(request);
  expect(await addressAsked(loadBalancer, alias)).toBe(before);
  try {
    const changed = nextView(loadBalancer);
    await instances.configure('hosts', hostObject, { address: after });
    await changed;

    expect(loadBalancer.resolve(alias, request).host).toBe(after);
    expect(await addressAsked(loadBalancer, alias)).toBe(after);
  } finally {
    await instances.configure('hosts', hostObject, { address: before });
  }
}

async function moveHostName(): Promise<Figures> {
  const instances = await InstancesEstate.get();
  const clock = hastenedClock(times);
  const names = new NameService(hostName, () => clock.now());
  try {
    await instances.configure('hosts', hostObject, { address: hostName });
    await using loadBalancer = await instances.loadBalancer({
      ...{ clock, maxSocketAgeMs, silenceLimitMs: 10_000 * times, maxConnectionAgeMs: 600_000 * times },
    });
    const { alias, host } = loadBalancer.select(request);
    expect(host).toBe(hostName);
    expect(new Set(await addressesAsked(loadBalancer, alias))).toEqual(new Set([before]));

    names.address = after;
    const movedAt = clock.now();
    const followedMs = await eventually('requests to the new address', async () => {
      const addresses = await addressesAsked(loadBalancer, alias);
      const passedMs = clock.now() - movedAt;
      return addresses.every((each) => each === after) || passedMs > maxSocketAgeMs + lookupAgeMs
        ? passedMs
        : undefined;
    });
    expect(new Set(await addressesAsked(loadBalancer, alias))).toEqual(new Set([after]));
    await eventually('the end of connections to the former address', async () =>
      (await connectionsTo(before, instances.urlOf('Moving_1'))) === 0 ? true : undefined,
    );

    expect(names.lookups).toBeGreaterThan(1);
    expect(names.shortestPauseMs).toBeGreaterThanOrEqual(lookupAgeMs);
    return { 'ms until followed': followedMs, lookups: names.lookups };
  } finally {
    names.end();
    await instances.configure('hosts', hostObject, { address: before });
  }
}

async function addressAsked(loadBalancer: LoadBalancer, alias: string): Promise<string> {
  return (await loadBalancer.http(request).get<Answer>('/', { alias, timeout: 20_000 * times })).data.address;
}

/** Of several requests at a time, which need a connection each. */
const addressesAsked = (loadBalancer: LoadBalancer, alias: string): Promise<readonly string[]> =>
  Promise.all(Array.from({ length: 5 }, () => addressAsked(loadBalancer, alias)));

/** Whoever asks does so under the same address, and is not counted. */
async function connectionsTo(address: string, url: string): Promise<number> {
  const { connections } = (await axios.get<Answer>(`${url}/connections`)).data;
  return connections.filter((each) => each === address).length - 1;
}

function nextView(loadBalancer: LoadBalancer): Promise<void> {
  return new Promise((resolve) => {
    const stop = loadBalancer.subscribe(() => {
      stop();
      resolve();
    });
  });
}

type Lookup = (host: string, options: dns.LookupOptions, callback: LookupCallback) => void;
type LookupCallback = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void;

/** Says in this process what one name means, in place of the machine's own name service, and counts who asks. */
class NameService {
  address = before;
  lookups = 0;
  shortestPauseMs = Infinity;
  readonly #system = dns.lookup;
  #askedAt = -Infinity;

  constructor(name: string, now: () => number) {
    const lookup: Lookup = (host, options, callback) => {
      if (host !== name) {
        (this.#system as unknown as Lookup)(host, options, callback);
        return;
      }
      this.lookups += 1;
      this.shortestPauseMs = Math.min(this.shortestPauseMs, now() - this.#askedAt);
      this.#askedAt = now();
      callback(null, [{ address: this.address, family: 4 }]);
    };
    Object.assign(dns, { lookup });
  }

  end(): void {
    Object.assign(dns, { lookup: this.#system });
  }
}
