import fc from 'fast-check';
import type { Assignment } from '../../packages/servers/src/interaction-server/routing/arrival.js';
import { RoutingBoard } from '../../packages/servers/src/interaction-server/routing/routing-board.js';
import type { RoutingServer } from '../../packages/servers/src/interaction-server/routing/routing-server.js';

const tenant = 'Environment';
let arrived = 0;

const aServer = (number: number, names: string, difference: Partial<RoutingServer> = {}): RoutingServer => ({
  ...{ application: `URS ${number}`, dbid: number, missing: [], isTaking: true },
  strategies: names.split('').map((name) => ({ name, tenant })),
  ...difference,
});
const anArrival = (strategy: string, interactionId = `i${++arrived}`) => ({
  strategy,
  interaction: {
    ...{ interactionId, media: 'chat', tenant, service: 's', subject: '', attributes: {} },
    ...{ queue: 'q', state: 'new' as const, submittedUtc: 0, step: 0 },
  },
});
const first = (): number => 0;
const aBoard = ({ random = first, mostPending = 1_000 } = {}): RoutingBoard => {
  let requests = 0;
  return new RoutingBoard({ nextRequestId: () => `r${++requests}`, random, mostPending });
};
const serversOf = (assignments: readonly Assignment[]): readonly string[] =>
  assignments.map(({ application }) => application);
const idsOf = (assignments: readonly Assignment[]): readonly string[] =>
  assignments.map(({ interaction }) => interaction.interactionId);

describe('the routing board', () => {
  it('suppose URS 1 has Strategies A and C loaded, and URS 2 has Strategies B and C loaded: A goes to 1, B to 2, C alternates (IXN-1)', () => {
    const board = aBoard();
    board.connect(aServer(1, 'AC'));
    board.connect(aServer(2, 'BC'));

    const goTo = (strategy: string): readonly string[] => {
      for (let count = 0; count < 4; count += 1) board.add(anArrival(strategy));
      return serversOf(board.next());
    };

    expect(goTo('A')).toEqual(['URS 1', 'URS 1', 'URS 1', 'URS 1']);
    expect(goTo('B')).toEqual(['URS 2', 'URS 2', 'URS 2', 'URS 2']);
    expect(goTo('C')).toEqual(['URS 1', 'URS 2', 'URS 1', 'URS 2']);
    expect(goTo('C')).toEqual(['URS 1', 'URS 2', 'URS 1', 'URS 2']);
  });

  it('begins the turns of each strategy by lot, so that restarts favour nobody (IXN-1)', () => {
    const begun = (random: number): string | undefined => {
      const board = aBoard({ random: () => random });
      for (const number of [1, 2]) board.connect(aServer(number, 'C'));
      board.add(anArrival('C'));
      return serversOf(board.next())[0];
    };

    expect([begun(0), begun(0.9)]).toEqual(['URS 1', 'URS 2']);
  });

  it('gives what a lost one had to others, before what came later, each once (IXN-3)', () => {
    const board = aBoard();
    board.connect(aServer(1, 'C'));
    for (const id of ['a', 'b', 'c']) board.add(anArrival('C', id));
    const before = board.next();
    board.add(anArrival('C', 'd'));
    board.connect(aServer(2, 'C'));

    const resubmitted = board.disconnect('URS 1');
    const after = board.next();

    expect(idsOf(resubmitted)).toEqual(['a', 'b', 'c']);
    expect(idsOf(after)).toEqual(['a', 'b', 'c', 'd']);
    expect(new Set(serversOf(after))).toEqual(new Set(['URS 2']));
    expect(board.assignment(before[0]!.requestId)).toBeUndefined();
    expect(board.resubmitted('URS 1')).toBe(3);
  });

  it('takes an interaction once, however often it is said to have arrived, until it is finished', () => {
    const board = aBoard();
    board.connect(aServer(1, 'A'));
    expect([board.add(anArrival('A', 'x')), board.add(anArrival('A', 'x'))]).toEqual([true, false]);
    const [assignment] = board.next();
    expect(board.add(anArrival('A', 'x'))).toBe(false);

    board.finish(assignment!);
    board.finish(assignment!);

    expect(board.size).toBe(0);
    expect(board.add(anArrival('A', 'x'))).toBe(true);
  });

  it.each<[string, RoutingServer[], RegExp]>([
    ['nobody is there', [], /^No routing server is connected\.$/],
    [
      'nobody has the strategy',
      [aServer(1, 'B')],
      /^No connected routing server has strategy "A" of tenant "Environment"/,
    ],
    [
      'settings are missing (IXN-2)',
      [aServer(1, 'B'), aServer(2, 'A', { missing: ['Set it.'] })],
      /^"URS 2" has the strategy, but takes no part: Set it\.$/,
    ],
    ['it is suspended', [aServer(1, 'A', { isTaking: false })], /^"URS 1" has loaded the strategy, but takes nothing/],
  ])('says why an interaction waits where %s', (_case, servers, reason) => {
    const board = aBoard();
    for (const server of servers) board.connect(server);
    board.add(anArrival('A'));

    expect(board.next()).toEqual([]);
    expect(board.unrouted()).toEqual([{ tenant, strategy: 'A', waiting: 1, reason: expect.stringMatching(reason) }]);
  });

  it('gives a routing server no more than it may have, and says that it is busy', () => {
    const board = aBoard({ mostPending: 2 });
    board.connect(aServer(1, 'A'));
    for (let count = 0; count < 3; count += 1) board.add(anArrival('A'));
    const [first] = board.next();

    expect(board.unrouted()).toMatchObject([{ waiting: 1, reason: expect.stringMatching(/busy with others/) }]);
    board.finish(first!);
    expect(board.next()).toHaveLength(1);
  });

  it('gives interactions of other strategies to one that has enough of one', () => {
    const board = aBoard({ mostPending: 2 });
    board.connect(aServer(1, 'AB'));
    for (let count = 0; count < 5; count += 1) board.add(anArrival('A'));
    board.next();
    board.add(anArrival('B', 'x'));

    expect(idsOf(board.next())).toEqual(['x']);
    expect(board.unrouted()).toMatchObject([{ strategy: 'A', waiting: 3 }]);
  });

  it('gives what was refused to another at once, and nothing to the one that refused until it has rested', () => {
    const board = aBoard();
    board.connect(aServer(1, 'A'));
    board.connect(aServer(2, 'A'));
    board.add(anArrival('A', 'x'));
    const [first] = board.next();

    expect(board.refused(first!)).toBe(true);
    expect(serversOf(board.next())).toEqual(['URS 2']);
    board.add(anArrival('A'));
    expect(serversOf(board.next())).toEqual(['URS 2']);
    board.rested('URS 1');
    board.add(anArrival('A'));
    expect(serversOf(board.next())).toEqual(['URS 1']);
  });

  it('keeps the order of arrival where several are refused, in whatever order that is known', () => {
    const board = aBoard();
    board.connect(aServer(1, 'A'));
    for (const id of ['x', 'y', 'z']) board.add(anArrival('A', id));
    const given = board.next();
    board.add(anArrival('A', 'later'));

    for (const at of [0, 2, 1]) board.refused(given[at]!);
    board.rested('URS 1');

    expect(idsOf(board.next())).toEqual(['x', 'y', 'z', 'later']);
  });

  it('gives to nobody else what is being written down as decided, also where its routing server is lost meanwhile (IXN-3)', () => {
    const board = aBoard();
    board.connect(aServer(1, 'A'));
    for (const id of ['decided', 'undecided', 'failed']) board.add(anArrival('A', id));
    const [decided, , failed] = board.next();
    board.decide(decided!);
    board.decide(failed!);

    expect(idsOf(board.disconnect('URS 1'))).toEqual(['undecided']);
    board.connect(aServer(2, 'A'));
    expect(idsOf(board.next())).toEqual(['undecided']);
    board.finish(decided!);
    board.reconsider(failed!);
    expect(idsOf(board.next())).toEqual(['failed']);
    expect(board.held(tenant, 'A')).toEqual({ waiting: 0, pending: 2 });
    expect(board.size).toBe(2);
  });

  it('lets nobody rest for what it was given before it was lost', () => {
    const board = aBoard();
    board.connect(aServer(1, 'A'));
    board.add(anArrival('A', 'x'));
    const [before] = board.next();
    board.disconnect('URS 1');
    board.connect(aServer(1, 'A'));
    board.next();

    expect(board.refused({ ...before!, requestId: 'of another time' })).toBe(false);
    board.add(anArrival('A', 'y'));

    expect(idsOf(board.next())).toEqual(['y']);
  });

  it('uses one alone where agent reservation is missing everywhere, the one that came first, and says what the others lack (IXN-2)', () => {
    const board = aBoard();
    const missing = ['Set it.'];
    board.connect(aServer(3, ''));
    board.connect(aServer(2, 'A', { missing }));
    board.connect(aServer(1, 'A', { missing }));
    for (let count = 0; count < 2; count += 1) board.add(anArrival('A'));

    expect(serversOf(board.next())).toEqual(['URS 2', 'URS 2']);
    expect(board.servers().map(({ isParticipant }) => isParticipant)).toEqual([false, true, false]);
    board.connect(aServer(1, 'A'));
    board.add(anArrival('A'));
    expect(serversOf(board.next())).toEqual(['URS 1']);
  });

  it('uses another one alone where the one that came first takes nothing, as a backup or one that is suspended (IXN-2)', () => {
    const board = aBoard();
    const missing = ['Set it.'];
    board.connect(aServer(1, 'A', { missing, isTaking: false }));
    board.connect(aServer(2, 'A', { missing }));
    board.add(anArrival('A'));

    expect(serversOf(board.next())).toEqual(['URS 2']);
  });

  it('forgets what waits when queues change, and keeps what is pending', () => {
    const board = aBoard({ mostPending: 1 });
    board.connect(aServer(1, 'A'));
    for (const id of ['x', 'y']) board.add(anArrival('A', id));
    const [pending] = board.next();

    board.withdrawWaiting();

    expect(board.size).toBe(1);
    expect(board.held(tenant, 'A')).toEqual({ waiting: 0, pending: 1 });
    expect(board.assignment(pending!.requestId)).toEqual(pending);
    expect(board.add(anArrival('A', 'y'))).toBe(true);
  });
});

interface Act {
  readonly is: 'add' | 'finish' | 'refuse' | 'next' | 'join' | 'leave' | 'rest';
  readonly of: number;
}

const acts = fc.array(
  fc.record({
    is: fc.constantFrom<Act['is'][]>('add', 'add', 'add', 'next', 'finish', 'refuse', 'join', 'leave', 'rest'),
    of: fc.nat({ max: 11 }),
  }),
  { maxLength: 120 },
);
/** Which strategies the routing servers have. */
const loaded = ['A', 'AB', 'BC', 'C'];

describe('the routing board, whatever happens (property)', () => {
  it('loses nothing, and has nothing twice', () => {
    fc.assert(
      fc.property(acts, fc.integer({ min: 1, max: 4 }), (happening, mostPending) => {
        const board = aBoard({ mostPending });
        const pending = new Map<string, Assignment>();
        const open = new Set<string>();
        for (const [at, { is, of }] of happening.entries()) {
          const name = `URS ${of % loaded.length}`;
          const [some] = [...pending.values()].slice(of % Math.max(pending.size, 1));
          if (is === 'add') {
            board.add(anArrival('ABC'[of % 3]!, `i${at}`));
            open.add(`i${at}`);
          } else if (is === 'join') board.connect(aServer(of % loaded.length, loaded[of % loaded.length]!));
          else if (is === 'rest') board.rested(name);
          else if (is === 'leave') for (const { requestId } of board.disconnect(name)) pending.delete(requestId);
          else if (is === 'finish' && some !== undefined) {
            board.finish(some);
            pending.delete(some.requestId);
            open.delete(some.interaction.interactionId);
          } else if (is === 'refuse' && some !== undefined) {
            board.refused(some);
            pending.delete(some.requestId);
          } else if (is === 'next') for (const one of board.next()) pending.set(one.requestId, one);

          const waiting = board.unrouted().reduce((sum, line) => sum + line.waiting, 0);
          const given = [...pending.values()].map(({ interaction }) => interaction.interactionId);
          expect(board.size).toBe(open.size);
          expect(waiting + pending.size).toBe(open.size);
          expect(new Set(given).size).toBe(given.length);
          for (const one of pending.values()) {
            expect(board.assignment(one.requestId)).toEqual(one);
            expect(loaded[Number(one.application.slice(4))]).toContain(one.strategy);
          }
          for (const { pending: has, strategies } of board.servers())
            expect(has).toBeLessThanOrEqual(mostPending * strategies.length);
        }
        for (const [number, names] of loaded.entries()) board.connect(aServer(number, names));
        for (let round = 0; round < happening.length && open.size > 0; round += 1) {
          for (const one of board.next()) pending.set(one.requestId, one);
          for (const one of pending.values()) {
            board.finish(one);
            open.delete(one.interaction.interactionId);
          }
          pending.clear();
        }
        expect([open.size, board.size]).toEqual([0, 0]);
      }),
      { numRuns: 150 },
    );
  });

  it('gives everybody who has a strategy the same share of it, to one, also as interactions of other strategies come between (IXN-1)', () => {
    const arrivals = fc.array(fc.constantFrom('A', 'B', 'C'), { minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        arrivals,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (count, strategies, lot) => {
          const board = aBoard({ random: () => lot });
          for (let number = 0; number < count; number += 1) board.connect(aServer(number, 'ABC'));
          const shares = new Map<string, number>();
          for (const strategy of strategies) {
            board.add(anArrival(strategy));
            for (const { application } of board.next())
              shares.set(`${strategy} ${application}`, (shares.get(`${strategy} ${application}`) ?? 0) + 1);
          }
          for (const strategy of 'ABC') {
            const counts = Array.from({ length: count }, (_, number) => shares.get(`${strategy} URS ${number}`) ?? 0);
            expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('remembers across joins and leaves whose turn it is, and how much was resubmitted of whom', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 3 }), { maxLength: 40 }), (leavers) => {
        const board = aBoard();
        for (const number of [0, 1, 2, 3]) board.connect(aServer(number, 'C'));
        const resubmitted = new Map<string, number>();
        for (const leaver of leavers) {
          const name = `URS ${leaver}`;
          board.add(anArrival('C'));
          const before = serversOf(board.next()).at(-1)!;
          resubmitted.set(name, (resubmitted.get(name) ?? 0) + board.disconnect(name).length);
          const passedOn = board.next();
          board.connect(aServer(leaver, 'C'));
          board.add(anArrival('C'));
          const [last] = serversOf(passedOn).slice(-1);
          const [next] = serversOf(board.next());

          expect(next).toBe(`URS ${(Number((last ?? before).slice(4)) + 1) % 4}`);
        }
        for (const [name, count] of resubmitted) expect(board.resubmitted(name)).toBe(count);
      }),
      { numRuns: 100 },
    );
  });
});
