import fc from 'fast-check';
import type { FuzzTarget, TextTarget } from './fuzz-target.js';
import { inputsOf } from './inputs-of.js';
import { playEntry, playTarget } from './play-target.js';

const target = (oracle: TextTarget['oracle']): FuzzTarget => ({
  ...{ name: 'of-a-test', property: 'none', reads: 'text', shaped: fc.string(), oracle },
});
const entry = { file: 'of a test', bytes: Buffer.from('anything') };

describe('playing inputs', () => {
  it('finds a rejection that nobody handles, and the input that leaves it', async () => {
    const third = inputsOf(
      target(() => 'taken'),
      1,
    )(2);
    const careless = target((input) => {
      if (input === third) void Promise.reject(new Error('nobody hears of it'));
      return 'taken';
    });

    const { findings } = await playTarget(careless, { seed: 1, inputs: 5 });

    expect(findings).toMatchObject([{ number: 2, problem: expect.stringContaining('nobody hears of it') as string }]);
  });

  it('finds it in an entry of the corpus', async () => {
    const careless = target(() => {
      void Promise.reject(new Error('nobody hears of it'));
      return 'taken';
    });

    expect(await playEntry(careless, entry)).toContain('nobody hears of it');
  });

  it('finds what an oracle throws, and nothing where all is well', async () => {
    const broken = target(() => {
      throw new Error('it does not hold');
    });

    expect(await playEntry(broken, entry)).toBe('Error: it does not hold');
    expect(
      await playEntry(
        target(() => 'refused'),
        entry,
      ),
    ).toBeUndefined();
  });
});
