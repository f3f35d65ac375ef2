import fc from 'fast-check';
import { fittingWork } from '../../packages/servers/src/application-server/fitting-work.js';

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

describe('what a server shows of its work', () => {
  it('is shown whole where it fits', () => {
    const work = { kind: 'a', list: Array(500).fill(1) };

    expect(fittingWork(work, 2_000)).toBe(work);
  });

  it('is shown with the first of each list where it is more than a Local Control Agent takes', () => {
    const work = { kind: 'a', queues: Array.from({ length: 100 }, (_, number) => ({ number, name: 'x'.repeat(100) })) };

    expect(fittingWork(work, 3_000)).toEqual({ kind: 'a', queues: work.queues.slice(0, 16) });
  });

  it('fits always, and says what it is (property)', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.integer({ min: 20, max: 300 }), (parts, most) => {
        const fitting = fittingWork({ kind: 'a', parts }, most);

        expect(bytesOf(fitting)).toBeLessThanOrEqual(most);
        expect(fitting.kind).toBe('a');
      }),
    );
  });
});
