// A web node that does as it is told over IPC: the built SDK in a process of its own, for faults that happen to a whole process.
import { readdirSync } from 'node:fs';
import { createLoadBalancer } from '../../../packages/sdk/dist/index.js';

const nobody = 65_534;
const warnings = [];
const sources = new Set();
let resourcesBefore = [];
let loadBalancer;
let watching;

const commands = {
  create(options) {
    resourcesBefore = process.getActiveResourcesInfo();
    const seldom = options.random;
    loadBalancer = createLoadBalancer({
      ...options,
      ...(seldom !== undefined && { random: () => seldom }),
      onWarning: (warning) => warnings.push(warning),
    });
    watching = setInterval(() => sources.add(loadBalancer.health().source), 10);
  },
  ready: (options) => loadBalancer.ready(options),
  select: (request) => loadBalancer.select(request),
  selectMany: (request, count) => Array.from({ length: count }, () => loadBalancer.select(request).application),
  resolve: (alias, request) => loadBalancer.resolve(alias, request),
  report: (service, outcome) => loadBalancer.report(service, outcome),
  health: () => ({ ...loadBalancer.health() }),
  get: async (request, path) => (await loadBalancer.http(request).get(path)).status,
  /** What health said since it was last asked. */
  sources() {
    const seen = [...sources];
    sources.clear();
    return seen;
  },
  warnings: () => warnings,
  wallClock: () => Date.now(),
  files: (directory) => readdirSync(directory),
  /** For good: whoever has rights to everything cannot be refused a file. */
  becomeNobody() {
    process.setgroups([]);
    process.setgid(nobody);
    process.setuid(nobody);
  },
  /** Nothing else runs for so long. After the turn of the immediates come the timers, those that are due by then, before any socket is read. */
  block: (ms) =>
    new Promise((resolve) => {
      setImmediate(() => {
        const until = performance.now() + ms;
        while (performance.now() < until);
        resolve();
      });
    }),
  /** How long close() took, and what is still open a moment later that was not before there was a load balancer. */
  async close(times) {
    clearInterval(watching);
    const from = performance.now();
    await Promise.all(Array.from({ length: times }, () => loadBalancer.close()));
    const ms = performance.now() - from;
    return { ms, left: await whatIsLeft(from + 1_000) };
  },
};

async function whatIsLeft(until) {
  for (;;) {
    const left = [...process.getActiveResourcesInfo()];
    for (const before of resourcesBefore) if (left.includes(before)) left.splice(left.indexOf(before), 1);
    if (left.length === 0 || performance.now() > until) return left;
    await new Promise(setImmediate);
  }
}

process.on('message', async ({ id, command, given }) => {
  try {
    process.send({ id, value: (await commands[command](...given)) ?? null });
  } catch (error) {
    process.send({ id, failure: { code: error.code ?? 'none', message: String(error.message) } });
  }
});
process.on('disconnect', () => process.exit());
process.send({ started: true });
