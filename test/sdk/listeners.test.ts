import { setImmediate } from 'node:timers/promises';
import { Listeners } from '../../packages/sdk/src/core/directory/listeners.js';

const noErrors = (error: unknown): never => {
  throw error;
};

describe('listeners', () => {
  it('are told in the order in which they came, one that was added twice twice', () => {
    const told: string[] = [];
    const listeners = new Listeners<number>(noErrors);
    const first = (value: number): unknown => told.push(`first ${value}`);
    for (const listener of [first, (value: number) => told.push(`second ${value}`), first]) listeners.add(listener);

    listeners.notify(1);

    expect(told).toEqual(['first 1', 'second 1', 'first 1']);
  });

  it('are no longer told after their own undoing, which undoes nobody else’s', () => {
    const told: string[] = [];
    const listeners = new Listeners<number>(noErrors);
    const listener = (): unknown => told.push('told');
    const undo = listeners.add(listener);
    listeners.add(listener);

    undo();
    undo();
    listeners.notify(1);

    expect(told).toEqual(['told']);
  });

  it('that leave or come while others are told do not disturb the round', () => {
    const told: string[] = [];
    const listeners = new Listeners<number>(noErrors);
    const undo = listeners.add(() => {
      told.push('leaves');
      undo();
      listeners.add(() => told.push('is new'));
    });
    listeners.add(() => told.push('stays'));

    listeners.notify(1);
    expect(told).toEqual(['leaves', 'stays']);
    listeners.notify(2);
    expect(told).toEqual(['leaves', 'stays', 'stays', 'is new']);
  });

  it('that throw or reject are counted and told of, and others are told all the same (F44)', async () => {
    const errors: unknown[] = [];
    const told: number[] = [];
    const listeners = new Listeners<number>((error) => errors.push(error));
    listeners.add(() => {
      throw new Error('thrown');
    });
    listeners.add(() => Promise.reject(new Error('rejected')));
    listeners.add(() => Promise.resolve('fine'));
    listeners.add((value) => told.push(value));

    expect(listeners.failures).toBe(0);
    listeners.notify(1);
    await setImmediate();

    expect(told).toEqual([1]);
    expect(errors).toEqual([new Error('thrown'), new Error('rejected')]);
    expect(listeners.failures).toBe(2);
  });

  it('are none after they were cleared', () => {
    const told: number[] = [];
    const listeners = new Listeners<number>(noErrors);
    listeners.add((value) => told.push(value));

    listeners.clear();
    listeners.notify(1);

    expect(told).toEqual([]);
  });
});
