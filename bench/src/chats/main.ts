import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Verdict } from '../benchmark.js';
import { verdictTable } from '../report/outcome-tables.js';
import { progress } from '../report/progress.js';
import { startChatEstate } from './chat-estate.js';
import { runChatLoad } from './chat-load.js';
import type { ChatLoadReport } from './chat-load.js';

const p99GoalMs = 250;

const { values } = parseArgs({
  options: {
    chats: { type: 'string', default: '500' },
    minutes: { type: 'string', default: '10' },
    arrival: { type: 'string', default: '30' },
    kill: { type: 'string' },
    json: { type: 'string' },
    'port-base': { type: 'string', default: '28000' },
  },
});

async function main(): Promise<void> {
  progress('the estate starts …');
  const estate = await startChatEstate(Number(values['port-base']));
  try {
    const { chats, minutes, arrival, kill } = values;
    const numbers = { chats: Number(chats), minutes: Number(minutes), arrivalSeconds: Number(arrival) };
    const report = await runChatLoad({ estate, ...numbers, kill, progress });
    progress('');
    show(report);
    if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
  } finally {
    await estate.stop();
  }
}

function show(report: ChatLoadReport): void {
  const { chats, minutes, killed, requests, latency } = report;
  const what = killed === undefined ? '' : `, ${killed} killed at half time`;
  console.log(`${chats} chats, a message a second each, ${minutes} min${what}: ${requests} requests`);
  const { p50, p99, p999, most } = latency;
  console.log(`ms: ${p50.toFixed(1)} median, ${p99.toFixed(1)} p99, ${p999.toFixed(1)} p99.9, ${most.toFixed(1)} most`);
  console.log(`\n${verdictTable(verdictsOf(report))}`);
  for (const [why, count] of Object.entries(report.failures)) console.log(`${count} × ${why}`);
  // How fast it was depends on the machine, too; what was lost or failed does not.
  if (verdictsOf(report).some(({ isMet, isOfTime }) => !isMet && isOfTime !== true)) process.exitCode = 1;
}

interface LoadVerdict extends Verdict {
  readonly isOfTime?: boolean;
}

function verdictsOf(report: ChatLoadReport): readonly LoadVerdict[] {
  const { chatsPerServer, failed, interrupted, latency, acknowledged, missing, doubled, killed, late } = report;
  const spread = Math.max(...chatsPerServer) - Math.min(...chatsPerServer);
  const p99: LoadVerdict = {
    isOfTime: true,
    goal: `p99 < ${p99GoalMs} ms`,
    measured: `${latency.p99.toFixed(1)} ms; ${late} messages later than their second`,
    isMet: latency.p99 < p99GoalMs,
  };
  return [
    {
      goal: 'no failed request',
      measured: `${failed} failed, ${interrupted} told to ask again`,
      isMet: failed === 0 && (killed !== undefined || interrupted === 0),
    },
    { goal: 'chats per Chat Server within one of each other', measured: chatsPerServer.join(', '), isMet: spread <= 1 },
    {
      goal: 'every acknowledged message there, once',
      measured: `${acknowledged} acknowledged, ${missing} missing, ${doubled} doubled`,
      isMet: missing + doubled === 0 && acknowledged > 0,
    },
    ...(killed === undefined ? [p99] : []),
  ];
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
