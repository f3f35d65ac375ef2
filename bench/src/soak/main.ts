import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { verdictTable } from '../report/outcome-tables.js';
import { progress } from '../report/progress.js';
import { table } from '../report/table.js';
import type { LoggedFault } from './faults/fault-log.js';
import { runSoak } from './run-soak.js';
import type { SoakReport } from './soak-report.js';
import { inMegabytes, verdictsOf } from './verdicts.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    visitors: { type: 'string', default: '200' },
    seed: { type: 'string' },
    logs: { type: 'string' },
    json: { type: 'string' },
    'port-base': { type: 'string', default: '26000' },
  },
});

async function main(): Promise<void> {
  const seed = Number(values.seed ?? randomInt(1, 2 ** 31));
  const numbers = { minutes: Number(values.minutes), visitors: Number(values.visitors), seed };
  console.log(`${numbers.visitors} visitors, ${numbers.minutes} min, faults of seed ${seed}`);
  const onFault = (fault: LoggedFault): void => {
    progress('');
    console.log(lineOf(fault));
  };
  const report = await runSoak({
    ...{ ...numbers, portBase: Number(values['port-base']), keepLogsIn: values.logs },
    ...{ progress, onFault },
  });
  progress('');
  show(report);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
}

const lineOf = ({ at, kind, effect, isBack, tookMs, interrupted }: LoggedFault): string =>
  `${String(at).padStart(5)} s  ${kind}: ${effect}; ${isBack ? 'all back' : 'NOT BACK'} after ${(tookMs / 1_000).toFixed(1)} s, ${interrupted} asked again`;

function show(report: SoakReport): void {
  const { chats, forms, pages, memory, eventStreams } = report;
  console.log(`\n${verdictTable(verdictsOf(report))}`);
  for (const { failures, oddities } of [chats, forms, pages]) {
    for (const [why, count] of Object.entries(failures)) console.log(`${count} × ${why}`);
    for (const oddity of oddities) console.log(oddity);
  }
  const rows = memory.map(({ application, minutes, heapBytes, heapPerMinute, rssBytes, rssPerMinute }) => [
    ...[application, minutes.toFixed(1), inMegabytes(heapBytes), inMegabytes(heapPerMinute)],
    ...[inMegabytes(rssBytes), inMegabytes(rssPerMinute)],
  ]);
  console.log(`\n${table(['after warm-up', 'minutes', 'heap', 'a minute', 'RSS', 'a minute'], rows)}`);
  console.log(
    `\nchats: ${chats.requests} requests; forms: ${forms.requests}; pages: ${pages.requests}; event streams opened by consoles: ${eventStreams}`,
  );
  console.log(`The same faults again: --seed ${report.seed}`);
  // How fast it was depends on the machine, too; what was lost or failed does not.
  if (verdictsOf(report).some(({ isMet, isOfTime }) => !isMet && isOfTime !== true)) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
