import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unpadded } from '../abuse/security-table.js';
import { allFaults } from './all-faults.js';
import { tableAsMarkdown } from './fault-table.js';
import { unplayableRows } from './unplayable-rows.js';

const page = readFileSync(join(__dirname, '../../docs/faults.md'), 'utf8');
const unplayable = unplayableRows.map(({ row, kind }) => `${row} | ${kind} |`);

/** Row, kind, fault and condition of each row of a table that can be played here; what was measured is left out, and what is formatting. */
const rowsOf = (markdown: string): readonly string[] =>
  unpadded(markdown)
    .split('\n')
    .filter((line) => /^\| F\d+ \| (simulated|processes|proxy) \|/.test(line))
    .map((line) =>
      line
        .split(' | ')
        .slice(0, 4)
        .join(' | ')
        .replaceAll(/^\| |\\/g, ''),
    )
    .filter((row) => !unplayable.some((each) => row.startsWith(each)));

describe('docs/faults.md', () => {
  it('has the rows that are played, with their faults and conditions (npm run faults -- --write writes them)', () => {
    const outcomes = allFaults.map((fault) => ({ fault, played: undefined, failure: undefined }));

    expect(rowsOf(page)).toEqual(rowsOf(tableAsMarkdown(outcomes, [])));
  });

  it('names the simulated rows that keep no history of what happens', () => {
    const [, named = ''] = /These do not, and print only [^:]*: ([^.]*)\./.exec(page) ?? [];
    const silent = allFaults.filter(({ kind, play }) => kind === 'simulated' && play.length < 2).map(({ row }) => row);

    expect(named.split(', ')).toEqual(silent);
  });
});
