// Many callers that pick all the while, in a process of its own. It looks at every pick, and tells of all when its parent asks.
import { createLoadBalancer, roundRobin } from '../../../packages/sdk/dist/index.js';

const callers = 50;
const chat = { tenant: 'Environment', type: 'ChatServer' };
const options = JSON.parse(process.argv[2]);
const wrong = [];
const times = new Float64Array(1_000_000);
let picks = 0;
let checked = 0;
let candidates = [];
let snapshot;
let isOver = false;

const inner = roundRobin();
const policy = {
  name: 'watched',
  createPicker(environment) {
    const picker = inner.createPicker(environment);
    return {
      pick(given, pool, key) {
        candidates = given;
        return picker.pick(given, pool, key);
      },
    };
  },
};
const loadBalancer = createLoadBalancer({ ...options, policy, onWarning: (warning) => wrong.push(warning) });
loadBalancer.subscribe((next) => {
  snapshot = next;
});

function pick() {
  const from = performance.now();
  const { application } = loadBalancer.select(chat);
  times[picks % times.length] = performance.now() - from;
  picks += 1;
  if (snapshot === undefined) return;
  if (snapshot.statuses.get(application)?.status !== 'running') wrong.push(`${application} does not run.`);
  if (picks % 20 === 0) compareAll();
}

/** The candidates of this pick are those that the snapshot of this moment has, and none is missing (I10). */
function compareAll() {
  checked += 1;
  const running = [...snapshot.configuration.applications.values()].filter(
    ({ name, type }) => type === chat.type && snapshot.statuses.get(name)?.status === 'running',
  );
  const expected = running.map(({ name }) => name).sort();
  const given = candidates.map(({ application }) => application).sort();
  if (given.join() !== expected.join()) wrong.push(`At ${snapshot.revision}: ${given.length} of ${expected.length}.`);
}

async function call() {
  while (!isOver) {
    pick();
    await new Promise(setImmediate);
  }
}

process.on('message', () => {
  isOver = true;
  const sorted = times.slice(0, Math.min(picks, times.length)).sort();
  const at = (share) => 1_000 * sorted[Math.floor(share * (sorted.length - 1))];
  const { revision, source } = loadBalancer.health();
  const last = { revision, source };
  process.send({ picks, checked, wrong: wrong.slice(0, 5), ...last, p50: at(0.5), p99: at(0.99) });
});
process.on('disconnect', () => process.exit());
await loadBalancer.ready({ timeoutMs: 30_000 });
for (let caller = 0; caller < callers; caller += 1) void call();
process.send('ready');
