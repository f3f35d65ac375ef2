import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Verdict } from '../benchmark.js';
import { startScenario } from '../estate/scenario-estate.js';
import { verdictTable } from '../report/outcome-tables.js';
import { progress } from '../report/progress.js';
import { runSmsLoad } from './sms-load.js';
import type { SmsLoadReport } from './sms-load.js';

const { values } = parseArgs({
  options: {
    'per-second': { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '60' },
    kill: { type: 'string', default: 'SMSServer_2' },
    'no-kill': { type: 'boolean', default: false },
    json: { type: 'string' },
    'port-base': { type: 'string', default: '27000' },
  },
});

async function main(): Promise<void> {
  progress('the estate starts …');
  const estate = await startScenario('sms-load.yaml', Number(values['port-base']));
  try {
    const numbers = { perSecond: Number(values['per-second']), seconds: Number(values.seconds) };
    const kill = values['no-kill'] ? undefined : values.kill;
    const report = await runSmsLoad({ estate, ...numbers, kill, progress });
    progress('');
    show(report);
    if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
  } finally {
    await estate.stop();
  }
}

function show(report: SmsLoadReport): void {
  const { perSecond, seconds, killed, sent, sentSeconds, settledSeconds, mostWaiting } = report;
  const what = killed === undefined ? '' : `, ${killed} killed at half time and started again`;
  console.log(`${perSecond} messages a second, ${seconds} s${what}`);
  const rate = (sent / (sentSeconds + settledSeconds)).toFixed(0);
  console.log(
    `${sent} sent in ${sentSeconds.toFixed(1)} s, all settled ${settledSeconds.toFixed(1)} s later: ${rate}/s`,
  );
  console.log(`at most ${mostWaiting} waited at the SMS Center`);
  console.log(`\n${verdictTable(verdictsOf(report))}`);
  if (verdictsOf(report).some(({ isMet }) => !isMet)) process.exitCode = 1;
}

function verdictsOf({ sent, unacknowledged, interactions, missing, doubled }: SmsLoadReport): readonly Verdict[] {
  return [
    {
      goal: 'every message is acknowledged to the SMS Center',
      measured: `${unacknowledged} of ${sent} are not`,
      isMet: unacknowledged === 0 && sent > 0,
    },
    {
      goal: 'every message is exactly one interaction',
      measured: `${interactions} interactions, ${missing} missing, ${doubled} doubled`,
      isMet: missing + doubled === 0 && interactions === sent,
    },
  ];
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
