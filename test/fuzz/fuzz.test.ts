import { allTargets } from './all-targets.js';
import { entriesOf, playEntry, playTarget } from './play-target.js';

const usualInputs = 20_000;
/** Of every run the same, so that a failure here is one that everybody sees. */
const seed = 1;

// Seconds where the machine has nothing else to do; a ceiling, for one that has.
jest.setTimeout(300_000);

describe.each(allTargets)('$name', (target) => {
  it(`holds for every input of its corpus: ${target.property}`, async () => {
    const entries = entriesOf(target);
    expect(entries.length).toBeGreaterThan(0);
    for (const entry of entries) {
      const problem = await playEntry(target, entry);

      expect([entry.file, problem]).toEqual([entry.file, undefined]);
    }
  });

  it('holds for thousands of inputs more', async () => {
    const played = await playTarget(target, { seed, inputs: target.inputsInTests ?? usualInputs });

    expect(played.findings).toEqual([]);
  });
});
