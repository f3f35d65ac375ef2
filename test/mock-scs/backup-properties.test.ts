import fc from 'fast-check';
import { flappingMs } from '@eservices-lb/mock-scs';
import { names, otherThan, PairUnderTest } from './a-pair-under-test.js';
import type { Name } from './a-pair-under-test.js';

type Event = readonly [string, (pair: PairUnderTest) => void];

const ofEach = (what: string, act: (pair: PairUnderTest, name: Name) => void): readonly Event[] =>
  names.map((name) => [`${what} ${name}`, (pair) => act(pair, name)] as const);

const events: readonly Event[] = [
  ...ofEach('start', (pair, name) => {
    pair.start(name);
  }),
  ...ofEach('kill', (pair, name) => {
    pair.kill(name);
  }),
  ...ofEach('cut', (pair, name) => {
    pair.cut(name);
  }),
  ...ofEach('link', (pair, name) => {
    pair.link(name);
  }),
  ...ofEach('silence', (pair, name) => {
    pair.silence(name);
  }),
  ...ofEach('hear', (pair, name) => {
    pair.hear(name);
  }),
  ...ofEach('lose the host of', (pair, name) => {
    pair.loseHost(name);
  }),
  ...ofEach('find the host of', (pair, name) => {
    pair.findHost(name);
  }),
  ...ofEach('make unavailable', (pair, name) => {
    pair.report(name, 'service-unavailable');
  }),
  ...ofEach('make available', (pair, name) => {
    pair.report(name, 'running');
  }),
  ...ofEach('deliver to', (pair, name) => {
    pair.deliver(name);
  }),
  ...ofEach('hear the answer of', (pair, name) => {
    pair.answer(name);
  }),
  ...ofEach('switch over', (pair, name) => {
    try {
      pair.standby.switchOver(name).catch(() => undefined);
    } catch {
      // Impossible now, which is an answer too.
    }
  }),
  ...[1, 100, 600, 2500].map((ms): Event => [`wait ${ms} ms`, (pair) => pair.clock.advance(ms)]),
];

/** What happens to a pair, in any order; what is on its way arrives more often than anything else happens. */
const stories = fc.array(
  fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...events) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...events.filter(([what]) => /^(deliver|hear the|start|wait)/.test(what))),
    },
  ),
  { maxLength: 60 },
);

/** Runs a story and looks at the pair after each event. The ends of processes are noticed a turn later. */
async function tell(
  story: readonly Event[],
  look: (pair: PairUnderTest, what: string) => void,
): Promise<PairUnderTest> {
  const pair = new PairUnderTest();
  for (const [what, act] of story) {
    act(pair);
    await Promise.resolve();
    look(pair, what);
  }
  return pair;
}

const nothing = (): void => undefined;

describe('a warm standby pair, whatever happens in whatever order', () => {
  it('never has two primaries that can be heard, and shows none (BK-4)', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const { wrongCommands } = await tell(story, (pair) => {
          expect(names.filter((name) => pair.serves(name)).length).toBeLessThan(2);
          const shown = names.map((name) => pair.world.status(name));
          expect(shown.filter(({ status, mode }) => status === 'running' && mode === 'primary').length).toBeLessThan(2);
        });
        expect(wrongCommands).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('is served in the end by a member that runs, if one is left, and by nobody beside it', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const pair = await tell(story, nothing);
        for (const name of names) {
          pair.findHost(name);
          pair.link(name);
          pair.hear(name);
        }
        pair.settle();

        const running = names.filter((name) => pair.world.status(name).status === 'running');
        const serving = names.filter((name) => pair.serves(name));
        const shown = names.filter((name) => {
          const { status, mode } = pair.world.status(name);
          return mode === 'primary' && status !== 'stopped';
        });
        if (running.length > 0) expect(running).toEqual(expect.arrayContaining(serving));
        expect(serving.length).toBeLessThan(2);
        if (running.length > 0) expect(serving).toHaveLength(1);
        expect(shown).toEqual(serving);
      }),
      { numRuns: 1000 },
    );
  });

  it('does not switch over without need (R34)', async () => {
    const calm = /^(start|deliver|hear the answer|wait|make available)/;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...events.filter(([what]) => calm.test(what)))), async (story) => {
        const pair = new PairUnderTest();
        pair.start('one');
        pair.start('two');
        pair.settle();
        for (const [, act] of story) act(pair);
        await Promise.resolve();

        expect(pair.notices('SWITCHOVER')).toEqual([]);
        expect(names.filter((name) => pair.serves(name))).toEqual(['one']);
      }),
    );
  });

  it('goes back to no member that is well only because the other one was restarted (R34)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.integer({ min: 1, max: 20 }), async (first, times) => {
        const pair = new PairUnderTest();
        for (const name of names) pair.start(name);
        pair.settle();
        if (first === 'two') pair.kill('one');
        pair.settle();
        for (let time = 0; time < times; time += 1) {
          pair.start(otherThan(first));
          pair.settle();
          pair.kill(otherThan(first));
          await Promise.resolve();
        }

        expect(pair.notices('SWITCHOVER')).toHaveLength(first === 'two' ? 1 : 0);
        expect(pair.serves(first)).toBe(true);
      }),
    );
  });

  it('is reported as flapping exactly when its roles change twice within 10 s (BK-5)', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const pair = await tell(story, nothing);
        const changes = pair.notices('SWITCHOVER').map(({ at }) => at);
        const soon = changes.filter((at, index) => index > 0 && at - (changes[index - 1] ?? 0) < flappingMs);

        expect(pair.notices('FLAPPING').map(({ at }) => at)).toEqual(soon);
      }),
      { numRuns: 500 },
    );
  });
});
