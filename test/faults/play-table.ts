import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chosenFaults } from './chosen-faults.js';
import { outcomeAsText, tableAsMarkdown, unplayableAsText } from './fault-table.js';
import type { Outcome } from './fault-table.js';
import { withTable } from './fault-page.js';
import { playFault } from './play-fault.js';
import { InstancesEstate } from './processes/instances-estate.js';
import { unplayableRows } from './unplayable-rows.js';

const page = join(__dirname, '../../docs/faults.md');
/** With `--long` some rows take minutes, three times each. */
const limitMs = 4 * 60 * 60 * 1000;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

afterAll(() => InstancesEstate.stop(), 60_000);

// `npm run faults`: run by Jest, which knows how to load the sources of the SDK without a build.
it(
  'plays the table of faults, and every condition holds',
  async () => {
    const { faults, runsOf, extent, isWritten } = chosenFaults(process.env);
    const outcomes: Outcome[] = [];
    for (const [index, fault] of faults.entries()) {
      process.stderr.write(`${index + 1} of ${faults.length}: ${fault.row} (${fault.kind}), ${fault.fault} …\n`);
      const outcome = await playFault(fault, runsOf(fault)).then(
        (played): Outcome => ({ fault, played, failure: undefined }),
        (error: unknown): Outcome => ({ fault, played: undefined, failure: String(error) }),
      );
      outcomes.push(outcome);
      say(outcomeAsText(outcome));
    }
    for (const row of unplayableRows) say(unplayableAsText(row));
    if (isWritten) {
      const table = `${extent}\n\n${tableAsMarkdown(outcomes, unplayableRows)}`;
      writeFileSync(page, withTable(readFileSync(page, 'utf8'), table));
      say('\ndocs/faults.md is written.');
    }
    const failed = outcomes.filter(({ failure }) => failure !== undefined);
    say(`\n${outcomes.length - failed.length} of ${outcomes.length} rows held.`);
    if (failed.length > 0) throw new Error(`${failed.map(({ fault }) => fault.row).join(', ')} did not hold.`);
  },
  limitMs,
);
