import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Verdict } from '../benchmark.js';
import { verdictTable } from '../report/outcome-tables.js';
import { progress } from '../report/progress.js';
import { table } from '../report/table.js';
import { measurePhase } from './fan-in.js';
import type { Phase } from './fan-in.js';
import { startProxiesEstate } from './proxies-estate.js';

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '20000' },
    proxies: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '30' },
    every: { type: 'string', default: '10' },
    json: { type: 'string' },
    'port-base': { type: 'string', default: '28000' },
  },
});

/** What a process needs beside its clients. */
const otherDescriptors = 200;
/** From here on the control server advises proxies (PX-2). */
const manyClients = 10_000;
/** So long the whole may take, ms. */
const limitMs = 230_000;

async function main(): Promise<void> {
  const [clients, proxies] = [Number(values.clients), Number(values.proxies)];
  progress('the estate starts …');
  const estate = await startProxiesEstate({ proxies, portBase: Number(values['port-base']) });
  setTimeout(() => {
    console.error('It takes too long: the machine has too much else to do for so many clients.');
    void estate.stop().finally(() => process.exit(1));
  }, limitMs).unref();
  try {
    const pace = { estate, seconds: Number(values.seconds), everySeconds: Number(values.every), progress };
    const behind = await measurePhase({ ...pace, name: `${proxies} proxies`, urls: estate.proxyUrls, clients });
    const direct = await measurePhase({
      ...{ ...pace, name: 'direct', urls: [estate.serverUrl] },
      clients: Math.min(clients, descriptors() - otherDescriptors),
    });
    progress('');
    show(behind, direct);
    if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ behind, direct }, null, 2)}\n`);
  } finally {
    await estate.stop();
  }
}

/** How many descriptors a process may have at most. */
function descriptors(): number {
  const limit = execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).trim();
  return limit === 'unlimited' ? Infinity : Number(limit);
}

function show(behind: Phase, direct: Phase): void {
  const rowOf = (label: string, of: (phase: Phase) => string): readonly string[] => [label, of(behind), of(direct)];
  const perClient = (kiB: number, { clients }: Phase): string => Math.max(0, kiB / clients).toFixed(1);
  const rows = [
    rowOf('clients', ({ clients }) => clients.toLocaleString('en')),
    rowOf('connections at the server', ({ connections }) => connections.toLocaleString('en')),
    rowOf('requests answered', ({ requests }) => requests.toLocaleString('en')),
    rowOf('median, ms', ({ p50Ms }) => p50Ms.toFixed(1)),
    rowOf('p99, ms', ({ p99Ms }) => p99Ms.toFixed(1)),
    rowOf('memory of an idle client at the server, KiB', (phase) => perClient(phase.serverKiB, phase)),
    ['memory of an idle client at its proxy, KiB', perClient(behind.proxiesKiB, behind), ''],
    rowOf('share of one processor at the server, %', ({ serverProcessor }) => serverProcessor.toFixed(0)),
    rowOf('advice to use proxies (PX-2)', ({ isAdvised }) => (isAdvised ? 'yes' : 'no')),
  ];
  console.log(table(['', behind.name, direct.name], rows));
  if (direct.clients < behind.clients)
    console.log(
      `\nDirect are ${direct.clients.toLocaleString('en')}: a process may have ${descriptors().toLocaleString('en')} descriptors here, which this user cannot raise.`,
    );
  console.log(`\n${verdictTable(verdictsOf(behind, direct))}`);
  if (verdictsOf(behind, direct).some(({ isMet }) => !isMet)) process.exitCode = 1;
}

function verdictsOf(behind: Phase, direct: Phase): readonly Verdict[] {
  const proxies = Number(values.proxies);
  const unanswered = behind.failed + behind.lost + direct.failed + direct.lost;
  return [
    {
      goal: `${behind.clients.toLocaleString('en')} clients are ${proxies} connections (PX-1)`,
      ...{ measured: `${behind.connections}`, isMet: behind.connections === proxies },
    },
    { goal: 'every request answered', measured: `${unanswered} not`, isMet: unanswered === 0 },
    {
      goal: 'advice above 10,000 direct clients only (PX-2)',
      measured: `${behind.isAdvised ? 'yes' : 'no'}, ${direct.isAdvised ? 'yes' : 'no'}`,
      isMet: !behind.isAdvised && direct.isAdvised === direct.connections > manyClients,
    },
  ];
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
