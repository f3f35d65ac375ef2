import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Benchmark, Effort, Finding, Verdict } from '../benchmark.js';
import { applicationCount, reachableCount, tenantCount } from '../control/large-estate.js';
import type { FromLoadBalancers } from '../control/load-balancers-process.js';
import type { Changed } from '../control/mock-scs-process.js';
import { median } from '../measure/median.js';

const loadBalancerCount = 200;
const processCount = 4;
const pauseMs = 100;
const snapshotGoalMs = 1000;
const changeGoalMs = 100;

/** One control server with a large estate, and the load balancers of 200 web nodes. */
export const scale: Benchmark = {
  name: 'scale',
  title: `A control server with ${applicationCount} applications, ${tenantCount} tenants and ${loadBalancerCount} load balancers`,
  async run(effort) {
    effort.progress('control server starts');
    const server = await control();
    const snapshots = await snapshotTimes(server, effort.rounds);
    effort.progress('load balancers start');
    const clients = await Promise.all(Array.from({ length: processCount }, () => loadBalancers(server)));
    const { latencies, serverBytes } = await changes(server, clients, effort);
    for (const child of [server.process, ...clients.map((client) => client.process)]) child.kill();
    return outcomeOf({ snapshots, latencies, serverBytes, clients });
  },
};

interface Control {
  readonly process: ChildProcess;
  readonly url: string;
  readonly token: string;
}

interface Client {
  readonly process: ChildProcess;
  readonly ready: Extract<FromLoadBalancers, { readonly type: 'ready' }>;
}

async function control(): Promise<Control> {
  const child = fork(join(__dirname, '../control/mock-scs-process.js'));
  const [{ url, token }] = (await once(child, 'message')) as [Omit<Control, 'process'>];
  return { process: child, url, token };
}

/** From the request to the last byte; the first one also writes the snapshot out. */
async function snapshotTimes({ url, token }: Control, rounds: number): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = performance.now();
    const response = await fetch(`${url}/api/v1/snapshot`, { headers: { authorization: `Bearer ${token}` } });
    await response.arrayBuffer();
    times.push(performance.now() - from);
  }
  return times;
}

async function loadBalancers({ url, token }: Control): Promise<Client> {
  const count = String(loadBalancerCount / processCount);
  const child = fork(join(__dirname, '../control/load-balancers-process.js'), [url, token, count], {
    execArgv: ['--max-old-space-size=4096'],
  });
  const [ready] = (await once(child, 'message')) as [Client['ready']];
  return { process: child, ready };
}

interface Changes {
  /** Of every change at every load balancer, ms. */
  readonly latencies: readonly number[];
  readonly serverBytes: number;
}

async function changes(server: Control, clients: readonly Client[], effort: Effort): Promise<Changes> {
  const sent = new Map<number, number>();
  let serverBytes = 0;
  const count = effort.isQuick ? 20 : 100;
  for (let change = 1; change <= count; change += 1) {
    effort.progress(`change ${change} of ${count}`);
    server.process.send('change');
    const [changed] = (await once(server.process, 'message')) as [Changed];
    sent.set(changed.revision, changed.at);
    serverBytes = changed.memoryBytes;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  const arrived = await Promise.all(clients.map(arrivalsAt));
  const latencies = arrived.flat().flatMap(({ revision, at }) => {
    const from = sent.get(revision);
    return from === undefined ? [] : [at - from];
  });
  if (latencies.length !== count * loadBalancerCount) {
    throw new Error(`${latencies.length} of ${count * loadBalancerCount} arrivals were seen.`);
  }
  return { latencies, serverBytes };
}

async function arrivalsAt({ process: child }: Client): Promise<readonly { revision: number; at: number }[]> {
  child.send('arrivals');
  const [message] = (await once(child, 'message')) as [FromLoadBalancers];
  return message.type === 'arrivals' ? message.arrivals : [];
}

function outcomeOf({
  snapshots,
  latencies,
  serverBytes,
  clients,
}: Changes & { readonly snapshots: readonly number[]; readonly clients: readonly Client[] }) {
  const sorted = [...latencies].sort((a, b) => a - b);
  const p99 = sorted[Math.floor(sorted.length * 0.99)] ?? NaN;
  const slowestSnapshot = Math.max(...snapshots);
  const mebibytes = (bytes: number): number => bytes / 1024 / 1024;
  const clientBytes = clients.reduce((sum, { ready }) => sum + ready.memoryBytes, 0);
  const finding = (at: string, value: number, unit: string): Finding => ({ at, contender: 'mock-scs', value, unit });
  const findings: readonly Finding[] = [
    finding('full snapshot over HTTP, median', median(snapshots), 'ms'),
    finding('full snapshot over HTTP, slowest', slowestSnapshot, 'ms'),
    finding(
      'slowest load balancer ready, 4 at a time',
      Math.max(...clients.map(({ ready }) => ready.slowestReadyMs)),
      'ms',
    ),
    finding('a status change at a load balancer, median', median(latencies), 'ms'),
    finding('a status change at a load balancer, p99', p99, 'ms'),
    finding('memory of the control server', mebibytes(serverBytes), 'MiB'),
    finding(
      'memory of a load balancer, with its share of its process',
      mebibytes(clientBytes) / loadBalancerCount,
      'MiB',
    ),
  ];
  const verdicts: readonly Verdict[] = [
    {
      goal: `a full snapshot of ${applicationCount} applications in < ${snapshotGoalMs} ms`,
      measured: `${slowestSnapshot.toFixed(0)} ms`,
      isMet: slowestSnapshot < snapshotGoalMs,
    },
    {
      goal: `a status change at ${loadBalancerCount} load balancers in < ${changeGoalMs} ms at p99`,
      measured: `${p99.toFixed(1)} ms`,
      isMet: p99 < changeGoalMs,
    },
  ];
  const notes = [`Every load balancer knows the whole estate and is connected to ${reachableCount} of its servers.`];
  return { findings, verdicts, notes };
}
