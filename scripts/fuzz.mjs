// `npm run fuzz`: plays hostile inputs. Run by Jest, which loads the sources without a build.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const usage = 'Usage: npm run fuzz [-- --inputs 1000000 [--target alias …] [--seed 7] [--input 414205]]';

function options() {
  const text = { type: 'string' };
  try {
    return parseArgs({ options: { inputs: text, target: { ...text, multiple: true }, seed: text, input: text } })
      .values;
  } catch (error) {
    console.error(`${error.message}\n${usage}`);
    return process.exit(2);
  }
}

const chosen = JSON.stringify(options());
const jest = join('node_modules', 'jest', 'bin', 'jest.js');
const { status } = spawnSync(
  process.execPath,
  [jest, '--testMatch', '**/fuzz/fuzz-command.ts', '--testTimeout', String(2 ** 31 - 1), '--silent=false'],
  { stdio: 'inherit', env: { ...process.env, ESERVICES_FUZZ: chosen } },
);
process.exit(status ?? 1);
