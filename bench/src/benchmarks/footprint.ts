import { execFileSync } from 'node:child_process';
import type { Benchmark, Effort, Finding } from '../benchmark.js';
import { installedBytes, packedBytes } from '../measure/installed-bytes.js';
import { median } from '../measure/median.js';

const sdk = '@eservices-lb/sdk';
const peers = ['axios', 'undici', '@grpc/grpc-js', 'moleculer', '@elastic/transport', 'cassandra-driver'];

/** What an application pays for having the SDK at all: time to load it, and room on the disk. */
export const footprint: Benchmark = {
  name: 'footprint',
  title: 'Cold import and install size',
  run(effort) {
    const findings = [...importTimes(effort), ...installSizes(effort)];
    return Promise.resolve({
      findings,
      verdicts: [],
      notes: [
        'Install size: the package itself as packed for the registry, with everything that its dependencies bring.',
      ],
    });
  },
};

function importTimes({ rounds, progress }: Effort): readonly Finding[] {
  const measured = new Map<string, number[]>([sdk, ...peers].map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, times] of measured) {
      progress(`import of ${name}, round ${round} of ${rounds}`);
      const time = importTime(name);
      if (round > 0) times.push(time); // The first brings the files into the cache of the disk.
    }
  }
  return [...measured].map(([contender, times]) => ({
    at: 'cold import',
    contender,
    value: median(times),
    unit: 'ms',
  }));
}

function importTime(name: string): number {
  const script = `const from = performance.now(); require(${JSON.stringify(name)}); console.log(performance.now() - from); process.exit()`;
  return Number(execFileSync(process.execPath, ['-e', script], { cwd: __dirname, encoding: 'utf8' }));
}

function installSizes({ progress }: Effort): readonly Finding[] {
  progress('install sizes');
  const finding = (contender: string, bytes: number): Finding => ({
    ...{ at: 'installed', contender, value: bytes / 1_048_576, unit: 'MiB' },
  });
  return [
    finding(`${sdk}, itself`, packedBytes(sdk)),
    finding(sdk, packedBytes(sdk) + installedBytes(sdk, { isItselfCounted: false })),
    ...peers.map((name) => finding(name, installedBytes(name, { isItselfCounted: true }))),
  ];
}
