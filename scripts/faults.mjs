// `npm run faults`: plays the table of faults and prints it. Run by Jest, which loads the sources of the SDK without a build.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const usage = `npm run faults -- [options]
  --fault F13       only this row
  --kind KIND       only these rows: simulated, processes or proxy
  --long            rows take their full time, minutes of it
  --seeds NUMBER    how many seeds a simulated row is played with (200)
  --runs NUMBER     how many times any other row is played (3)
  --write           writes the table of docs/faults.md with the figures of this run, and how many seeds and runs it had
`;

const values = readOptions();
const environment = {
  FAULTS_ROW: values.fault,
  FAULTS_KIND: values.kind,
  FAULTS_SEEDS: values.seeds,
  FAULTS_RUNS: values.runs,
  FAULTS_LONG: values.long && '1',
  FAULTS_WRITE: values.write && '1',
};
for (const [name, value] of Object.entries(environment)) {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
const jest = join('node_modules', 'jest', 'bin', 'jest.js');
const { status } = spawnSync(process.execPath, [jest, '--testMatch', '**/faults/play-table.ts'], { stdio: 'inherit' });
if (values.write) {
  const prettier = join('node_modules', 'prettier', 'bin', 'prettier.cjs');
  spawnSync(process.execPath, [prettier, '--write', join('docs', 'faults.md')], { stdio: 'inherit' });
}
process.exit(status ?? 1);

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        fault: { type: 'string' },
        kind: { type: 'string' },
        long: { type: 'boolean' },
        seeds: { type: 'string' },
        runs: { type: 'string' },
        write: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    if (values.help) leave(0);
    if (values.fault !== undefined && !/^F\d+$/.test(values.fault)) throw new Error('--fault takes a row, F13 say.');
    for (const name of ['seeds', 'runs']) {
      if (values[name] !== undefined && !/^[1-9]\d*$/.test(values[name])) throw new Error(`--${name} takes a number.`);
    }
    if (values.write && (values.fault !== undefined || values.kind !== undefined)) {
      throw new Error('--write wants the whole table, so neither --fault nor --kind.');
    }
    return values;
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    return leave(2);
  }
}

function leave(code) {
  process.stderr.write(usage);
  process.exit(code);
}
