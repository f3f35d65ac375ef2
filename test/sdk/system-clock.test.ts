import { systemClock } from '@eservices-lb/sdk';

describe('the machine’s own clock', () => {
  it.each([2 ** 31, 1e13, Infinity])('waits %d ms, which is longer than a timer of Node.js can', async (delayMs) => {
    let isOver = false;

    const cancel = systemClock.after(delayMs, () => (isOver = true));
    await new Promise<void>((resolve) => systemClock.after(20, resolve, { keepAlive: true }));
    cancel();

    expect(isOver).toBe(false);
  });

  it('comes to the end of a long wait in several timers, and can be cancelled in each', () => {
    jest.useFakeTimers();
    const ended: string[] = [];

    systemClock.after(2 ** 31 + 5, () => ended.push('long'));
    const cancel = systemClock.after(2 ** 31 + 5, () => ended.push('cancelled'));
    jest.advanceTimersByTime(2 ** 31 + 4);
    cancel();
    const before = [...ended];
    jest.advanceTimersByTime(1);
    jest.useRealTimers();

    expect([before, ended]).toEqual([[], ['long']]);
  });
});
