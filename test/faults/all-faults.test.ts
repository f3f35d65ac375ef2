import { allFaults } from './all-faults.js';
import { requiredRows } from './required-rows.js';
import type { RequiredRow } from './required-rows.js';
import { unplayableRows } from './unplayable-rows.js';

const nameOf = ({ row, kind }: RequiredRow): string => `${row} (${kind})`;
const names = (rows: readonly RequiredRow[]): readonly string[] => rows.map(nameOf);

describe('the table of faults', () => {
  it('has every row from F1 to F48', () => {
    const rows = new Set(requiredRows.map(({ row }) => row));

    expect(rows).toEqual(new Set(Array.from({ length: 48 }, (_, index) => `F${index + 1}`)));
  });

  it('is played whole: each row in each of its kinds, but for those that say why they cannot be', () => {
    const known = new Set([...names(allFaults), ...names(unplayableRows)]);

    expect(names(requiredRows).filter((name) => !known.has(name))).toEqual([]);
  });

  it('has no other row than these, and F0, which is many of them at once', () => {
    const known = ['F0 (simulated)', ...names(requiredRows)];

    expect(names(allFaults).filter((name) => !known.includes(name))).toEqual([]);
  });

  it('says nothing twice', () => {
    const said = allFaults.map((each) => `${nameOf(each)} ${each.fault}: ${each.condition}`);

    expect(said).toEqual([...new Set(said)]);
  });

  it('says of no row that it cannot be played that is played', () => {
    const played = new Set(names(allFaults));

    expect(names(unplayableRows).filter((name) => played.has(name))).toEqual([]);
  });

  it('says what goes wrong and what must hold, in a line of text each', () => {
    for (const { fault, condition } of allFaults) {
      expect(fault).toMatch(/^\S[^\n]{3,}$/);
      expect(condition).toMatch(/^\S[^\n]{3,}$/);
    }
  });
});
