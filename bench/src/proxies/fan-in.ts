import { execFileSync, fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { platform } from 'node:os';
import { join } from 'node:path';
import type { FromDesktops, ToDesktops } from './desktops-process.js';
import { server } from './proxies-estate.js';
import type { ProxiesEstate } from './proxies-estate.js';

export interface PhaseOptions {
  readonly name: string;
  readonly estate: ProxiesEstate;
  readonly urls: readonly string[];
  readonly clients: number;
  readonly seconds: number;
  readonly everySeconds: number;
  readonly progress: (text: string) => void;
}

/** What it is like when so many clients are connected in one way. */
export interface Phase {
  readonly name: string;
  readonly clients: number;
  /** Connections at the server, as the control server hears of them. */
  readonly connections: number;
  readonly requests: number;
  readonly failed: number;
  readonly lost: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of one processor, in percent. */
  readonly serverProcessor: number;
  /** What the clients' connections add to the memory of the server, before they ask anything. */
  readonly serverKiB: number;
  /** The same of all proxies together. */
  readonly proxiesKiB: number;
  /** The control server advises proxies (PX-2). */
  readonly isAdvised: boolean;
}

const processes = 4;
/** Until what was needed to connect is gone, and everybody has reported. */
const settleMs = 3_000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Connects, asks, measures, and disconnects. */
export async function measurePhase({ name, estate, urls, clients, progress, ...pace }: PhaseOptions): Promise<Phase> {
  const before = memoryOf(estate);
  const desktops = Array.from({ length: processes }, () => fork(join(__dirname, 'desktops-process.js')));
  try {
    progress(`${name}: ${clients} clients connect …`);
    const connected = await toAll(desktops, (number) => ({
      type: 'connect',
      options: {
        ...{ urls, serviceSecret: estate.serviceSecret },
        count: Math.floor((clients + number) / processes),
        localAddress: platform() === 'linux' ? `127.0.0.${10 + number}` : undefined,
      },
    }));
    for (const one of connected)
      if (one.type === 'connected' && one.problem !== undefined) throw new Error(one.problem);
    await pause(settleMs);
    const after = memoryOf(estate);
    progress(`${name}: ${clients} clients ask for ${pace.seconds} s …`);
    const processorBefore = await processorMs(estate);
    const asked = await toAll(desktops, () => ({ type: 'ask', ...pace }));
    const used = (await processorMs(estate)) - processorBefore;
    const phase = {
      ...{
        name,
        clients,
        ...sumOf(asked),
        connections: await connectionsOf(estate),
        isAdvised: await isAdvised(estate),
      },
      serverProcessor: used / (pace.seconds * 10),
      ...{ serverKiB: after.server - before.server, proxiesKiB: after.proxies - before.proxies },
    };
    progress(`${name}: the clients go …`);
    await toAll(desktops, () => ({ type: 'disconnect' }));
    return phase;
  } finally {
    for (const one of desktops) one.kill();
  }
}

async function toAll(
  desktops: readonly ChildProcess[],
  message: (number: number) => ToDesktops,
): Promise<readonly FromDesktops[]> {
  return Promise.all(
    desktops.map(async (one, number) => {
      const answered = once(one, 'message');
      one.send(message(number));
      const [answer] = (await answered) as [FromDesktops];
      return answer;
    }),
  );
}

function sumOf(asked: readonly FromDesktops[]): Pick<Phase, 'requests' | 'failed' | 'lost' | 'p50Ms' | 'p99Ms'> {
  const all = asked.filter((one) => one.type === 'asked');
  const latencies = Float64Array.from(all.flatMap((one) => one.latencies)).sort();
  const within = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? NaN;
  return {
    ...{ requests: latencies.length, p50Ms: within(0.5), p99Ms: within(0.99) },
    failed: all.reduce((sum, one) => sum + one.failed, 0),
    lost: all.reduce((sum, one) => sum + one.lost, 0),
  };
}

/** Resident memory, as the operating system counts it, KiB. */
function memoryOf({ pids }: ProxiesEstate): { readonly server: number; readonly proxies: number } {
  let [ofServer, ofProxies] = [0, 0];
  for (const [application, pid] of pids) {
    const kiB = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }));
    if (application === server) ofServer += kiB;
    else ofProxies += kiB;
  }
  return { server: ofServer, proxies: ofProxies };
}

async function processorMs(estate: ProxiesEstate): Promise<number> {
  const { applications } = (await estate.ask('/work')) as {
    applications: { application: string; work: { processorMs?: number } }[];
  };
  return applications.find(({ application }) => application === server)?.work.processorMs ?? NaN;
}

async function connectionsOf(estate: ProxiesEstate): Promise<number> {
  const { statuses } = (await estate.ask('/snapshot')) as { statuses: { application: string; load?: number }[] };
  return statuses.find(({ application }) => application === server)?.load ?? NaN;
}

async function isAdvised(estate: ProxiesEstate): Promise<boolean> {
  const { findings } = (await estate.ask('/findings')) as { findings: { rule?: string }[] };
  return findings.some(({ rule }) => rule === 'PX-2');
}
