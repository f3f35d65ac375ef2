import type { Benchmark, Effort, Finding, Verdict } from '../benchmark.js';
import { anEstate } from '../estate/an-estate.js';
import { estateUnderTest } from '../estate/estate-under-test.js';
import type { SnapshotMessage } from '@eservices-lb/sdk/wire';
import { childServer, stop } from '../http/child-servers.js';
import type { ChildServer } from '../http/child-servers.js';
import { clientsOf } from '../http/clients.js';
import type { HttpClient } from '../http/clients.js';
import { load } from '../http/load.js';
import type { LoadResult } from '../http/load.js';
import { median } from '../measure/median.js';

/** Requests over HTTP to three servers in processes of their own, 50 at a time. */
export const http: Benchmark = {
  name: 'http',
  title: 'HTTP to three servers, 50 requests at a time',
  async run(effort) {
    effort.progress('servers start');
    const servers = await Promise.all(Array.from({ length: 3 }, () => childServer('server-process.js')));
    const snapshot = estateOf(servers);
    const [ours, oursOverNode] = [
      await estateUnderTest(snapshot),
      await estateUnderTest(snapshot, { transport: 'node' }),
    ];
    const clients = clientsOf(
      servers.map(({ port }) => `http://127.0.0.1:${port}`),
      { ours: ours.loadBalancer, oursOverNode: oursOverNode.loadBalancer },
    );
    const findings = await inRounds(clients, effort);
    for (const client of clients) await client.close?.();
    await Promise.all([ours.close(), oursOverNode.close()]);
    await Promise.all(servers.map(stop));
    return { findings, verdicts: verdictsOf(findings), notes: ['The servers share the processors with the client.'] };
  },
};

function estateOf(servers: readonly ChildServer[]): SnapshotMessage {
  const estate = anEstate({ instances: servers.length, tenants: 1 });
  const applications = estate.applications.map((application) => ({
    ...application,
    ports: application.ports.map((port) => ({ ...port, port: servers[application.dbid - 1_000]?.port ?? port.port })),
  }));
  return { ...estate, applications };
}

async function inRounds(clients: readonly HttpClient[], { isQuick, rounds, progress }: Effort): Promise<Finding[]> {
  const ms = isQuick ? 300 : 1_000;
  const results = new Map<string, LoadResult[]>(clients.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, send } of clients) {
      progress(`${name}, round ${round} of ${rounds}`);
      const result = await load(send, ms);
      if (round > 0) results.get(name)?.push(result); // The first is to warm up.
    }
  }
  return [...results].flatMap(([contender, all]) => [
    finding(contender, 'requests/s', median(all.map(({ requestsPerSecond }) => requestsPerSecond))),
    finding(contender, 'processor µs/request', median(all.map(({ processorMicroseconds }) => processorMicroseconds))),
  ]);
}

const finding = (contender: string, unit: string, value: number): Finding => ({ at: 'GET /', contender, value, unit });

const ratios = [
  { of: 'eservices-lb http', to: 'axios', atLeast: 3 },
  { of: 'eservices-lb http, transport node', to: 'axios', atLeast: 0.95 },
  { of: 'eservices-lb dispatcher', to: 'undici BalancedPool', atLeast: 1 },
];

function verdictsOf(findings: readonly Finding[]): readonly Verdict[] {
  const rateOf = (name: string): number =>
    findings.find(({ contender, unit }) => contender === name && unit === 'requests/s')?.value ?? NaN;
  return ratios.map(({ of, to, atLeast }) => {
    const goal = `${of} ≥ ${atLeast} × ${to} in requests/s`;
    const ratio = rateOf(of) / rateOf(to);
    return { goal, measured: `${ratio.toFixed(2)} ×`, isMet: ratio >= atLeast };
  });
}
