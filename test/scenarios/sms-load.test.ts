import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePortBase } from '../estate/free-port-base.js';

const program = join(__dirname, '../../bench/dist/sms/main.js');

/** A short one; `npm run load:sms` is a minute of 1,000 a second. */
describe('two thousand text messages in five seconds to two SMS Servers', () => {
  it('are one interaction each, although one server is killed in the middle and started again (SMS-1)', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'eservices-lb-load-test-'));
    const json = join(directory, 'report.json');
    const all = ['--per-second', '400', '--seconds', '5', '--port-base', String(await freePortBase()), '--json', json];

    const child = spawn(process.execPath, [program, ...all], { stdio: ['ignore', 'ignore', 'inherit'] });
    await once(child, 'exit');

    expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({
      ...{ killed: 'SMSServer_2', sent: 2_000, interactions: 2_000, unacknowledged: 0, missing: 0, doubled: 0 },
    });
    rmSync(directory, { recursive: true });
  }, 180_000);
});
