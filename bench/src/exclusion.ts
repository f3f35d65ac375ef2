/**
 * How long a killed Chat Server is still selectable, on the demo estate that runs at the port base given (usually 8000):
 * from `kill -9` of its process to the moment when the SDK of another process no longer has it among its candidates.
 * Needs the token that `npm start` printed as ESERVICES_TOKEN.
 */
import { readFileSync } from 'node:fs';
import { createLoadBalancer } from '@eservices-lb/sdk';
import type { LoadBalancer } from '@eservices-lb/sdk';

const [portBase = '8000', rounds = '10'] = process.argv.slice(2);
const application = 'ChatServer_1';
const scs = `http://127.0.0.1:${Number(portBase) + 90}`;

const token = process.env.ESERVICES_TOKEN ?? '';
const headers = { authorization: `Bearer ${token}` };

async function main(): Promise<void> {
  const loadBalancer = createLoadBalancer({ application: 'WebAPIServer_1', scs: [scs], token });
  await loadBalancer.ready();
  const times: number[] = [];
  for (let round = 0; round < Number(rounds); round += 1) {
    await becomes(loadBalancer, true);
    const pid = pidOf(application);
    const killedAt = performance.now();
    process.kill(pid, 'SIGKILL');
    await becomes(loadBalancer, false);
    times.push(performance.now() - killedAt);
    await fetch(`${scs}/api/v1/applications/${application}/start`, { method: 'POST', headers });
  }
  await becomes(loadBalancer, true);
  await loadBalancer.close();
  times.sort((a, b) => a - b);
  const [least, median, most] = [times[0], times[times.length >> 1], times.at(-1)].map((ms) => ms?.toFixed(1));
  console.log(`kill -9 to exclusion, ${times.length} times: ${least} ms least, ${median} ms median, ${most} ms most`);
}

function becomes(loadBalancer: LoadBalancer, selectable: boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      const candidates = loadBalancer.explain({ tenant: 'Environment', type: 'ChatServer' });
      if (candidates.find((each) => each.application === application)?.selectable !== selectable) return;
      stop();
      resolve();
    };
    const stop = loadBalancer.subscribe(look);
    look();
  });
}

function pidOf(name: string): number {
  const pids = JSON.parse(readFileSync(`.eservices-lb/${portBase}/processes.json`, 'utf8')) as Record<string, number>;
  const pid = pids[name];
  if (pid === undefined) throw new Error(`The estate at ${portBase} has no process for ${name}.`);
  return pid;
}

void main();
