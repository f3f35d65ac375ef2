import { adaptive, random } from '@eservices-lb/sdk';
import type { Picker, SelectionPolicy } from '@eservices-lb/sdk';
import { describePolicy, policyCandidates } from '@eservices-lb/sdk/testing';

/** Runs the suite with a runner of the test's own; the sentences that fail, with what they say. */
function failuresOf(policy: SelectionPolicy, options: { readonly expectFair?: boolean } = {}): Map<string, string> {
  const failures = new Map<string, string>();
  describePolicy(policy, {
    ...options,
    describe: (_name, body) => {
      body();
    },
    it: (sentence, body) => {
      try {
        body();
      } catch (error) {
        failures.set(sentence, String(error));
      }
    },
  });
  return failures;
}

/** A policy that picks by the given function, of which a new one is made for each picker. */
const picking = (makePick: () => Picker['pick']): SelectionPolicy => ({
  name: 'example',
  createPicker: () => ({ pick: makePick() }),
});

describe('the conformance suite of policies', () => {
  it('takes describe and it of any runner, and is passed by a policy of ours', () => {
    expect(failuresOf(adaptive())).toEqual(new Map());
  });

  it('refuses to run without a test runner, naming what is missing', () => {
    expect(() => {
      describePolicy(random(), { describe: 'jest' as never });
    }).toThrow(expect.objectContaining({ code: 'INVALID_OPTION', option: 'describe' }));
  });

  it.each<[string, () => Picker['pick'], string]>([
    [
      'a stranger',
      () => () => policyCandidates([1])[0],
      'picks one of the candidates, whatever they are at the moment',
    ],
    [
      'whom it remembers from before',
      () => {
        let first: ReturnType<Picker['pick']> | undefined;
        return (candidates) => (first ??= candidates[0]);
      },
      'never picks who was excluded a moment ago',
    ],
    [
      'nobody where there is only one',
      () => (candidates) => candidates[1] ?? (undefined as never),
      'picks the only candidate, however busy it is',
    ],
    [
      'each in turn from the first one on',
      () => {
        let turn = 0;
        return (candidates) => candidates[turn++ % candidates.length] ?? candidates[0];
      },
      'begins at a random place, so that a fleet restarting together favours nobody (R15)',
    ],
    [
      'each in turn, with one turn for all pools',
      () => {
        let turn = 0;
        return (candidates) => candidates[turn++ % candidates.length] ?? candidates[0];
      },
      'keeps pools apart',
    ],
    [
      'the first',
      () => (candidates) => candidates[0],
      'gives each the same share when all scores are equal, however high (R1)',
    ],
    [
      'the first after every change, then in turn',
      () => {
        const turns = new WeakMap<object, number>();
        return (candidates) => {
          const turn = turns.get(candidates) ?? 0;
          turns.set(candidates, turn + 1);
          return candidates[turn % candidates.length] ?? candidates[0];
        };
      },
      'skews no share when candidates come and go',
    ],
  ])('notices a policy that picks %s', (_what, makePick, sentence) => {
    expect([...failuresOf(picking(makePick)).keys()]).toContain(sentence);
  });

  it('notices a policy that keeps state beside its pickers', () => {
    let turn = 0;
    const shared = picking(() => (candidates) => candidates[turn++ % candidates.length] ?? candidates[0]);

    expect([...failuresOf(shared).keys()]).toContain(
      'picks the same again with the same random numbers, and keeps nothing from one picker to the next',
    );
  });

  it('notices a policy that cannot bear an infinite score', () => {
    const brittle: SelectionPolicy = {
      name: 'example',
      createPicker: ({ score }) => ({
        pick(candidates) {
          const total = candidates.reduce((sum, { dbid }) => sum + score(dbid), 0);
          if (!Number.isFinite(total)) throw new Error('no such total');
          return candidates[0];
        },
      }),
    };

    expect([...failuresOf(brittle).keys()]).toContain('bears the extremes of score, weight and running time');
  });

  it('stops a policy that looks for ever for somebody idle (R2)', () => {
    const patient: SelectionPolicy = {
      name: 'example',
      createPicker: ({ score }) => ({
        pick(candidates) {
          for (let turn = 0; ; turn += 1) {
            const next = candidates[turn % candidates.length];
            if (next !== undefined && score(next.dbid) < Infinity) return next;
          }
        },
      }),
    };

    const failure = failuresOf(patient).get('does a bounded amount of work for 1 to 5 and for 10,000 candidates');

    expect(failure).toMatch(/takes more than \d+ steps for one pick/);
  });

  it('asks no fairness of a policy that favours some on purpose', () => {
    const theFirst = picking(() => (candidates) => candidates[0]);

    expect(failuresOf(theFirst, { expectFair: false })).toEqual(new Map());
  });
});
