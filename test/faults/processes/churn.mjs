// Instances come and go, each with an alias for every tenant, in a process of its own with --expose-gc; tells what is left of them.
import { createLoadBalancer } from '../../../packages/sdk/dist/index.js';
import { ManualClock, ManualSource } from '../../../packages/sdk/dist/testing/index.js';
import { applicationSchema, snapshotSchema } from '../../../packages/sdk/dist/wire/index.js';

const [instanceCount, tenantCount] = process.argv.slice(2).map(Number);
const live = 20;
const freshEstates = 4;
const gracePeriodMs = 1_000;
const tenants = Array.from({ length: tenantCount }, (_, index) => `tenant-${index + 1}`);
const aliasKeys = [Buffer.alloc(32, 7).toString('base64')];

const anApplication = (dbid, difference) =>
  applicationSchema.parse({ dbid, host: 'localhost', tenants, ...difference });
const aChatServer = (number) =>
  anApplication(1_000 + number, {
    ...{ name: `chat-${number}`, type: 'ChatServer' },
    ports: [{ id: 'webapi', port: 1_024 + (number % 60_000) }],
  });
const theWebNode = (numbers) =>
  anApplication(1, {
    ...{ name: 'web', type: 'WebAPIServer', ports: [{ id: 'default', port: 1 }] },
    connections: numbers.map((number) => ({ application: `chat-${number}` })),
  });

async function anEstate(first) {
  const [source, clock] = [new ManualSource(), new ManualClock()];
  const loadBalancer = createLoadBalancer({
    application: 'web',
    source,
    clock,
    gracePeriodMs,
    aliasKeys,
    maxAliases: 100,
  });
  const numbers = Array.from({ length: live }, (_, index) => first + index);
  const statuses = numbers.map((number) => ({ application: `chat-${number}`, status: 'running', mode: 'primary' }));
  const snapshot = snapshotSchema.parse({
    ...{ epoch: 1, revision: 1, hosts: [], statuses },
    tenants: tenants.map((name, index) => ({ dbid: index + 1, name })),
    applications: [theWebNode(numbers), ...numbers.map(aChatServer)],
  });
  source.say({ type: 'snapshot', snapshot });
  await loadBalancer.ready();
  return { loadBalancer, source, clock, numbers, revision: 1 };
}

/** The oldest goes, a new one comes; every tenant has an alias of it, which resolves, and its failures are remembered. */
async function change(estate) {
  const { loadBalancer, source, clock, numbers } = estate;
  const next = numbers.at(-1) + 1;
  const gone = numbers.shift();
  numbers.push(next);
  const change = (difference) => ({ epoch: 1, revision: ++estate.revision, ...difference });
  const configure = (difference) =>
    source.say({ type: 'configuration', change: change({ kind: 'application', ...difference }) });
  configure({ change: 'deleted', dbid: 1_000 + gone });
  configure({ change: 'added', object: aChatServer(next) });
  configure({ change: 'changed', object: theWebNode(numbers) });
  const status = { application: `chat-${next}`, status: 'running', mode: 'primary' };
  source.say({ type: 'status', change: change(status) });
  while (loadBalancer.health().revision < estate.revision) await new Promise(setImmediate);
  const exclude = numbers.slice(0, -1).map((number) => `chat-${number}`);
  for (const tenant of tenants) {
    const service = loadBalancer.select({ tenant, type: 'ChatServer', exclude });
    if (service.application !== `chat-${next}`) throw new Error(`${service.application} is not the new one.`);
    loadBalancer.resolve(service.alias, { tenant });
    loadBalancer.report(service, 'failure');
  }
  clock.advance(gracePeriodMs / 4);
}

async function settledHeap() {
  for (let times = 0; times < 5; times += 1) {
    global.gc();
    await new Promise(setImmediate);
  }
  return process.memoryUsage().heapUsed;
}

async function main() {
  const estate = await anEstate(1);
  const warmUp = Math.max(300, instanceCount / 4);
  for (let count = 0; count < warmUp; count += 1) await change(estate);
  // What load balancers of the same live set take that have seen little else: the mean of some, since the engine is at work meanwhile.
  const warm = await settledHeap();
  const fresh = [];
  while (fresh.length < freshEstates) {
    const one = await anEstate(1);
    for (let count = 0; count < live; count += 1) await change(one);
    fresh.push(one);
  }
  const before = await settledHeap();
  const freshBytes = (before - warm) / freshEstates;
  for (let count = 0; count < instanceCount; count += 1) await change(estate);
  const growthBytes = (await settledHeap()) - before;
  process.send({ operations: instanceCount * tenants.length, growthBytes, freshBytes });
  for (const { loadBalancer } of [estate, ...fresh]) await loadBalancer.close();
  process.disconnect();
}

process.on('disconnect', () => process.exit());
void main();
