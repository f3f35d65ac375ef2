import fc from 'fast-check';
import { FairTurns } from '../../packages/servers/src/proxy/fair-turns.js';
import type { Turn } from '../../packages/servers/src/proxy/fair-turns.js';

type Turns = FairTurns<string, number>;
const unlimited = { most: 1_000, mostOfOne: 1_000, mayGo: () => true };
const add = (turns: Turns, client: string, ...requests: readonly number[]): void => {
  for (const request of requests) turns.add(client, request);
};
const begun = (turns: Turns): readonly (readonly [string, number])[] => {
  const all: (readonly [string, number])[] = [];
  for (let turn = turns.next(); turn !== undefined; turn = turns.next()) all.push([turn.client, turn.request]);
  return all;
};

describe('fair turns', () => {
  it('gives every client a request in turn, however many one of them has waiting', () => {
    const turns: Turns = new FairTurns(unlimited);
    add(turns, 'greedy', 1, 2, 3, 4);
    add(turns, 'modest', 5);
    add(turns, 'other', 6, 7);

    expect(begun(turns)).toEqual([
      ...[['greedy', 1], ['modest', 5], ['other', 6], ['greedy', 2], ['other', 7], ['greedy', 3], ['greedy', 4]], // prettier-ignore
    ]);
  });

  it('begins no more of one client, nor of all, than may be in progress', () => {
    const turns: Turns = new FairTurns({ most: 3, mostOfOne: 2, mayGo: () => true });
    add(turns, 'a', 1, 2, 3);
    add(turns, 'b', 4, 5);

    expect(begun(turns)).toEqual([['a', 1], ['b', 4], ['a', 2]]); // prettier-ignore
    turns.finished('a');
    expect(begun(turns)).toEqual([['b', 5]]);
    turns.finished('b');
    expect(begun(turns)).toEqual([['a', 3]]);
  });

  it('begins nothing of a client that may not go, until it may', () => {
    let mayGo = false;
    const turns: Turns = new FairTurns({ ...unlimited, mayGo: (client) => client !== 'slow' || mayGo });
    add(turns, 'slow', 1);
    add(turns, 'quick', 2);

    expect(begun(turns)).toEqual([['quick', 2]]);
    mayGo = true;
    turns.again('slow');
    expect(begun(turns)).toEqual([['slow', 1]]);
  });

  it('forgets what a client has waiting when it leaves, and what is overdue', () => {
    const turns: Turns = new FairTurns(unlimited);
    add(turns, 'a', 1, 2);
    add(turns, 'b', 3, 9);

    expect(turns.takeOverdue((request) => request < 5).map(({ request }) => request)).toEqual([1, 2, 3]);
    expect(turns.leave('b')).toEqual([9]);
    expect(begun(turns)).toEqual([]);
    expect(turns.waiting).toBe(0);
  });

  it('loses nothing, begins each request once and in order, and keeps its limits, whatever happens (property)', () => {
    const client = fc.constantFrom('a', 'b', 'c');
    const step = fc.oneof(
      fc.record({ do: fc.constant('add' as const), client }),
      fc.record({ do: fc.constantFrom('next' as const, 'finish' as const, 'repeat' as const), client }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const turns: Turns = new FairTurns({ most: 4, mostOfOne: 2, mayGo: () => true });
        const inProgress: Turn<string, number>[] = [];
        const [added, done]: [Map<string, number[]>, number[]] = [new Map(), []];
        let count = 0;
        const finish = (of: string, isDone: boolean): void => {
          const at = inProgress.findIndex((turn) => turn.client === of);
          const [turn] = at === -1 ? [] : inProgress.splice(at, 1);
          if (turn === undefined) return;
          turns.finished(turn.client);
          if (isDone) done.push(turn.request);
          else turns.add(turn.client, turn.request, { isFirst: true });
        };
        const next = (): boolean => {
          const turn = turns.next();
          if (turn !== undefined) inProgress.push(turn);
          expect(turns.inProgress).toBe(inProgress.length);
          expect(inProgress.length).toBeLessThanOrEqual(4);
          for (const of of ['a', 'b', 'c'])
            expect(inProgress.filter((one) => one.client === of).length).toBeLessThanOrEqual(2);
          return turn !== undefined;
        };
        for (const { do: what, client: of } of steps) {
          if (what === 'add') {
            turns.add(of, (count += 1));
            added.set(of, [...(added.get(of) ?? []), count]);
          } else if (what === 'next') next();
          else finish(of, what === 'finish');
        }
        while (next() || inProgress.length > 0) if (inProgress[0] !== undefined) finish(inProgress[0].client, true);
        expect([...done].sort((one, other) => one - other)).toEqual([...added.values()].flat().sort((a, b) => a - b));
        expect([turns.waiting, turns.inProgress]).toEqual([0, 0]);
        expect(['a', 'b', 'c'].map((of) => turns.heldOf(of))).toEqual([0, 0, 0]);
      }),
    );
  });
});
