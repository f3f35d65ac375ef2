import { figuresOf, outcomeAsText, tableAsMarkdown } from './fault-table.js';
import type { Outcome } from './fault-table.js';
import { withTable } from './fault-page.js';

const fault = { row: 'F1', kind: 'processes', fault: 'it dies', condition: 'picks go on' } as const;
const held: Outcome = {
  fault,
  played: { runs: 3, figures: { 'ms until live': { median: 1234.56, most: 4321 }, errors: { median: 0, most: 0 } } },
  failure: undefined,
};
const failed: Outcome = { fault, played: undefined, failure: 'F1, seed 2: no\nThe same again: so' };

describe('the table of faults, printed', () => {
  it('has the median of each figure, and the most where that is another', () => {
    expect(figuresOf(held.played)).toEqual(['ms until live: 1,235 (most 4,321)', 'errors: 0']);
  });

  it('says of each row whether it held, and under it what was measured', () => {
    const [head, ...figures] = outcomeAsText(held).split('\n');

    expect(head).toMatch(/^F1 +processes +held +3 runs +it dies: picks go on$/);
    expect(figures.map((line) => line.trim())).toEqual(figuresOf(held.played));
  });

  it('says what did not hold, and how to see it again', () => {
    expect(outcomeAsText(failed)).toMatch(/NOT HELD[^]*seed 2: no\n +The same again: so$/);
  });

  it('is put into its place in the page, where people’s words around it stay', () => {
    const page = [
      'Before.',
      '<!-- The table: npm run faults -- --write -->',
      'the former table',
      '<!-- The end of the table. -->',
      'After.',
    ].join('\n');

    const unplayable = { row: 'F31', kind: 'processes', reason: 'no | __clock__' } as const;
    const written = withTable(page, tableAsMarkdown([held, failed], [unplayable]));

    expect(written).toMatch(/^Before\.\n[^]*\nAfter\.$/);
    expect(written).not.toContain('the former table');
    expect(written).toContain('| F1 | processes | it dies | picks go on | held | 3 | ms until live: 1,235 (most');
    expect(written).toContain('| **not held** |');
    expect(written).toContain(String.raw`no \| \_\_clock\_\_`);
    expect(() => withTable('nothing', '')).toThrow('The page must have');
  });
});
