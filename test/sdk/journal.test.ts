import fc from 'fast-check';
import { Journal } from '../../packages/sdk/src/core/estate/journal.js';

describe('the journal of changes', () => {
  it('tells everybody exactly what was missed, or that this is not known any more (property)', () => {
    const steps = fc.array(
      fc.oneof({ weight: 40, arbitrary: fc.nat(9) }, { weight: 1, arbitrary: fc.constant('restart') }),
      {
        maxLength: 400,
      },
    );
    fc.assert(
      fc.property(steps, (changes) => {
        const journal = new Journal();
        const history: (number | 'restart')[] = [];
        const positions = [journal.position];
        for (const change of changes) {
          if (change === 'restart') journal.restart();
          else journal.add(change);
          history.push(change);
          positions.push(journal.position);
        }

        expect(new Set(positions).size).toBe(positions.length);
        for (const [index, position] of positions.entries()) {
          const missed = history.slice(index);
          const told = journal.since(position);
          // What is longer ago than 64 changes may be forgotten; what is told is right.
          const mustKnow = missed.length <= 64 && !missed.includes('restart');
          if (mustKnow || told !== undefined) expect(told).toEqual(missed);
        }
      }),
    );
  });

  it('does not grow without end', () => {
    const journal = new Journal();
    const start = journal.position;
    for (let change = 0; change < 1_000; change += 1) journal.add(change);

    expect(journal.since(start)).toBeUndefined();
    expect(journal.since(journal.position - 128)).toBeUndefined();
  });
});
