// `npm run simulate`: what happens on virtual time. Run by Jest, which loads the sources of the SDK without a build.
//
//   npm run simulate                            writes docs/behaviour.md
//   npm run simulate -- --seeds 10000           plays every simulated fault with so many seeds
//   npm run simulate -- --seeds 500 --fault F9  the same for one row
//   npm run simulate -- --fault F9 --seed 4711  plays one run and prints what happened in it
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const usage = 'Usage: npm run simulate [-- [--seeds <number>] [--fault <row>] [--seed <number>]]';

function refuse(message) {
  console.error(`${message}\n${usage}`);
  process.exit(2);
}

function options() {
  try {
    const string = { type: 'string' };
    return parseArgs({ options: { seeds: string, fault: string, seed: string } }).values;
  } catch (error) {
    return refuse(error.message);
  }
}

const { seeds, fault, seed } = options();
for (const [name, value] of Object.entries({ seeds, seed })) {
  if (value !== undefined && !/^[1-9]\d{0,8}$/.test(value))
    refuse(`--${name} takes a positive number, not "${value}".`);
}
if (seed !== undefined && fault === undefined) refuse('--seed needs the row of a fault: --fault F9.');
if (seed !== undefined && seeds !== undefined) refuse('Give either --seed or --seeds.');
if (fault !== undefined && seed === undefined && seeds === undefined) refuse('--fault needs --seed or --seeds.');

const script = seed !== undefined ? 'play-one-seed' : seeds !== undefined ? 'play-seeds' : 'write-report';
const jest = join('node_modules', 'jest', 'bin', 'jest.js');
const { status, stderr } = spawnSync(
  process.execPath,
  [jest, '--runInBand', '--testMatch', `**/simulation/${script}.ts`],
  {
    stdio: ['ignore', 'inherit', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, SIMULATE_FAULT: fault ?? '', SIMULATE_SEED: seed ?? '', SIMULATE_SEEDS: seeds ?? '' },
  },
);
// What the scripts have to say they print themselves; Jest's own words are of use only where they could not.
if (status !== 0 && status !== 1) process.stderr.write(stderr);
else if (status === 1 && !process.env.SIMULATE_QUIET) process.stderr.write(lastWords(stderr.toString()));
process.exit(status ?? 1);

function lastWords(text) {
  const message = text.split('\n').find((line) => /Error:/.test(line));
  return message === undefined ? text : `${message.trim()}\n`;
}
